"""The only ways to a board, a thread or a post. What the viewer may not see is not found."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from msgspec.structs import fields
from sqlalchemy import Select, and_, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.asking import ask
from core.policy import Grant, Viewer
from forums import policy
from forums.errors import BoardNotFound, PostNotFound, ThreadNotFound
from forums.models import Board, Follow, Post, Reading, Thread
from forums.schemas import BoardView, PostView, ThreadHead

Answer = aliased(Post)
BOARD_COLUMNS = [getattr(Board, f.name) for f in fields(BoardView) if hasattr(Board, f.name)]
POST_COLUMNS = [getattr(Post, f.name) for f in fields(PostView)]
HEAD_COLUMNS = [
    *(getattr(Thread, f.name) for f in fields(ThreadHead) if hasattr(Thread, f.name)),
    Answer.number.label("answer_number"),
    Board.slug.label("board_slug"),
    Board.name.label("board_name"),
    Board.visibility.label("board_visibility"),
    Board.threads_by,
    Board.replies_by,
]


async def board_for(
    session: AsyncSession, viewer: Viewer, *, slug: str | None = None, board_id: UUID | None = None
) -> BoardView:
    """A board by its short name or its id. Raises BoardNotFound."""
    statement = _board(viewer.person_id, viewer.grants, by_slug=slug is not None)
    rows = await ask(session, statement, slug=slug, board=board_id)
    if not rows:
        raise BoardNotFound
    return BoardView(**rows[0])


@lru_cache(maxsize=1024)
def _board(me: UUID | None, grants: frozenset[Grant], *, by_slug: bool) -> Select[*tuple[Any, ...]]:
    asked = Board.slug == bindparam("slug") if by_slug else Board.id == bindparam("board")
    mine = and_(Follow.board_id == Board.id, Follow.person_id == me)
    return (
        select(*BOARD_COLUMNS, Follow.id.is_not(None).label("followed"))
        .outerjoin(Follow, mine)
        .where(asked, policy.boards_visible_to(Viewer(person_id=me, grants=grants)))
    )


async def thread_for(session: AsyncSession, viewer: Viewer, thread_id: UUID) -> ThreadHead:
    """A thread with its board, how far the viewer has read and whether he or she follows. One query."""
    statement = _head(viewer.person_id, viewer.grants)
    rows = await ask(session, statement, thread_id=thread_id)
    if not rows:
        raise ThreadNotFound
    return ThreadHead(**rows[0])


@lru_cache(maxsize=1024)
def _head(me: UUID | None, grants: frozenset[Grant]) -> Select[*tuple[Any, ...]]:
    """Built once a person and kept: putting the statement together costs more than sending it."""
    viewer = Viewer(person_id=me, grants=grants)
    heads = (
        select(*HEAD_COLUMNS)
        .select_from(Thread)
        .join(Board, Board.id == Thread.board_id)
        .outerjoin(Answer, Answer.id == Thread.answer_post_id)
        .where(policy.boards_visible_to(viewer), policy.threads_visible_to(viewer))
        .where(Thread.id == bindparam("thread_id"))
    )
    if not viewer.signed_in:
        return heads
    return (
        heads.add_columns(Reading.last_number.label("last_read"), Follow.id.is_not(None).label("followed"))
        .outerjoin(Reading, and_(Reading.thread_id == Thread.id, Reading.person_id == me))
        .outerjoin(Follow, and_(Follow.thread_id == Thread.id, Follow.person_id == me))
    )


async def thread_to_change(session: AsyncSession, viewer: Viewer, thread_id: UUID) -> ThreadHead:
    """The same, with the thread locked until the transaction ends."""
    await lock_thread_row(session, thread_id)
    return await thread_for(session, viewer, thread_id)


async def lock_thread_row(session: AsyncSession, thread_id: UUID) -> None:
    """All writers of a thread queue here first, so that what they read next is what they change."""
    await session.execute(select(Thread.id).where(Thread.id == thread_id).with_for_update())


async def post_for(session: AsyncSession, viewer: Viewer, post_id: UUID) -> tuple[PostView, ThreadHead]:
    """A post and its thread. Raises PostNotFound, also when the thread is not for the viewer."""
    row = (
        (
            await session.execute(
                select(*POST_COLUMNS)
                .join(Thread, Thread.id == Post.thread_id)
                .join(Board, Board.id == Thread.board_id)
                .where(Post.id == post_id, policy.visible_to(viewer))
            )
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise PostNotFound
    return PostView(**row), await thread_for(session, viewer, row["thread_id"])


async def post_to_change(session: AsyncSession, viewer: Viewer, post_id: UUID) -> tuple[PostView, ThreadHead]:
    """The same, with the thread locked until the transaction ends."""
    await lock_post(session, post_id=post_id)
    return await post_for(session, viewer, post_id)


async def lock_post(session: AsyncSession, *, post_id: UUID) -> None:
    """Lock the thread of a post. Who locks rows about the post too takes this one first, as writers do."""
    thread_id = select(Post.thread_id).where(Post.id == post_id).scalar_subquery()
    await session.execute(select(Thread.id).where(Thread.id == thread_id).with_for_update())


async def one_at_a_time(session: AsyncSession, key: UUID) -> None:
    """Two arrivals of the same form wait for each other here."""
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": f"forums.form:{key}"}
    )
