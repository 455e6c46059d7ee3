"""Authors' appeals, and the decisions that authors and moderators may read."""

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import convert
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clock
from core.policy import Viewer
from moderation import policy
from moderation.errors import (
    AppealClosed,
    AppealedAlready,
    AppealTooLate,
    DecisionNotFound,
    NotAppealable,
)
from moderation.models import Appeal, Decision, Flag, Snapshot, State
from moderation.schemas import AnswerDraft, AppealDraft, AppealRow, AppealView, DecisionSheet, DecisionView
from moderation.screens import Finding
from moderation.service.decisions import UPHELD, tell_authors
from moderation.service.queue import must_moderate, standing_of
from moderation.subjects import OWNERS
from moderation.words import Outcome

WINDOW = timedelta(days=14)
PROMISE = timedelta(days=7)


async def decision_for(session: AsyncSession, viewer: Viewer, decision_id: UUID) -> Decision:
    """Raises DecisionNotFound."""
    wanted = select(Decision).where(Decision.id == decision_id, policy.decisions_visible_to(viewer))
    decision: Decision | None = await session.scalar(wanted)
    if decision is None:
        raise DecisionNotFound
    return decision


async def decision_sheet(session: AsyncSession, viewer: Viewer, *, decision_id: UUID) -> DecisionSheet:
    """A decision with its kept text, for its author and for moderators. Raises DecisionNotFound."""
    decision = await decision_for(session, viewer, decision_id)
    snapshot = await session.get_one(Snapshot, decision.snapshot_id)
    appeal = await _appeal_of(session, decision_id)
    own = viewer.person_id in decision.author_ids
    hindrance = None
    if appeal is not None and not own:
        standing = await standing_of(session, viewer, decision.flag_id)
        hindrance = policy.appeal_obstacle(viewer, decision, standing)
    return DecisionSheet(
        decision=convert(decision, DecisionView, from_attributes=True),
        body=snapshot.body,
        findings=convert(snapshot.findings, list[Finding]),
        appeal=convert(appeal, AppealView, from_attributes=True) if appeal else None,
        appeal_until=appeal_until(decision),
        own=own,
        obstacle=hindrance.code if hindrance else "",
    )


def appeal_until(decision: Decision) -> datetime | None:
    return decision.created_at + WINDOW if decision.outcome in UPHELD else None


async def own_decisions(
    session: AsyncSession, viewer: Viewer, *, after: UUID | None = None, limit: int = 30
) -> list[DecisionView]:
    """Decisions on the viewer's contributions, the latest first; `after` is the last id seen."""
    page = select(Decision).where(Decision.author_ids.contains([viewer.person_id]))
    if after is not None:
        page = page.where(Decision.id < after)
    rows = await session.scalars(page.order_by(Decision.id.desc()).limit(limit))
    return [convert(row, DecisionView, from_attributes=True) for row in rows]


async def appeal(session: AsyncSession, viewer: Viewer, *, decision_id: UUID, draft: AppealDraft) -> UUID:
    """Object to a decision on one's own contribution, within 14 days.

    Raises DecisionNotFound, NotAppealable, AppealTooLate, AppealedAlready.
    """
    decision = await decision_for(session, viewer, decision_id)
    if viewer.person_id is None or viewer.person_id not in decision.author_ids:
        raise DecisionNotFound
    until = appeal_until(decision)
    if until is None:
        raise NotAppealable
    if clock.now() > until:
        raise AppealTooLate
    # Two appeals at once would meet at the unique index; the lock on the flag makes the second one read.
    await session.execute(select(Flag.id).where(Flag.id == decision.flag_id).with_for_update())
    if await _appeal_of(session, decision_id) is not None:
        raise AppealedAlready
    made = Appeal(
        decision_id=decision_id,
        appellant_id=viewer.person_id,
        text=draft.text.strip(),
        due_at=clock.now() + PROMISE,
    )
    session.add(made)
    await session.flush()
    await _note(session, viewer, decision, "moderation.appealed")
    return made.id


async def open_appeals(
    session: AsyncSession, viewer: Viewer, *, after: UUID | None = None, limit: int = 30
) -> list[AppealRow]:
    """Appeals nobody has answered, on what the viewer moderates and did not write. Raises MayNotModerate."""
    must_moderate(viewer)
    page = (
        select(
            Appeal.id, Appeal.decision_id, Decision.title, Decision.outcome, Appeal.created_at, Appeal.due_at
        )
        .join(Decision, Decision.id == Appeal.decision_id)
        .where(
            Appeal.overturned.is_(None),
            policy.in_scope(viewer, Decision),
            ~Decision.author_ids.contains([viewer.person_id]),
        )
        .order_by(Appeal.id)
        .limit(limit)
    )
    if after is not None:
        page = page.where(Appeal.id > after)
    return [AppealRow(**row) for row in (await session.execute(page)).mappings()]


async def answer_appeal(
    session: AsyncSession, viewer: Viewer, *, decision_id: UUID, draft: AnswerDraft
) -> None:
    """Another moderator's answer; `agreed` overturns the decision and shows the content again.

    Raises MayNotModerate, DecisionNotFound, AppealClosed, and what `policy.appeal_obstacle` says.
    """
    must_moderate(viewer)
    decision = await decision_for(session, viewer, decision_id)
    standing = await standing_of(session, viewer, decision.flag_id)
    if hindrance := policy.appeal_obstacle(viewer, decision, standing):
        raise hindrance
    await OWNERS[decision.subject_kind].lock(session, decision.subject_id)
    made = await _appeal_of(session, decision_id, lock=True)
    if made is None or made.overturned is not None:
        raise AppealClosed
    made.overturned, made.reason = draft.agreed, draft.reason.strip()
    made.answered_by, made.answered_at = viewer.person_id, clock.now()
    if draft.agreed:
        await _undo(session, decision)
    outcome = "appeal_overturned" if draft.agreed else "appeal_upheld"
    await _note(session, viewer, decision, f"moderation.{outcome}")
    await tell_authors(session, decision, outcome)


async def _undo(session: AsyncSession, decision: Decision) -> None:
    """Show it again, and close the flag if it still waits for what the decision asked."""
    flag = await session.get_one(Flag, decision.flag_id, with_for_update=True, populate_existing=True)
    if decision.outcome != Outcome.REMOVE and flag.state != State.WAITING:
        return
    await OWNERS[decision.subject_kind].restore(session, decision.subject_id)
    flag.held, flag.state = False, State.CLOSED
    flag.closed_at = flag.closed_at or clock.now()


async def _appeal_of(session: AsyncSession, decision_id: UUID, *, lock: bool = False) -> Appeal | None:
    wanted = select(Appeal).where(Appeal.decision_id == decision_id)
    wanted = wanted.with_for_update().execution_options(populate_existing=True) if lock else wanted
    found: Appeal | None = await session.scalar(wanted)
    return found


async def _note(session: AsyncSession, viewer: Viewer, decision: Decision, act: str) -> None:
    await session.flush()
    await audit.record(
        session,
        actor_id=viewer.person_id,
        act=act,
        subject_kind=decision.subject_kind,
        subject_id=decision.subject_id,
        detail={"decision": str(decision.id)},
    )
