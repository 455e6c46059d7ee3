"""What people and other packages do with articles. Callers own the transaction."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from msgspec import convert
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from clubs import policy
from clubs.adding import add_article, add_citation, known_articles
from clubs.errors import ArticleNotFound, MayNotAddArticles
from clubs.models import Article
from clubs.schemas import ArticleDocument, ArticleRow, ArticleView, Details
from core.policy import Viewer
from core.references import Author, Reference
from forums import service as forums
from forums.schemas import TITLE_LENGTH, Placed, ThreadRow

__all__ = [
    "add_article",
    "add_citation",
    "article",
    "article_ids",
    "articles",
    "discussion",
    "document",
    "documents_by_ids",
    "known_articles",
    "open_discussion",
    "reference_of",
    "visible_ids",
]

_ROW = (
    Article.id,
    Article.title,
    Article.container_title,
    Article.issued_year,
    Article.doi,
    Article.pmid,
    Article.specialty,
    Article.created_at,
)


async def articles(
    session: AsyncSession, viewer: Viewer, *, after: UUID | None = None, limit: int = 20
) -> list[ArticleRow]:
    """The latest first; `after` is the last id seen. One query."""
    page = select(*_ROW).where(policy.visible_to(viewer)).order_by(Article.id.desc()).limit(limit)
    if after is not None:
        page = page.where(Article.id < after)
    return [ArticleRow(**row) for row in (await session.execute(page)).mappings()]


async def article(session: AsyncSession, viewer: Viewer, *, article_id: UUID) -> ArticleView:
    """One article. Raises ArticleNotFound."""
    row = await _row(session, Article.id == article_id, policy.visible_to(viewer))
    if row is None:
        raise ArticleNotFound
    return ArticleView(**(dict(row) | {"details": convert(row["details"], Details)}))


async def discussion(session: AsyncSession, viewer: Viewer, *, article_id: UUID) -> ThreadRow | None:
    """The thread about the article, if there is one that the viewer may see."""
    return await forums.thread_about(session, viewer, about_kind="article", about_id=article_id)


async def open_discussion(session: AsyncSession, viewer: Viewer, *, article_id: UUID, board_id: UUID) -> UUID:
    """The thread of the article: the one there is, or a new one on that board.

    Raises ArticleNotFound, MayNotAddArticles, and what the forums refuse (BoardNotFound, MayNotPost).
    """
    if not policy.may_discuss(viewer):
        raise MayNotAddArticles
    found = await article(session, viewer, article_id=article_id)
    there = await discussion(session, viewer, article_id=article_id)
    if there is not None:
        return there.id
    placed: Placed = await forums.open_thread(
        session,
        viewer,
        board_id=board_id,
        title=found.title[:TITLE_LENGTH],
        body=_opening(found),
        kind="article",
        about=("article", article_id),
    )
    return placed.thread_id


async def visible_ids(session: AsyncSession, viewer: Viewer, *, ids: Iterable[UUID]) -> set[UUID]:
    """Which of these the viewer may see, in one query."""
    return set(
        await session.scalars(select(Article.id).where(Article.id.in_(set(ids)), policy.visible_to(viewer)))
    )


async def article_ids(session: AsyncSession, *, after: UUID | None = None, limit: int = 200) -> list[UUID]:
    """All ids but those of our own cases, which are found as cases; oldest first, for rebuilding an index."""
    page = select(Article.id).where(Article.case_id.is_(None)).order_by(Article.id).limit(limit)
    return list(await session.scalars(page if after is None else page.where(Article.id > after)))


async def document(session: AsyncSession, *, article_id: UUID) -> ArticleDocument | None:
    """For the search index; None when there is no such article."""
    return (await documents_by_ids(session, ids=[article_id])).get(article_id)


async def documents_by_ids(session: AsyncSession, *, ids: Iterable[UUID]) -> dict[UUID, ArticleDocument]:
    """`document` of many articles, in one query; those that are gone are missing."""
    wanted = (Article.id.in_(set(ids)), Article.case_id.is_(None))
    rows = await session.execute(select(*_ROW, Article.details).where(*wanted))
    return {row["id"]: _document(row) for row in rows.mappings()}


def _document(row: Any) -> ArticleDocument:
    details = convert(row["details"], Details)
    numbers = [number for number in (row["doi"], row["pmid"]) if number]
    return ArticleDocument(
        id=row["id"],
        title=row["title"],
        text="\n".join(f"{s.label} {s.text}".strip() for s in details.abstract),
        authors=[name_of(author) for author in details.authors],
        container_title=row["container_title"],
        keywords=[*details.keywords, *numbers],
        specialty=row["specialty"],
        created_at=row["created_at"],
    )


def reference_of(found: ArticleView) -> Reference:
    """For citation files."""
    details = found.details
    return Reference(
        title=found.title,
        type=details.type,
        authors=details.authors,
        container_title=found.container_title,
        issued_year=found.issued_year,
        volume=details.volume,
        issue=details.issue,
        page=details.page,
        doi=found.doi,
        pmid=found.pmid,
        url=details.url,
        abstract=" ".join(f"{s.label}: {s.text}" if s.label else s.text for s in details.abstract),
        keywords=details.keywords,
    )


def name_of(author: Author) -> str:
    return f"{author.given} {author.family}" if author.given else author.family


def _opening(found: ArticleView) -> str:
    """The first post: the citation as a link, nothing in the member's mouth."""
    title = found.title.replace("\\", "").replace("[", "(").replace("]", ")")
    where = ", ".join(str(part) for part in (found.container_title, found.issued_year) if part)
    return f"[{title}](/clubs/articles/{found.id})\n\n{where}".strip()


async def _row(session: AsyncSession, *wanted: Any) -> Any:
    found = await session.execute(select(*_ROW, Article.details, Article.case_id).where(*wanted))
    return found.mappings().one_or_none()
