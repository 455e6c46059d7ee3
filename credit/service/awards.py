"""Credit that follows from what people did: from events, once, within the daily cap, reversible."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.events import publish
from credit import rulebook
from credit.arithmetic import quarters
from credit.events import CreditAwarded, CreditReversed
from credit.models import Evidence, LedgerEntry
from credit.service.evidence import lock_learner, record

PARTICIPATION = "participation"
REMOVED = "content_removed"


async def counted(
    session: AsyncSession, *, learner_id: UUID, system: str, artefact_kind: str, artefact_id: UUID
) -> bool:
    """Whether this artefact already earned something here; a reversed award is not earned again."""
    found = exists().where(
        LedgerEntry.learner_id == learner_id,
        LedgerEntry.system == system,
        LedgerEntry.kind == "award",
        LedgerEntry.artefact_kind == artefact_kind,
        LedgerEntry.artefact_id == artefact_id,
    )
    return bool(await session.scalar(select(found)))


async def minutes_left(session: AsyncSession, *, learner_id: UUID, system: str, at: datetime) -> int:
    """How many minutes may still count on that day (UTC)."""
    day = at.date()
    spent = select(func.coalesce(func.sum(LedgerEntry.minutes), 0)).where(
        LedgerEntry.learner_id == learner_id, LedgerEntry.system == system, LedgerEntry.day == day
    )
    cap = rulebook.system(system, on=day).max_quarters_per_day * 15
    return max(0, cap - int(await session.scalar(spent) or 0))


async def enter(
    session: AsyncSession,
    piece: Evidence,
    *,
    system: str,
    minutes: int,
    at: datetime,
    rule: str,
    reason: str,
    by: str,
) -> LedgerEntry:
    """Write the award. `minutes` above what is left of the day are cut, and the reason says so."""
    left = await minutes_left(session, learner_id=piece.learner_id, system=system, at=at)
    counting = min(minutes, left)
    entry = LedgerEntry(
        at=clock.now(),
        day=at.date(),
        learner_id=piece.learner_id,
        system=system,
        kind="award",
        minutes=counting,
        quarters=quarters(counting),
        artefact_kind=piece.artefact_kind,
        artefact_id=piece.artefact_id,
        evidence_id=piece.id,
        rule=rule,
        reason=reason if counting == minutes else f"{reason}, daily_cap",
        awarded_by=by,
    )
    session.add(entry)
    await session.flush()
    await publish(
        session,
        CreditAwarded(
            learner_id=piece.learner_id, evidence_id=piece.id, system=system, quarters=entry.quarters
        ),
    )
    return entry


async def award(
    session: AsyncSession,
    *,
    contribution: str,
    learner_id: UUID,
    title: str,
    artefact_kind: str,
    artefact_id: UUID,
    minutes: int | None = None,
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
    detail: dict[str, object] | None = None,
) -> LedgerEntry | None:
    """Record the evidence and enter it as participation; None when it has counted before (job repeated)."""
    await lock_learner(session, learner_id)
    if await counted(
        session,
        learner_id=learner_id,
        system=PARTICIPATION,
        artefact_kind=artefact_kind,
        artefact_id=artefact_id,
    ):
        return None
    at = ended_at or clock.now()
    rule = rulebook.contribution(contribution, on=at.date())
    worth = rule.minutes if minutes is None else minutes
    piece = await record(
        session,
        learner_id=learner_id,
        kind=rule.evidence,
        title=title,
        artefact_kind=artefact_kind,
        artefact_id=artefact_id,
        minutes=worth,
        started_at=started_at,
        ended_at=ended_at,
        detail=(detail or {})
        | {"contribution": rule.id, "rule_version": rule.version, "format": rule.format},
    )
    return await enter(
        session,
        piece,
        system=PARTICIPATION,
        minutes=worth,
        at=at,
        rule=f"{rule.rule}/{rule.id}@{rule.version}",
        reason=rule.id,
        by="rule",
    )


async def award_review(session: AsyncSession, *, reviewer_id: UUID, review_id: UUID) -> None:
    """For a review the editor found acceptable. Nothing here names the case: the ledger keeps the blind."""
    await award(
        session,
        contribution="case_review",
        learner_id=reviewer_id,
        title="Peer review of a case write-up",
        artefact_kind="review",
        artefact_id=review_id,
        detail={"accepted_by": "editor"},
    )


async def award_authorship(
    session: AsyncSession, *, author_ids: Sequence[UUID], case_id: UUID, version_id: UUID, title: str
) -> None:
    """For every author of a published version; a second version of the same case earns nothing again."""
    for learner_id in author_ids:
        await award(
            session,
            contribution="case_authorship",
            learner_id=learner_id,
            title=title,
            artefact_kind="case",
            artefact_id=case_id,
            detail={"version_id": str(version_id)},
        )


async def award_attendance(
    session: AsyncSession,
    *,
    person_id: UUID,
    room_id: UUID,
    title: str,
    minutes: int,
    started_at: datetime,
    ended_at: datetime,
    detail: dict[str, object] | None = None,
) -> None:
    """For time in a live room, already united over devices and clipped to the programme (LV-1)."""
    if quarters(minutes) == 0:
        return
    await award(
        session,
        contribution="conference_attendance",
        learner_id=person_id,
        title=title,
        artefact_kind="room",
        artefact_id=room_id,
        minutes=minutes,
        started_at=started_at,
        ended_at=ended_at,
        detail=detail,
    )


async def reverse_for(
    session: AsyncSession,
    *,
    artefact_kind: str,
    artefact_id: UUID,
    reason: str,
    besides: Sequence[UUID] = (),
) -> int:
    """Take back what this artefact earned and still has, by a compensating entry each. Returns how many.

    Learners in `besides` keep theirs.
    """
    standing = LedgerEntry.kind.in_(("award", "correction")) & LedgerEntry.learner_id.not_in(besides)
    entries = await untouched(session, standing, artefact_kind=artefact_kind, artefact_id=artefact_id)
    for entry in entries:
        await reverse(session, entry, reason=reason)
    return len(entries)


async def reinstate(session: AsyncSession, *, artefact_kind: str, artefact_id: UUID, reason: str) -> int:
    """Undo what moderation took back from this artefact, by a correction each. Returns how many."""
    removed = and_(LedgerEntry.kind == "reversal", LedgerEntry.reason == REMOVED)
    entries = await untouched(session, removed, artefact_kind=artefact_kind, artefact_id=artefact_id)
    for entry in entries:
        await reverse(session, entry, reason=reason, kind="correction")
    return len(entries)


async def untouched(
    session: AsyncSession, which: ColumnElement[bool], *, artefact_kind: str, artefact_id: UUID
) -> Sequence[LedgerEntry]:
    """Entries of the artefact that no later entry undid, read after their learners are locked."""
    mine = (LedgerEntry.artefact_kind == artefact_kind, LedgerEntry.artefact_id == artefact_id)
    learners = await session.scalars(select(LedgerEntry.learner_id).where(*mine).distinct())
    for learner_id in sorted(learners.all()):
        await lock_learner(session, learner_id)
    undone = select(LedgerEntry.reverses_seq).where(LedgerEntry.reverses_seq.is_not(None))
    rows = select(LedgerEntry).where(*mine, which, LedgerEntry.seq.not_in(undone)).order_by(LedgerEntry.seq)
    return (await session.scalars(rows)).all()


async def reverse(session: AsyncSession, entry: LedgerEntry, *, reason: str, kind: str = "reversal") -> None:
    session.add(
        LedgerEntry(
            at=clock.now(),
            day=entry.day,
            learner_id=entry.learner_id,
            system=entry.system,
            kind=kind,
            minutes=-entry.minutes,
            quarters=-entry.quarters,
            artefact_kind=entry.artefact_kind,
            artefact_id=entry.artefact_id,
            evidence_id=entry.evidence_id,
            rule=entry.rule,
            reason=reason[:200],
            awarded_by="rule",
            reverses_seq=entry.seq,
        )
    )
    await session.flush()
    told = CreditReversed if kind == "reversal" else CreditAwarded
    await publish(
        session,
        told(
            learner_id=entry.learner_id,
            evidence_id=entry.evidence_id,
            system=entry.system,
            quarters=-entry.quarters,
        ),
    )
