"""Our own published cases as articles that a club may read: they follow what becomes of the case.

What is published, and what is said of it, is told by the wiring; cases are not known here.
"""

from uuid import UUID

from msgspec import Struct
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from clubs.adding import values_of
from clubs.events import ArticleChanged
from clubs.models import Article
from clubs.schemas import AbstractSection, ArticleDraft
from core import clock
from core.events import publish
from core.ids import new_id
from core.references import Author, Reference
from forums import service as forums

GONE = "A case that was taken down"
KEPT_BACK = "The case that it is about is kept back."


class PublishedWork(Struct, frozen=True, kw_only=True):
    """A case as a citation. `title` says when it was corrected or retracted."""

    case_id: UUID
    title: str
    authors: list[Author]
    container_title: str
    year: int
    doi: str
    abstract: str
    specialty: str
    keywords: list[str]


async def seed(session: AsyncSession, work: PublishedWork) -> None:
    """Add it, or bring its entry up to date. One with its DOI that a member had added stays the member's."""
    mine = await session.scalar(select(Article.id).where(Article.case_id == work.case_id))
    values = values_of(_draft(work)) | {"case_id": work.case_id}
    if mine is not None:
        await session.execute(update(Article).where(Article.id == mine).values(values))
        await publish(session, ArticleChanged(article_id=mine))
        return
    new = values | {"id": new_id(), "created_at": clock.now()}
    await session.execute(insert(Article).values(new).on_conflict_do_nothing())


async def follow(session: AsyncSession, case_id: UUID, *, shown: bool) -> None:
    """The entry of a case, and the threads about it, are there while the case may be seen."""
    there = update(Article).where(Article.case_id == case_id)
    hidden = None if shown else clock.now()
    for article_id in await session.scalars(there.values(hidden_at=hidden).returning(Article.id)):
        act = forums.release_about if shown else forums.hold_about
        await act(session, about=("article", article_id), reason=KEPT_BACK)
        await publish(session, ArticleChanged(article_id=article_id))


async def take_away(session: AsyncSession, case_id: UUID) -> int:
    """The step of a take-down: the entry goes, and threads about it say nothing of it any more."""
    article_id = await entry_of(session, case_id)
    if article_id is None:
        return 0
    await forums.hold_about(session, about=("article", article_id), reason=KEPT_BACK)
    await forums.blank_about(session, about=("article", article_id), title=GONE)
    await session.execute(delete(Article).where(Article.id == article_id))
    await publish(session, ArticleChanged(article_id=article_id))
    return 1


async def entry_of(session: AsyncSession, case_id: UUID) -> UUID | None:
    """The article that a case is, whoever may see it."""
    return await session.scalar(select(Article.id).where(Article.case_id == case_id))


async def of_case(session: AsyncSession, case_id: UUID) -> UUID | None:
    """The article that a case is, while it may be seen."""
    shown = select(Article.id).where(Article.case_id == case_id, Article.hidden_at.is_(None))
    return await session.scalar(shown)


def _draft(work: PublishedWork) -> ArticleDraft:
    reference = Reference(
        title=work.title,
        authors=work.authors,
        container_title=work.container_title,
        issued_year=work.year,
        doi=work.doi or None,
        keywords=work.keywords,
    )
    abstract = [AbstractSection(label="", text=work.abstract)] if work.abstract else []
    return ArticleDraft(reference=reference, abstract=abstract, specialty=work.specialty)
