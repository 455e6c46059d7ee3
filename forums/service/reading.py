"""Reading a thread, and how far one has read."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import IntEnum
from functools import cache, lru_cache
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, Uuid, any_, bindparam, func, or_, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.asking import ask
from core.policy import Grant, Viewer
from forums import policy
from forums.models import Board, Post, Reading, Shown, Thread
from forums.schemas import PostView, ThreadHead
from forums.service.gate import POST_COLUMNS, post_for, thread_for

PAGE = 50
Quoted = aliased(Post)


class Mark(NamedTuple):
    """What a page needs to know of a post to find its finished HTML."""

    id: UUID
    number: int
    author_id: UUID
    version: int
    body_version: int
    shown: str
    disclosure: str | None
    created_at: datetime


class Text(NamedTuple):
    """The rest, for posts whose HTML is not at hand. `quoted_number` is None unless that post is visible."""

    id: UUID
    body_html: str
    edited_at: datetime | None
    shown_reason: str
    quoted_id: UUID | None
    quoted_number: int | None


async def posters(session: AsyncSession, *, thread_id: UUID) -> set[UUID]:
    """Who wrote in a thread, whatever became of their posts. For exclusions, not for people."""
    return set(await session.scalars(select(Post.author_id).where(Post.thread_id == thread_id).distinct()))


async def thread(session: AsyncSession, viewer: Viewer, *, thread_id: UUID) -> ThreadHead:
    """The head of a thread. Raises ThreadNotFound."""
    return await thread_for(session, viewer, thread_id)


async def post(session: AsyncSession, viewer: Viewer, *, post_id: UUID) -> tuple[PostView, ThreadHead]:
    """A post with the head of its thread. Raises PostNotFound."""
    return await post_for(session, viewer, post_id)


async def marks(session: AsyncSession, viewer: Viewer, head: ThreadHead, *, page: int) -> Sequence[Mark]:
    """The posts on a page of a thread the viewer was given, in order. Pages go by number: 1-50, 51-100 ..."""
    first = (page - 1) * PAGE
    page_of_posts = _marks(_sees(viewer, head))
    asked = {"thread": head.id, "first": first, "last": first + PAGE, "me": viewer.person_id}
    return [Mark._make(row) for row in await ask(session, page_of_posts, **asked)]


class Sees(IntEnum):
    """Which posts of a visible thread: the three cases of `posts_visible_to`."""

    VISIBLE = 0
    OWN_TOO = 1
    ALL = 2


def _sees(viewer: Viewer, head: ThreadHead) -> Sees:
    if policy.may_moderate(viewer, head.board_id):
        return Sees.ALL
    return Sees.OWN_TOO if viewer.signed_in else Sees.VISIBLE


@cache
def _marks(sees: Sees) -> Select[*tuple[Any, ...]]:
    """Built once: putting the statement together costs more than sending it."""
    columns = [getattr(Post, name) for name in Mark._fields]
    page = select(*columns).where(
        Post.thread_id == bindparam("thread"),
        Post.number > bindparam("first"),
        Post.number <= bindparam("last"),
        _shown(sees, bindparam("me", type_=Uuid)),
    )
    return page.order_by(Post.number)


def _shown(sees: Sees, me: Any) -> ColumnElement[bool]:
    cases = {
        Sees.VISIBLE: Post.shown == Shown.VISIBLE,
        Sees.OWN_TOO: or_(Post.shown == Shown.VISIBLE, Post.author_id == me),
        Sees.ALL: true(),
    }
    return cases[sees]


async def texts(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Text]:
    """The texts of posts that the viewer was given as marks."""
    columns = [getattr(Post, name) for name in Text._fields[:-1]]
    rows = await session.execute(
        select(*columns, Quoted.number.label("quoted_number"))
        .outerjoin(Quoted, (Quoted.id == Post.quoted_id) & (Quoted.shown == Shown.VISIBLE))
        .where(Post.id.in_(list(ids)))
    )
    return {row.id: cast("Text", row) for row in rows}


async def posts(
    session: AsyncSession, viewer: Viewer, *, thread_id: UUID, after: UUID | None = None, limit: int = 50
) -> list[PostView]:
    """Posts with their texts, by id; `after` is the last id seen. Raises ThreadNotFound."""
    head = await thread_for(session, viewer, thread_id)
    shown = _shown(_sees(viewer, head), viewer.person_id)
    page = select(*POST_COLUMNS).where(Post.thread_id == thread_id, shown)
    if after is not None:
        page = page.where(Post.id > after)
    rows = await session.execute(page.order_by(Post.id).limit(limit))
    return [PostView(**row) for row in rows.mappings()]


async def keep_place(session: AsyncSession, person_id: UUID, thread_id: UUID, number: int) -> None:
    """The person has seen the thread up to post `number`; it never goes back."""
    row = {"person_id": person_id, "thread_id": thread_id, "last_number": number}
    place = insert(Reading).values(row)
    await session.execute(
        place.on_conflict_do_update(
            index_elements=["person_id", "thread_id"],
            set_={"last_number": func.greatest(Reading.last_number, place.excluded.last_number)},
        )
    )


async def page_of(session: AsyncSession, viewer: Viewer, *, post_id: UUID) -> tuple[UUID, int, int]:
    """(thread, page, number) of a post. Raises PostNotFound."""
    found, _ = await post_for(session, viewer, post_id)
    return found.thread_id, page_number(found.number), found.number


def page_number(post_number: int) -> int:
    """On which page of its thread a post stands, from 1."""
    return max(0, post_number - 1) // PAGE + 1


async def visible_ids(session: AsyncSession, viewer: Viewer, *, kind: str, ids: Iterable[UUID]) -> set[UUID]:
    """Those of `ids` (all boards, all threads or all posts) that the viewer may see. One query."""
    wanted = list(ids)
    if not wanted:
        return set()
    rows = await ask(session, _visible_ids(viewer.person_id, viewer.grants, kind), ids=wanted)
    return {row[0] for row in rows}


@lru_cache(maxsize=1024)
def _visible_ids(me: UUID | None, grants: frozenset[Grant], kind: str) -> Select[UUID]:
    """Built once a person and kept: putting the statement together costs more than sending it."""
    viewer = Viewer(person_id=me, grants=grants)
    boards, threads = policy.boards_visible_to(viewer), policy.threads_visible_to(viewer)
    wanted = any_(bindparam("ids", type_=ARRAY(Uuid)))
    queries: dict[str, Select[UUID]] = {
        "board": select(Board.id).where(Board.id == wanted, boards),
        "thread": select(Thread.id)
        .join(Board, Board.id == Thread.board_id)
        .where(Thread.id == wanted, boards, threads),
        "post": select(Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Board, Board.id == Thread.board_id)
        .where(Post.id == wanted, policy.visible_to(viewer)),
    }
    return queries[kind]
