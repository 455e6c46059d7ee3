"""The queue: what waits, and who works on it."""

from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from msgspec import convert
from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clock
from core.policy import Viewer
from moderation import policy
from moderation.errors import FlagClaimed, FlagClosed, FlagNotFound, MayNotModerate
from moderation.models import Decision, Flag, Proposal, Report, Snapshot, State
from moderation.policy import Standing
from moderation.schemas import DecisionView, FlagRow, FlagView, ProposalView, ReportView
from moderation.screens import Finding
from moderation.screens.ties import company_of_name
from moderation.service.disclosures import disclosures
from moderation.subjects import OWNERS

CLAIM = timedelta(minutes=30)
EXCERPT = 200
REPORTS_SHOWN = 100


class Tab(StrEnum):
    """Parts of the queue. Mine: claimed by me; second: removals that wait for a second person."""

    OPEN = "open"
    HELD = "held"
    MINE = "mine"
    SECOND = "second"
    WAITING = "waiting"
    CLOSED = "closed"


def _in(tab: Tab, viewer: Viewer) -> ColumnElement[bool]:
    conditions: dict[Tab, ColumnElement[bool]] = {
        Tab.OPEN: Flag.state == State.OPEN,
        Tab.HELD: and_(Flag.held, Flag.state.in_([State.OPEN, State.PROPOSED])),
        Tab.MINE: and_(Flag.state == State.OPEN, _claimed_by(viewer)),
        Tab.SECOND: Flag.state == State.PROPOSED,
        Tab.WAITING: Flag.state == State.WAITING,
        Tab.CLOSED: Flag.state == State.CLOSED,
    }
    return conditions[tab]


def _claimed_by(viewer: Viewer) -> ColumnElement[bool]:
    return and_(Flag.claimed_by == viewer.person_id, Flag.claimed_until > clock.now())


def must_moderate(viewer: Viewer) -> None:
    if not policy.moderates_somewhere(viewer):
        raise MayNotModerate


async def queue(
    session: AsyncSession,
    viewer: Viewer,
    *,
    tab: Tab = Tab.OPEN,
    signal: str = "",
    kind: str = "",
    after: UUID | None = None,
    limit: int = 30,
) -> list[FlagRow]:
    """Flags the viewer moderates, oldest first (closed ones latest first), in one query.

    `after` is the last id seen. Raises MayNotModerate.
    """
    must_moderate(viewer)
    newest = tab == Tab.CLOSED
    page = _rows().where(policy.visible_to(viewer), _in(tab, viewer))
    page = page.where(Flag.signals.contains([signal])) if signal else page
    page = page.where(Flag.subject_kind == kind) if kind else page
    if after is not None:
        page = page.where(Flag.id < after if newest else Flag.id > after)
    page = page.order_by(Flag.id.desc() if newest else Flag.id).limit(limit)
    return [_row(row) for row in await session.execute(page)]


async def counts(session: AsyncSession, viewer: Viewer) -> dict[str, int]:
    """How many flags each tab but the closed one holds. One query. Raises MayNotModerate."""
    must_moderate(viewer)
    tabs = [tab for tab in Tab if tab != Tab.CLOSED]
    columns = [func.count().filter(_in(tab, viewer)).label(tab) for tab in tabs]
    seen = select(*columns).where(policy.visible_to(viewer), Flag.state != State.CLOSED)
    return dict((await session.execute(seen)).mappings().one())


def _rows() -> Select[Any]:
    reports = select(func.count()).where(Report.flag_id == Flag.id).scalar_subquery()
    return select(
        Flag.id,
        Flag.created_at,
        Flag.subject_kind,
        Flag.subject_id,
        Flag.title,
        func.left(Snapshot.body, EXCERPT).label("excerpt"),
        Flag.signals,
        Flag.score,
        Flag.held,
        Flag.state,
        Flag.escalated_by,
        Flag.claimed_by,
        Flag.claimed_until,
        reports.label("reports"),
    ).join(Snapshot, Snapshot.id == Flag.snapshot_id)


def _row(row: Row[Any]) -> FlagRow:
    claimed = row.claimed_until is not None and row.claimed_until > clock.now()
    return FlagRow(
        id=row.id,
        created_at=row.created_at,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        title=row.title,
        excerpt=" ".join(row.excerpt.removeprefix(row.title).split()),
        signals=row.signals,
        score=row.score,
        held=row.held,
        state=row.state,
        escalated=row.escalated_by is not None,
        reports=row.reports,
        claimed_by=row.claimed_by if claimed else None,
        claimed_until=row.claimed_until if claimed else None,
    )


async def flag_to_change(session: AsyncSession, viewer: Viewer, flag_id: UUID) -> Flag:
    """A flag, locked, after the thing it is on. Raises MayNotModerate, FlagNotFound."""
    seen = await flag_for(session, viewer, flag_id)
    await OWNERS[seen.subject_kind].lock(session, seen.subject_id)
    return await flag_for(session, viewer, flag_id, lock=True)


async def flag_for(session: AsyncSession, viewer: Viewer, flag_id: UUID, *, lock: bool = False) -> Flag:
    """Raises MayNotModerate, FlagNotFound."""
    must_moderate(viewer)
    wanted = select(Flag).where(Flag.id == flag_id, policy.visible_to(viewer))
    wanted = wanted.with_for_update().execution_options(populate_existing=True) if lock else wanted
    flag: Flag | None = await session.scalar(wanted)
    if flag is None:
        raise FlagNotFound
    return flag


async def standing_of(session: AsyncSession, viewer: Viewer, flag_id: UUID) -> Standing:
    """How the viewer stands to a flag: own disclosure, own report."""
    assert viewer.person_id is not None
    signed = (await disclosures(session, person_ids=[viewer.person_id])).get(viewer.person_id)
    mine = select(Report.id).where(Report.flag_id == flag_id, Report.reporter_id == viewer.person_id)
    return Standing(
        declared=signed is not None and signed.valid,
        companies=frozenset(company_of_name(tie.company) for tie in signed.items) if signed else frozenset(),
        reported=await session.scalar(mine.limit(1)) is not None,
    )


async def flag(session: AsyncSession, viewer: Viewer, *, flag_id: UUID) -> FlagView:
    """Everything a moderator needs to decide. Authors of a case are named only to whoever may see the case:
    a blind review stays blind. Raises MayNotModerate, FlagNotFound.
    """
    found = await flag_for(session, viewer, flag_id)
    row = (await session.execute(_rows().where(Flag.id == flag_id))).one()
    snapshot = await session.get_one(Snapshot, found.snapshot_id)
    hindrance = policy.obstacle(viewer, found, await standing_of(session, viewer, flag_id))
    authors = await _nameable_authors(session, viewer, found)
    return FlagView(
        row=_row(row),
        snapshot_id=snapshot.id,
        body=snapshot.body,
        findings=convert(snapshot.findings, list[Finding]),
        author_ids=authors,
        disclosures=await disclosures(session, person_ids=authors),
        reports=await _reports(session, flag_id),
        proposal=await _proposal(session, flag_id),
        decisions=await _decisions(session, found),
        obstacle=hindrance.code if hindrance else "",
    )


async def _nameable_authors(session: AsyncSession, viewer: Viewer, found: Flag) -> list[UUID]:
    if found.subject_kind == "post":
        return found.author_ids
    seen = await OWNERS[found.subject_kind].visible(session, viewer, [found.subject_id])
    return found.author_ids if seen else []


async def _reports(session: AsyncSession, flag_id: UUID) -> list[ReportView]:
    rows = await session.execute(
        select(Report.id, Report.reason, Report.text, Report.created_at)
        .where(Report.flag_id == flag_id)
        .order_by(Report.id)
        .limit(REPORTS_SHOWN)
    )
    return [ReportView(**row) for row in rows.mappings()]


async def _proposal(session: AsyncSession, flag_id: UUID) -> ProposalView | None:
    row = await open_proposal(session, flag_id)
    return convert(row, ProposalView, from_attributes=True) if row else None


async def open_proposal(session: AsyncSession, flag_id: UUID) -> Proposal | None:
    wanted = select(Proposal).where(Proposal.flag_id == flag_id, Proposal.confirmed.is_(None))
    row: Proposal | None = await session.scalar(wanted)
    return row


async def _decisions(session: AsyncSession, found: Flag) -> list[DecisionView]:
    """Everything decided on this subject, the latest first."""
    rows = await session.scalars(
        select(Decision)
        .where(Decision.subject_kind == found.subject_kind, Decision.subject_id == found.subject_id)
        .order_by(Decision.id.desc())
        .limit(20)
    )
    return [convert(row, DecisionView, from_attributes=True) for row in rows]


async def claim(session: AsyncSession, viewer: Viewer, *, flag_id: UUID) -> None:
    """Take a flag for half an hour; claiming again prolongs it.

    Raises MayNotModerate, FlagNotFound, FlagClosed, FlagClaimed.
    """
    found = await flag_for(session, viewer, flag_id)
    if found.state == State.CLOSED:
        raise FlagClosed
    now = clock.now()
    free = or_(Flag.claimed_by.is_(None), Flag.claimed_until <= now, Flag.claimed_by == viewer.person_id)
    taken = await session.scalar(
        update(Flag)
        .where(Flag.id == flag_id, free)
        .values(claimed_by=viewer.person_id, claimed_until=now + CLAIM)
        .returning(Flag.id)
    )
    if taken is None:
        raise FlagClaimed
    await _note(session, viewer, found, "moderation.claimed")


async def release(session: AsyncSession, viewer: Viewer, *, flag_id: UUID) -> None:
    """Give a flag back. Does nothing to somebody else's claim. Raises MayNotModerate, FlagNotFound."""
    found = await flag_for(session, viewer, flag_id)
    await session.execute(
        update(Flag)
        .where(Flag.id == flag_id, Flag.claimed_by == viewer.person_id)
        .values(claimed_by=None, claimed_until=None)
    )
    await _note(session, viewer, found, "moderation.claim_released")


async def _note(session: AsyncSession, viewer: Viewer, found: Flag, act: str) -> None:
    await audit.record(
        session,
        actor_id=viewer.person_id,
        act=act,
        subject_kind=found.subject_kind,
        subject_id=found.subject_id,
        detail={"flag": str(found.id)},
    )


async def next_flag(session: AsyncSession, viewer: Viewer, *, after: UUID) -> UUID | None:
    """The next open flag that nobody has claimed, to go on with."""
    unclaimed = or_(Flag.claimed_by.is_(None), Flag.claimed_until <= clock.now())
    wanted = select(Flag.id).where(policy.visible_to(viewer), Flag.state == State.OPEN, unclaimed)
    later = wanted.where(Flag.id > after).order_by(Flag.id).limit(1)
    return await session.scalar(later) or await session.scalar(wanted.order_by(Flag.id).limit(1))
