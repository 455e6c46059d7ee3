"""Opening threads and replying to them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock, markdown
from core.errors import SignInRequired
from core.events import publish
from core.ids import new_id
from core.markdown.characters import neutral, without_controls
from core.policy import Viewer
from forums import policy
from forums.errors import MayNotPost, NothingWritten, QuoteNotFound, ThreadLocked
from forums.events import PostWritten, ThreadOpened
from forums.models import Post, Shown, Thread, ThreadKind, Visibility
from forums.schemas import Placed, ThreadHead
from forums.service.following import keep_following
from forums.service.gate import board_for, one_at_a_time, thread_to_change
from forums.service.reading import keep_place
from identity import service as identity

OPENING = 1


async def open_thread(
    session: AsyncSession,
    viewer: Viewer,
    *,
    board_id: UUID,
    title: str,
    body: str,
    kind: ThreadKind | str = ThreadKind.QUESTION,
    about: tuple[str, UUID] | None = None,
    key: UUID | None = None,
    disclosure: str | None = None,
) -> Placed:
    """A thread and its opening post. `about` links another thing, such as ("case", id).

    Raises BoardNotFound, SignInRequired, MayNotPost, NothingWritten.
    """
    author = _signed_in(viewer)
    board = await board_for(session, viewer, board_id=board_id)
    if not policy.may_open_thread(viewer, board):
        raise MayNotPost
    if key is not None and (sent := await _sent_before(session, author, key)):
        return sent
    title = clean_title(title)
    thread_id, post_id, now = new_id(), new_id(), clock.now()
    thread = {
        "id": thread_id,
        "created_at": now,
        "board_id": board_id,
        "author_id": author,
        "title": title,
        "kind": ThreadKind(kind),
        "about_kind": about[0] if about else None,
        "about_id": about[1] if about else None,
        "post_count": OPENING,
        "last_post_id": post_id,
        "last_number": OPENING,
        "last_post_at": now,
        "last_author_id": author,
    }
    opening = _post(
        post_id, thread_id, OPENING, author, body, now=now, key=key, disclosure=disclosure, quoted_id=None
    )
    await session.execute(insert(Thread).values(thread))
    await session.execute(insert(Post).values(opening))
    await _attend(session, author, thread_id, OPENING)
    await _known(session, author, board.visibility)
    await publish(
        session, ThreadOpened(thread_id=thread_id, post_id=post_id, board_id=board_id, author_id=author)
    )
    return await placed(session, post_id)


async def reply(
    session: AsyncSession,
    viewer: Viewer,
    *,
    thread_id: UUID,
    body: str,
    quoted_id: UUID | None = None,
    key: UUID | None = None,
    disclosure: str | None = None,
) -> Placed:
    """A post at the end of a thread.

    Raises ThreadNotFound, SignInRequired, MayNotPost, ThreadLocked, QuoteNotFound, NothingWritten.
    """
    author = _signed_in(viewer)
    thread = await thread_to_change(session, viewer, thread_id)
    if key is not None and (sent := await _sent_before(session, author, key)):
        return sent
    _must_be_open_to(viewer, thread)
    if quoted_id is not None:
        await _check_quote(session, viewer, thread, quoted_id)
    post_id, now, number = new_id(), clock.now(), thread.post_count + 1
    row = _post(
        post_id, thread_id, number, author, body, now=now, key=key, disclosure=disclosure, quoted_id=quoted_id
    )
    await session.execute(insert(Post).values(row))
    last = {"last_post_id": post_id, "last_number": number, "last_post_at": now, "last_author_id": author}
    await session.execute(
        update(Thread)
        .where(Thread.id == thread_id)
        .values(post_count=number, reply_count=Thread.reply_count + 1, **last)
    )
    await _attend(session, author, thread_id, number)
    await _known(session, author, thread.board_visibility)
    await publish(
        session,
        PostWritten(post_id=post_id, thread_id=thread_id, board_id=thread.board_id, author_id=author),
    )
    return await placed(session, post_id)


def _signed_in(viewer: Viewer) -> UUID:
    if viewer.person_id is None:
        raise SignInRequired
    return viewer.person_id


def _must_be_open_to(viewer: Viewer, thread: ThreadHead) -> None:
    if not policy.may_reply(viewer, thread):
        raise MayNotPost
    if thread.locked_at is not None or thread.shown == Shown.REMOVED:
        raise ThreadLocked


async def _check_quote(session: AsyncSession, viewer: Viewer, thread: ThreadHead, quoted_id: UUID) -> None:
    quoted = (
        select(Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.id == quoted_id, Post.thread_id == thread.id, policy.posts_visible_to(viewer))
    )
    if await session.scalar(quoted) is None:
        raise QuoteNotFound


def _post(
    post_id: UUID,
    thread_id: UUID,
    number: int,
    author: UUID,
    body: str,
    *,
    now: datetime,
    key: UUID | None,
    disclosure: str | None,
    quoted_id: UUID | None,
) -> dict[str, object]:
    return written(body, post_id) | {
        "id": post_id,
        "created_at": now,
        "thread_id": thread_id,
        "number": number,
        "author_id": author,
        "quoted_id": quoted_id,
        "disclosure": disclosure,
        "form_key": key,
    }


def clean_title(title: str) -> str:
    """On one line, without controls and disguising directions. Raises NothingWritten when nothing is left."""
    cleaned = " ".join(neutral(without_controls(title)).split())
    if not cleaned:
        raise NothingWritten({"title": str(NothingWritten.__doc__)})
    return cleaned


def written(body: str, post_id: UUID) -> dict[str, object]:
    """The three columns of a text. Raises NothingWritten when nothing would be seen."""
    rendered = markdown.render(body, prefix=f"p{post_id.hex[-12:]}")
    if not body.strip() or not rendered.html.strip():
        raise NothingWritten({"body": str(NothingWritten.__doc__)})
    return {"body": body, "body_html": rendered.html, "body_version": rendered.version}


_PLACED = (Post.thread_id, Post.id.label("post_id"), Post.number, Post.version, Post.shown)


async def _sent_before(session: AsyncSession, author: UUID, key: UUID) -> Placed | None:
    """The post this form already made, if the same person sent it before."""
    await one_at_a_time(session, key)
    sent = await session.execute(select(*_PLACED).where(Post.author_id == author, Post.form_key == key))
    row = sent.mappings().one_or_none()
    return Placed(**row, repeated=True) if row else None


async def placed(session: AsyncSession, post_id: UUID) -> Placed:
    """Where a post stands now: a screen in this transaction may have held it."""
    row = await session.execute(select(*_PLACED).where(Post.id == post_id))
    return Placed(**row.mappings().one())


async def _known(session: AsyncSession, person: UUID, visibility: Visibility) -> None:
    """Who writes where everybody reads has a card that everybody may open."""
    if visibility == Visibility.PUBLIC:
        await identity.mark_public_author(session, person_id=person)


async def _attend(session: AsyncSession, person: UUID, thread_id: UUID, number: int) -> None:
    """Who writes in a thread follows it and has read up to the own post."""
    await keep_following(session, person, thread_id=thread_id)
    await keep_place(session, person, thread_id, number)
