"""What search keeps. Written for the machine that indexes; people get hits through `visible_ids`."""

import asyncio
from collections.abc import Iterable
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, null, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import markdown
from forums.models import Board, Post, Shown, Thread
from forums.schemas import Document
from forums.service.writing import OPENING

Kind = Literal["board", "thread", "post"]


async def document(session: AsyncSession, *, kind: Kind, id: UUID) -> Document | None:  # noqa: A002
    """The document of one thing, None when it is gone.

    A thread's document is its title with the opening post's text; posts' documents are the replies
    (for the id of an opening post there is None).
    """
    return (await documents_by_ids(session, kind=kind, ids=[id])).get(id)


async def documents_by_ids(session: AsyncSession, *, kind: Kind, ids: Iterable[UUID]) -> dict[UUID, Document]:
    """`document` of many things of a kind, in one query; those that are gone are missing."""
    rows = await session.execute(_SOURCES[kind].where(_ids(kind).in_(set(ids))))
    found: dict[UUID, Document] = {}
    for row in rows:
        found[row.id] = _document(kind, row)
        await asyncio.sleep(0)  # reading Markdown takes milliseconds: others have their turn in between
    return found


async def document_ids(
    session: AsyncSession, *, kind: Kind, after: UUID | None = None, limit: int = 1000
) -> list[UUID]:
    """Ids of everything that has a document, in order, for rebuilding an index."""
    column = _ids(kind)
    page = select(column).order_by(column).limit(limit)
    if kind == "post":
        page = page.where(Post.number > OPENING)
    if after is not None:
        page = page.where(column > after)
    return list(await session.scalars(page))


async def post_ids_of(
    session: AsyncSession, *, thread_id: UUID, after: int = OPENING, limit: int = 1000
) -> list[tuple[int, UUID]]:
    """Replies of a thread, number and id, from after number `after` on: their documents change when the
    thread's visibility does.
    """
    replies = select(Post.number, Post.id).where(Post.thread_id == thread_id, Post.number > after)
    rows = await session.execute(replies.order_by(Post.number).limit(limit))
    return [(row.number, row.id) for row in rows]


def _ids(kind: Kind) -> Any:
    return {"board": Board.id, "thread": Thread.id, "post": Post.id}[kind]


def _document(kind: Kind, row: Any) -> Document:
    return Document(
        kind=kind,
        id=row.id,
        title=row.title,
        text=row.text if kind == "board" else markdown.plain(row.text),
        board_id=row.board_id,
        thread_id=row.thread_id,
        author_id=row.author_id,
        specialty=row.specialty,
        visibility=row.visibility,
        shown=_shown(row),
        created_at=row.created_at,
        href=_href(kind, row),
    )


def _shown(row: Any) -> str:
    kept_back = [s for s in (row.thread_shown, row.shown) if s is not None and s != Shown.VISIBLE]
    return str(kept_back[0] if kept_back else Shown.VISIBLE)


def _href(kind: Kind, row: Any) -> str:
    if kind == "board":
        return f"/boards/{row.slug}"
    return f"/threads/{row.id}" if kind == "thread" else f"/posts/{row.id}"


_BOARD = (Board.specialty, Board.visibility, Board.slug)
_SOURCES: dict[str, Select[*tuple[Any, ...]]] = {
    "board": select(
        Board.id,
        Board.name.label("title"),
        Board.purpose.label("text"),
        Board.id.label("board_id"),
        null().label("thread_id"),
        null().label("author_id"),
        null().label("shown"),
        null().label("thread_shown"),
        Board.created_at,
        *_BOARD,
    ),
    "thread": select(
        Thread.id,
        Thread.title,
        Post.body.label("text"),
        Thread.board_id,
        Thread.id.label("thread_id"),
        Thread.author_id,
        Post.shown,
        Thread.shown.label("thread_shown"),
        Thread.created_at,
        *_BOARD,
    )
    .join(Board, Board.id == Thread.board_id)
    .join(Post, (Post.thread_id == Thread.id) & (Post.number == OPENING)),
    "post": select(
        Post.id,
        Thread.title,
        Post.body.label("text"),
        Thread.board_id,
        Post.thread_id,
        Post.author_id,
        Post.shown,
        Thread.shown.label("thread_shown"),
        Post.created_at,
        *_BOARD,
    )
    .join(Thread, Thread.id == Post.thread_id)
    .join(Board, Board.id == Thread.board_id)
    .where(Post.number > OPENING),
}
