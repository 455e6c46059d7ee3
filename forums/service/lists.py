"""Lists of threads: of a board, and across boards for the home page."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, null, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.asking import ask
from core.policy import Grant, Viewer
from forums import policy
from forums.models import Board, Follow, Post, Reading, Shown, Thread, ThreadKind
from forums.schemas import Filter, ThreadRow
from forums.service.gate import board_for

_ASKING = (ThreadKind.QUESTION, ThreadKind.CASE)
FILTERS: dict[Filter, list[ColumnElement[bool]]] = {
    Filter.ALL: [],
    Filter.UNANSWERED: [
        Thread.kind.in_(_ASKING),
        Thread.answer_post_id.is_(None),
        Thread.locked_at.is_(None),
    ],
    Filter.QUESTIONS: [Thread.kind == ThreadKind.QUESTION],
    Filter.CASES: [Thread.kind == ThreadKind.CASE],
}


async def threads(
    session: AsyncSession,
    viewer: Viewer,
    *,
    board_id: UUID,
    only: Filter = Filter.ALL,
    after: UUID | None = None,
    limit: int = 30,
) -> list[ThreadRow]:
    """A board's threads, the liveliest first. `after` is the `last_post_id` of the last row seen.

    Raises BoardNotFound.
    """
    await board_for(session, viewer, board_id=board_id)
    return await threads_of(session, viewer, board_id=board_id, only=only, after=after, limit=limit)


async def threads_of(
    session: AsyncSession, viewer: Viewer, *, board_id: UUID, only: Filter, after: UUID | None, limit: int
) -> list[ThreadRow]:
    """The same for a board the viewer was already given: one query."""
    page = _page(viewer.person_id, viewer.grants, only, more=after is not None)
    rows = await ask(session, page, board=board_id, after=after, limit=limit)
    return [ThreadRow(**row) for row in rows]


@lru_cache(maxsize=1024)
def _page(me: UUID | None, grants: frozenset[Grant], only: Filter, *, more: bool) -> Select[*tuple[Any, ...]]:
    """Built once a person and kept: putting the statement together costs more than sending it."""
    rows = _rows(Viewer(person_id=me, grants=grants))
    rows = rows.where(Thread.board_id == bindparam("board"), *FILTERS[only])
    if more:
        rows = rows.where(Thread.last_post_id < bindparam("after"))
    return rows.order_by(Thread.last_post_id.desc()).limit(bindparam("limit", type_=Integer))


async def recent_threads(session: AsyncSession, viewer: Viewer, *, limit: int = 10) -> list[ThreadRow]:
    """The liveliest threads of all boards the viewer may see."""
    return await _read(session, _rows(viewer), None, limit)


async def waiting_questions(
    session: AsyncSession, viewer: Viewer, *, specialty: str | None, limit: int = 10
) -> list[ThreadRow]:
    """Questions without an answer on boards of that specialty (None: of any), asked by others."""
    waiting = _rows(viewer).where(*FILTERS[Filter.UNANSWERED])
    if viewer.signed_in:
        waiting = waiting.where(Thread.author_id != viewer.person_id)
    if specialty is not None:
        waiting = waiting.where(Board.specialty == specialty)
    return await _read(session, waiting, None, limit)


async def unread_followed(session: AsyncSession, viewer: Viewer, *, limit: int = 10) -> list[ThreadRow]:
    """Followed threads with posts the viewer has not seen. Empty for guests."""
    if not viewer.signed_in:
        return []
    followed = and_(Follow.thread_id == Thread.id, Follow.person_id == viewer.person_id)
    unread = or_(Reading.last_number.is_(None), Reading.last_number < Thread.last_number)
    rows = _rows(viewer).join(Follow, followed).where(unread, Thread.last_author_id != viewer.person_id)
    return await _read(session, rows, None, limit)


async def thread_about(
    session: AsyncSession, viewer: Viewer, *, about_kind: str, about_id: UUID
) -> ThreadRow | None:
    """The first thread about that thing, if the viewer may see it."""
    about = _rows(viewer).where(Thread.about_kind == about_kind, Thread.about_id == about_id)
    row = (await session.execute(about.order_by(Thread.id).limit(1))).mappings().one_or_none()
    return ThreadRow(**row) if row else None


async def has_replied(session: AsyncSession, viewer: Viewer, *, thread_id: UUID) -> bool:
    """Whether the viewer has written into the thread after its opening, be it held or removed by now."""
    mine = select(Post.id).where(
        Post.thread_id == thread_id, Post.author_id == viewer.person_id, Post.number > 1
    )
    return viewer.signed_in and await session.scalar(mine.limit(1)) is not None


async def titles(session: AsyncSession, viewer: Viewer, *, thread_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Titles of those threads that the viewer may see. One query."""
    visible = select(Thread.id, Thread.title).join(Board, Board.id == Thread.board_id)
    visible = visible.where(policy.boards_visible_to(viewer), policy.threads_visible_to(viewer))
    rows = await session.execute(visible.where(Thread.id.in_(list(thread_ids))))
    return {row.id: row.title for row in rows}


class Opening(ThreadRow, frozen=True, kw_only=True):
    """A thread with its opening text, for feeds."""

    body_html: str
    updated_at: datetime


async def openings(
    session: AsyncSession, viewer: Viewer, *, board_id: UUID, limit: int = 30
) -> list[Opening]:
    """The newest threads of a board with their opening texts, newest first."""
    opening = and_(Post.thread_id == Thread.id, Post.number == 1)
    newest = (
        _rows(viewer)
        .add_columns(Post.body_html, func.coalesce(Post.edited_at, Post.created_at).label("updated_at"))
        .join(Post, opening)
        .where(Thread.board_id == board_id, policy.posts_visible_to(viewer), Post.shown == Shown.VISIBLE)
        .order_by(Thread.id.desc())
        .limit(limit)
    )
    return [Opening(**row) for row in (await session.execute(newest)).mappings()]


async def _read(
    session: AsyncSession, rows: Select[*tuple[Any, ...]], after: UUID | None, limit: int
) -> list[ThreadRow]:
    if after is not None:
        rows = rows.where(Thread.last_post_id < after)
    found = await session.execute(rows.order_by(Thread.last_post_id.desc()).limit(limit))
    return [ThreadRow(**row) for row in found.mappings()]


def _rows(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    """Threads as ThreadRow, restricted to what the viewer may see."""
    unread = _unread() if viewer.signed_in else null()
    rows = select(
        Thread.id,
        Thread.board_id,
        Thread.title,
        Thread.kind,
        Thread.shown,
        Thread.answer_post_id.is_not(None).label("answered"),
        Thread.locked_at.is_not(None).label("locked"),
        Thread.author_id,
        Thread.reply_count,
        Thread.created_at,
        Thread.last_post_id,
        Thread.last_post_at,
        Thread.last_author_id,
        unread.label("unread"),
    ).join(Board, Board.id == Thread.board_id)
    if viewer.signed_in:
        mine = and_(Reading.thread_id == Thread.id, Reading.person_id == viewer.person_id)
        rows = rows.outerjoin(Reading, mine)
    return rows.where(policy.boards_visible_to(viewer), policy.threads_visible_to(viewer))


def _unread() -> ColumnElement[int | None]:
    """GREATEST passes over NULL, so that it alone would call threads never opened read."""
    never = Reading.last_number.is_(None)
    return case((never, null()), else_=func.greatest(Thread.last_number - Reading.last_number, 0))
