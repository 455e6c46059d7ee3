"""The one place where a case changes its state."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cases.errors import NotPossibleNow
from cases.events import CaseChanged
from cases.models import Case
from cases.states import MOVES, Act, Status
from core import audit
from core.events import publish


async def move(
    session: AsyncSession,
    case: Case,
    act: Act,
    *,
    actor_id: UUID | None,
    detail: dict[str, object] | None = None,
    back_to: Status | None = None,
) -> None:
    """Take the step and write it into the audit log. The caller holds the lock. Raises NotPossibleNow.

    `back_to`: where a step that undoes another leads.
    """
    check(case, act)
    before, case.status = case.status, (back_to or MOVES[act].target).value
    await note(
        session,
        case.id,
        act.value,
        actor_id=actor_id,
        detail={"from": before, "to": case.status} | (detail or {}),
    )
    await publish(session, CaseChanged(case_id=case.id))


def check(case: Case, act: Act) -> None:
    """Raises NotPossibleNow where the state does not allow the act."""
    if case.status not in MOVES[act].sources:
        raise NotPossibleNow(state=case.status, act=act.value)


async def note(
    session: AsyncSession,
    case_id: UUID,
    act: str,
    *,
    actor_id: UUID | None,
    detail: dict[str, object] | None = None,
) -> None:
    """An entry in the audit log. What a reviewer did is entered under the alias, without actor."""
    await audit.record(
        session, actor_id=actor_id, act=f"cases.{act}", subject_kind="case", subject_id=case_id, detail=detail
    )
