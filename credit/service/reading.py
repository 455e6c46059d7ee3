"""Reading the ledger: progress, entries, evidence, transcript. Lists read columns; queries are fixed."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from core import audit
from core.clock import now
from core.policy import Viewer
from credit import policy, rulebook
from credit.errors import EvidenceNotFound
from credit.models import ChosenSystem, Evidence, LedgerEntry
from credit.schemas import EntryView, EvidenceView, Progress, Transcript

PAGE = 50


async def still_counts(session: AsyncSession, piece: Evidence) -> bool:
    """Whether nothing this piece earned has been taken back."""
    return not await session.scalar(select(taken_back(piece.id)))


def taken_back(evidence_id: UUID | InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """A reversal of this evidence stands: no correction undid it."""
    reversal, correction = aliased(LedgerEntry), aliased(LedgerEntry)
    undone = exists().where(correction.reverses_seq == reversal.seq)
    return exists().where(reversal.evidence_id == evidence_id, reversal.kind == "reversal", ~undone)


async def chosen_systems(session: AsyncSession, *, learner_id: UUID) -> list[str]:
    rows = select(ChosenSystem.system).where(ChosenSystem.learner_id == learner_id)
    return sorted(await session.scalars(rows))


async def choose_systems(session: AsyncSession, *, learner_id: UUID, systems: Sequence[str]) -> None:
    """Follow these systems and no others; unknown names are left out."""
    known = {s.id for s in rulebook.systems_on(now().date()) if s.claim != "automatic"} & set(systems)
    await session.execute(delete(ChosenSystem).where(ChosenSystem.learner_id == learner_id))
    if known:
        rows = [{"learner_id": learner_id, "system": name} for name in sorted(known)]
        await session.execute(insert(ChosenSystem).values(rows).on_conflict_do_nothing())


async def progress(session: AsyncSession, *, learner_id: UUID) -> list[Progress]:
    """Sums per system: this year, this cycle (`cycle_years` calendar years), all time; two queries."""
    today = now().date()
    chosen = await chosen_systems(session, learner_id=learner_id)
    rows = await session.execute(
        select(
            LedgerEntry.system,
            func.extract("year", LedgerEntry.day).label("year"),
            func.sum(LedgerEntry.quarters).label("quarters"),
        )
        .where(LedgerEntry.learner_id == learner_id)
        .group_by(LedgerEntry.system, "year")
    )
    earned: dict[str, dict[int, int]] = {}
    for row in rows:
        earned.setdefault(row.system, {})[int(row.year)] = int(row.quarters)
    names = dict.fromkeys(["participation", *chosen, *sorted(earned)])
    return [progress_in(rulebook.system(name, on=today), earned.get(name, {}), today.year) for name in names]


def progress_in(system: rulebook.System, by_year: dict[int, int], year: int) -> Progress:
    cycle_start = year - max(1, system.cycle_years) + 1
    return Progress(
        system=system.id,
        name=system.name,
        trademark=system.trademark,
        claim=system.claim,
        year=by_year.get(year, 0),
        year_target=system.target_quarters_year,
        cycle=sum(q for y, q in by_year.items() if y >= cycle_start),
        cycle_target=system.target_quarters_cycle,
        cycle_years=system.cycle_years,
        total=sum(by_year.values()),
        source_url=system.source_url,
        version=system.version,
    )


_COLUMNS = (
    LedgerEntry.seq,
    LedgerEntry.at,
    LedgerEntry.day,
    LedgerEntry.system,
    LedgerEntry.kind,
    LedgerEntry.minutes,
    LedgerEntry.quarters,
    LedgerEntry.artefact_kind,
    LedgerEntry.artefact_id,
    LedgerEntry.evidence_id,
    LedgerEntry.rule,
    LedgerEntry.reason,
    Evidence.title,
)


def entry_view(row: Row[*tuple[Any, ...]]) -> EntryView:
    return EntryView(**row._mapping)  # noqa: SLF001


async def ledger(
    session: AsyncSession,
    viewer: Viewer,
    *,
    learner_id: UUID,
    before: int | None = None,
    limit: int = PAGE,
) -> list[EntryView]:
    """A learner's entries, newest first, `before` a `seq`; nothing for those who may not see them."""
    rows = (
        select(*_COLUMNS)
        .join(Evidence, Evidence.id == LedgerEntry.evidence_id)
        .where(LedgerEntry.learner_id == learner_id, policy.visible_to(viewer, LedgerEntry.learner_id))
        .order_by(LedgerEntry.seq.desc())
        .limit(limit)
    )
    if before is not None:
        rows = rows.where(LedgerEntry.seq < before)
    return [entry_view(row) for row in await session.execute(rows)]


async def unclaimed(session: AsyncSession, *, learner_id: UUID, system: str) -> list[EvidenceView]:
    """Own evidence that has not been claimed in `system` and was not taken back, newest first."""
    used = aliased(LedgerEntry)
    rows = (
        select(Evidence)
        .where(Evidence.learner_id == learner_id)
        .where(~exists().where(used.evidence_id == Evidence.id, used.system == system, used.kind == "award"))
        .where(~taken_back(Evidence.id))
        .order_by(Evidence.seq.desc())
        .limit(PAGE)
    )
    return [evidence_view(piece) for piece in await session.scalars(rows)]


def evidence_view(piece: Evidence) -> EvidenceView:
    return EvidenceView(
        id=piece.id,
        learner_id=piece.learner_id,
        kind=piece.kind,
        title=piece.title,
        artefact_kind=piece.artefact_kind,
        artefact_id=piece.artefact_id,
        started_at=piece.started_at,
        ended_at=piece.ended_at,
        recorded_at=piece.created_at,
        minutes=piece.minutes,
        detail=piece.detail,
        hash=piece.hash,
        previous_hash=piece.previous_hash,
    )


async def evidence_piece(
    session: AsyncSession, viewer: Viewer, *, evidence_id: UUID
) -> tuple[EvidenceView, list[EntryView]]:
    """One piece with the entries it carries. An officer's look at another's evidence is audited."""
    piece = await session.scalar(
        select(Evidence).where(Evidence.id == evidence_id, policy.visible_to(viewer, Evidence.learner_id))
    )
    if piece is None:
        raise EvidenceNotFound
    await note_inspection(session, viewer, learner_id=piece.learner_id)
    rows = await session.execute(
        select(*_COLUMNS)
        .join(Evidence, Evidence.id == LedgerEntry.evidence_id)
        .where(LedgerEntry.evidence_id == piece.id)
        .order_by(LedgerEntry.seq)
    )
    return evidence_view(piece), [entry_view(row) for row in rows]


async def note_inspection(session: AsyncSession, viewer: Viewer, *, learner_id: UUID) -> None:
    if viewer.person_id != learner_id:
        await audit.record(
            session,
            actor_id=viewer.person_id,
            act="credit.inspected",
            subject_kind="person",
            subject_id=learner_id,
        )


async def transcript(
    session: AsyncSession, viewer: Viewer, *, learner_id: UUID, since: date | None, until: date | None
) -> Transcript:
    """All entries of a period in order, with sums that follow from them alone."""
    if not policy.may_see_ledger(viewer, learner_id):
        raise EvidenceNotFound
    await note_inspection(session, viewer, learner_id=learner_id)
    rows = (
        select(*_COLUMNS)
        .join(Evidence, Evidence.id == LedgerEntry.evidence_id)
        .where(LedgerEntry.learner_id == learner_id)
        .order_by(LedgerEntry.seq)
        .limit(10_000)
    )
    if since is not None:
        rows = rows.where(LedgerEntry.day >= since)
    if until is not None:
        rows = rows.where(LedgerEntry.day <= until)
    entries = [entry_view(row) for row in await session.execute(rows)]
    totals: dict[str, int] = {}
    for entry in entries:
        totals[entry.system] = totals.get(entry.system, 0) + entry.quarters
    return Transcript(
        learner_id=learner_id, made_at=now(), since=since, until=until, entries=entries, totals=totals
    )
