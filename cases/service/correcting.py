"""A correction on its way: asked for, written, handed in. `cases.service.amending` publishes it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cases.errors import NotPossibleNow
from cases.events import CaseChanged, CorrectionMoved
from cases.models import Case
from cases.schemas import CorrectionNote
from cases.service import access, submission
from cases.service.transitions import note
from cases.states import PROGRESS, Step, steps
from core.events import publish
from core.policy import Viewer


async def ask_correction(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: CorrectionNote
) -> None:
    """An author tells the editors what is wrong. Raises CaseNotFound, InvitationOpen, NotPossibleNow."""
    case = await access.as_author(session, viewer, case_id)
    await _go(session, viewer, case, Step.ASK, draft.note)


async def open_correction(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: CorrectionNote
) -> None:
    """An editor lets the authors write, also once more.

    Raises CaseNotFound, EditorIsInvolved, NotPossibleNow.
    """
    case, _ = await access.as_editor(session, viewer, case_id)
    await _go(session, viewer, case, Step.OPEN, draft.note)


async def hand_in_correction(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: CorrectionNote
) -> None:
    """The authors' new text, frozen as it is now. Raises CaseNotFound, NotPossibleNow, NotComplete."""
    case = await access.as_author(session, viewer, case_id)
    _check(case, Step.HAND_IN)
    await submission.freeze(session, viewer, case, note=draft.note)
    await _go(session, viewer, case, Step.HAND_IN, draft.note)


async def close_correction(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: CorrectionNote
) -> None:
    """An editor ends it without a new version. Raises CaseNotFound, EditorIsInvolved, NotPossibleNow."""
    case, _ = await access.as_editor(session, viewer, case_id)
    await _go(session, viewer, case, Step.CLOSE, draft.note)


def _check(case: Case, step: Step) -> None:
    if step not in steps(case.status, case.correction):
        raise NotPossibleNow(state=case.status, correction=case.correction, act=step.value)


async def _go(session: AsyncSession, viewer: Viewer, case: Case, step: Step, said: str) -> None:
    _check(case, step)
    before, case.correction = case.correction, PROGRESS[step].target.value
    case.correction_note = said.strip()
    await session.flush()
    await note(
        session,
        case.id,
        f"correction_{step.value}",
        actor_id=viewer.person_id,
        detail={"from": before, "to": case.correction},
    )
    await publish(session, CaseChanged(case_id=case.id))
    await publish(session, CorrectionMoved(case_id=case.id, step=step.value))
