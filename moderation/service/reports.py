"""Readers' reports."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clock
from core.errors import SignInRequired
from core.ids import new_id
from core.policy import Viewer
from moderation.errors import AlreadyReported, OwnContent
from moderation.models import Flag, Report
from moderation.schemas import ReportDraft
from moderation.service.screening import open_flag, raise_flag, read
from moderation.subjects import OWNERS, Subject, subject_for

WEIGHT = 2
DOUBTED_WEIGHT = 1
ENOUGH = 3  # decided reports before a reporter's record counts


async def reportable(session: AsyncSession, viewer: Viewer, *, kind: str, subject_id: UUID) -> Subject:
    """What the report page is about. Raises SignInRequired, SubjectNotFound, OwnContent."""
    if viewer.person_id is None:
        raise SignInRequired
    subject = await subject_for(session, viewer, kind=kind, subject_id=subject_id)
    if viewer.person_id in subject.author_ids:
        raise OwnContent
    return subject


async def report(session: AsyncSession, viewer: Viewer, *, draft: ReportDraft) -> UUID:
    """Report something one may see; once, until it is decided. Returns the report's id.

    Raises SignInRequired, SubjectNotFound, OwnContent, AlreadyReported.
    """
    if draft.kind in OWNERS:  # so that what is read next is what will be flagged
        await OWNERS[draft.kind].lock(session, draft.id)
    subject = await reportable(session, viewer, kind=draft.kind, subject_id=draft.id)
    assert viewer.person_id is not None
    weight = await weight_of(session, viewer.person_id)
    flag = await _flag_of(session, subject)
    report_id = await _write(session, flag, viewer.person_id, draft)
    flag.score += weight if "B13" not in flag.signals else 0
    flag.signals = [*flag.signals, "B13"] if "B13" not in flag.signals else flag.signals
    await session.flush()
    await audit.record(
        session,
        actor_id=viewer.person_id,
        act="moderation.reported",
        subject_kind=subject.kind,
        subject_id=subject.id,
        detail={"flag": str(flag.id), "reason": str(draft.reason), "weight": weight},
    )
    return report_id


async def _flag_of(session: AsyncSession, subject: Subject) -> Flag:
    """The open flag, or a new one: what a reader reports is looked at, whatever the screens say."""
    flag = await open_flag(session, kind=subject.kind, subject_id=subject.id)
    if flag is not None:
        return flag
    return await raise_flag(session, subject, await read(session, subject))


async def _write(session: AsyncSession, flag: Flag, reporter_id: UUID, draft: ReportDraft) -> UUID:
    row = {
        "id": new_id(),
        "created_at": clock.now(),
        "flag_id": flag.id,
        "reporter_id": reporter_id,
        "reason": str(draft.reason),
        "text": draft.text.strip(),
    }
    written: UUID | None = await session.scalar(
        insert(Report).values(row).on_conflict_do_nothing().returning(Report.id)
    )
    if written is None:
        raise AlreadyReported
    return written


async def weight_of(session: AsyncSession, reporter_id: UUID) -> int:
    """B13: 2, or 1 for somebody most of whose decided reports were dismissed."""
    decided = select(func.count(), func.count().filter(Report.upheld.is_(True))).where(
        Report.reporter_id == reporter_id, Report.upheld.is_not(None)
    )
    total, upheld = (await session.execute(decided)).one()
    return DOUBTED_WEIGHT if total >= ENOUGH and upheld * 2 < total else WEIGHT
