"""Pictures belong to cases: what `files` asks of us about them (files.owners), at every fetch anew."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from cases import policy
from cases.models import Case, Review, Submission, Version
from cases.service import access
from cases.service.consenting import images_covered
from cases.states import HANDED_IN, ReviewStatus, Status
from core.policy import Viewer
from files.owners import Owner

READING = (ReviewStatus.ACCEPTED, *HANDED_IN)


async def writes(session: AsyncSession, viewer: Viewer, case_id: UUID) -> None:
    """Locks it for an author who accepted. Raises CaseNotFound, InvitationOpen, NotWritable."""
    await access.to_write(session, viewer, case_id)


async def works_on(session: AsyncSession, viewer: Viewer, case_id: UUID) -> bool:
    """Authors who accepted; of what was taken down nobody sees anything."""
    mine = select(Case.id).where(
        Case.id == case_id, Case.status != Status.TAKEN_DOWN, policy.authored_by(viewer, "accepted")
    )
    return await session.scalar(mine) is not None


async def shows(session: AsyncSession, viewer: Viewer, case_id: UUID, file_id: UUID) -> bool:
    """Readers of a version, editors and reviewers of a round it stands in, while consent covers images."""
    standing = select(Case.id).where(
        Case.id == case_id,
        Case.status != Status.TAKEN_DOWN,
        or_(_read(viewer, file_id), _handled(viewer, file_id), _reviewed(viewer, file_id)),
    )
    if await session.scalar(standing) is None:
        return False
    return await images_covered(session, case_id=case_id)


async def holds(session: AsyncSession, case_id: UUID, file_id: UUID) -> bool:
    """It stands in what was handed in or published."""
    kept = select(Case.id).where(Case.id == case_id, or_(_published(file_id), _submitted(file_id)))
    return await session.scalar(kept) is not None


async def lookable(session: AsyncSession, viewer: Viewer, case_ids: Collection[UUID]) -> dict[UUID, str]:
    """Cases at work that the viewer neither writes nor reviews, with their specialty."""
    rows = await session.execute(
        select(Case.id, Case.specialty).where(
            Case.id.in_(case_ids),
            policy.open_for_writing(),
            Case.removed_at.is_(None),
            not_(policy.involved(viewer)),
        )
    )
    return {row.id: row.specialty for row in rows}


def _read(viewer: Viewer, file_id: UUID) -> ColumnElement[bool]:
    return and_(policy.visible_to(viewer), policy.is_public(), _published(file_id))


def _handled(viewer: Viewer, file_id: UUID) -> ColumnElement[bool]:
    return and_(policy.handled_by(viewer), _submitted(file_id))


def _reviewed(viewer: Viewer, file_id: UUID) -> ColumnElement[bool]:
    """Of the round that was judged, from the moment the request is accepted."""
    mine = exists(
        select(Review.id)
        .join(Submission, and_(Submission.case_id == Review.case_id, Submission.round == Review.round))
        .where(
            Review.case_id == Case.id,
            Review.status.in_(READING),
            policy.assigned_to(viewer),
            Submission.content.contains({"figures": [{"file": str(file_id)}]}),
        )
    )
    return and_(mine, Case.held_at.is_(None), Case.removed_at.is_(None))


def _submitted(file_id: UUID) -> ColumnElement[bool]:
    wanted = {"figures": [{"file": str(file_id)}]}
    return exists(
        select(Submission.id).where(Submission.case_id == Case.id, Submission.content.contains(wanted))
    )


def _published(file_id: UUID) -> ColumnElement[bool]:
    wanted = {"manuscript": {"figures": [{"file": str(file_id)}]}}
    return exists(select(Version.id).where(Version.case_id == Case.id, Version.content.contains(wanted)))


OWNER = Owner(writes=writes, works_on=works_on, shows=shows, holds=holds, lookable=lookable)
