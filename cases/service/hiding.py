"""Holding a case back and taking it out of sight, for moderation."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.errors import CaseNotFound
from cases.events import CaseVisibilityChanged
from cases.models import Case
from cases.service import registering, renditions
from cases.service.discussion import follow_visibility
from cases.service.submission import pass_on
from cases.service.transitions import note
from cases.states import PUBLIC
from core import clock
from core.events import publish


async def lock(session: AsyncSession, case_id: UUID) -> None:
    """Lock a case. Who also locks rows about the case takes this one first, as its writers do."""
    await session.execute(select(Case.id).where(Case.id == case_id).with_for_update(key_share=True))


async def hold(session: AsyncSession, case_id: UUID, reason: str) -> None:
    """Keep a published case from readers, an unpublished one from reviewers, until somebody decides."""
    case = await _locked(session, case_id)
    if case.held_at is None:
        case.held_at, case.hidden_reason = clock.now(), reason[:1000]
        await _tell(session, case, "held")


async def release(session: AsyncSession, case_id: UUID) -> None:
    """End the hold. A removed case stays removed."""
    case = await _locked(session, case_id)
    if case.held_at is not None:
        case.held_at = None
        case.hidden_reason = case.hidden_reason if case.removed_at else None
        await _tell(session, case, "released")


async def remove(session: AsyncSession, case_id: UUID, reason: str) -> None:
    """Out of sight for all but the authors, who read the reason, and moderators."""
    case = await _locked(session, case_id)
    if case.removed_at is None:
        case.removed_at, case.hidden_reason = clock.now(), reason[:1000]
        await _tell(session, case, "removed")


async def restore(session: AsyncSession, case_id: UUID) -> None:
    """Undo a removal, and a hold with it."""
    case = await _locked(session, case_id)
    if case.removed_at is not None or case.held_at is not None:
        case.removed_at = case.held_at = case.hidden_reason = None
        await _tell(session, case, "restored")


async def _locked(session: AsyncSession, case_id: UUID) -> Case:
    case = await session.get(Case, case_id, with_for_update={"key_share": True})
    if case is None:
        raise CaseNotFound
    return case


async def _follow(session: AsyncSession, case: Case) -> None:
    """Files made while it was kept back lack its pictures; a registry hears when it goes and comes back."""
    if case.removed_at is not None:
        await registering.order_removal(session, case.id)
    elif case.held_at is None:
        await renditions.order_all(session, case.id)
        await registering.order(session, case.id)


async def _tell(session: AsyncSession, case: Case, act: str) -> None:
    await session.flush()
    await follow_visibility(session, case)
    if case.status in PUBLIC:
        await _follow(session, case)
    await note(session, case.id, act, actor_id=None)
    await pass_on(session, case)
    await publish(session, CaseVisibilityChanged(case_id=case.id))
