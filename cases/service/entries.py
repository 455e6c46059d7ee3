"""The authors' entries: finding one's own, and making one for a member."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.errors import AlreadyAuthor, AuthorNotFound, NotWritable, PersonNotFound
from cases.models import Author, Case
from cases.service import access
from cases.states import PRESENT, RECORDING
from core.policy import Viewer
from identity import service as identity


async def to_author(session: AsyncSession, viewer: Viewer, case_id: UUID) -> tuple[Case, Author]:
    """The case and the viewer's own entry, as long as authorship may change: until publication.

    Raises SignInRequired, CaseNotFound, InvitationOpen, NotWritable.
    """
    case = await access.as_author(session, viewer, case_id)
    if not may_change(case):
        raise NotWritable(state=case.status)
    author = await author_of(session, case_id, viewer.person_id)
    assert author is not None
    return case, author


def may_change(case: Case) -> bool:
    return case.status in RECORDING and case.removed_at is None


async def author_of(session: AsyncSession, case_id: UUID, person_id: UUID | None) -> Author | None:
    found = await session.execute(
        select(Author).where(Author.case_id == case_id, Author.person_id == person_id),
        execution_options=access.FRESH,
    )
    return found.scalar_one_or_none()


async def coauthor(session: AsyncSession, case_id: UUID, author_id: UUID) -> Author:
    """An entry of somebody who accepted. Raises AuthorNotFound."""
    found = await session.execute(
        select(Author).where(Author.id == author_id, Author.case_id == case_id, Author.state == "accepted"),
        execution_options=access.FRESH,
    )
    author = found.scalar_one_or_none()
    if author is None:
        raise AuthorNotFound
    return author


async def accepted(session: AsyncSession, case_id: UUID) -> list[Author]:
    """Those who are authors, in their order."""
    found = await session.execute(
        select(Author)
        .where(Author.case_id == case_id, Author.state == "accepted")
        .order_by(Author.position, Author.id),
        execution_options=access.FRESH,
    )
    return list(found.scalars())


async def invite(session: AsyncSession, viewer: Viewer, case_id: UUID, person_id: UUID) -> Author:
    """An entry at the end of the list. Raises PersonNotFound, AlreadyAuthor."""
    if not await identity.people_by_ids(session, [person_id]):
        raise PersonNotFound
    author = await author_of(session, case_id, person_id) or Author(case_id=case_id, person_id=person_id)
    if author.state in PRESENT:
        raise AlreadyAuthor
    taken = await session.scalar(select(func.max(Author.position)).where(Author.case_id == case_id))
    author.position, author.corresponding = (taken or 0) + 1, False
    author.state, author.invited_by, author.answered_at = "invited", viewer.person_id, None
    session.add(author)
    await session.flush()
    return author
