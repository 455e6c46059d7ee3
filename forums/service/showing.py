"""What moderation does to a post. Whether it may is moderation's to decide; it also writes the audit entry.

All are idempotent and take a reason that the author will read.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.events import publish
from forums.errors import PostNotFound
from forums.events import PostVisibilityChanged, ThreadChanged
from forums.models import Post, Shown, Thread
from forums.schemas import ScreeningText
from forums.service.gate import lock_thread_row
from forums.service.writing import OPENING


async def hold_post(session: AsyncSession, *, post_id: UUID, reason: str) -> None:
    """Keep a post back until a moderator has looked. A removed post stays removed. Raises PostNotFound."""
    await _show(session, post_id, Shown.HELD, reason, unless=Shown.REMOVED)


async def release_post(session: AsyncSession, *, post_id: UUID, reason: str = "") -> None:
    """Show a held post. A removed post stays removed. Raises PostNotFound."""
    await _show(session, post_id, Shown.VISIBLE, reason, unless=Shown.REMOVED)


async def remove_post(session: AsyncSession, *, post_id: UUID, reason: str) -> None:
    """Take a post away from readers; the text is kept. Removing an opening removes its thread from view.

    Raises PostNotFound.
    """
    await _show(session, post_id, Shown.REMOVED, reason)


async def restore_post(session: AsyncSession, *, post_id: UUID, reason: str = "") -> None:
    """Undo a hold or a removal. A mark as the answer does not come back. Raises PostNotFound."""
    await _show(session, post_id, Shown.VISIBLE, reason)


async def hold_about(session: AsyncSession, *, about: tuple[str, UUID], reason: str) -> None:
    """Keep back the threads about something that is no longer to be seen: they carry its title and words."""
    for post_id in await _openings_about(session, about, Post.shown == Shown.VISIBLE):
        await hold_post(session, post_id=post_id, reason=reason)


async def release_about(session: AsyncSession, *, about: tuple[str, UUID], reason: str) -> None:
    """Show them again, unless something else than this `reason` keeps them back by now."""
    held = and_(Post.shown == Shown.HELD, Post.shown_reason == reason)
    for post_id in await _openings_about(session, about, held):
        await release_post(session, post_id=post_id)


async def _openings_about(
    session: AsyncSession, about: tuple[str, UUID], which: ColumnElement[bool]
) -> Sequence[UUID]:
    there = (
        select(Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Thread.about_kind == about[0], Thread.about_id == about[1], Post.number == OPENING, which)
        .order_by(Post.id)
    )
    return (await session.scalars(there)).all()


async def post_for_screening(session: AsyncSession, *, post_id: UUID) -> ScreeningText:
    """The source text of a post, whoever may see it. Raises PostNotFound."""
    row = (
        await session.execute(
            select(Post, Thread.title, Thread.board_id)
            .join(Thread, Thread.id == Post.thread_id)
            .where(Post.id == post_id)
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    if row is None:
        raise PostNotFound
    post: Post = row.Post
    return ScreeningText(
        post_id=post.id,
        thread_id=post.thread_id,
        board_id=row.board_id,
        author_id=post.author_id,
        number=post.number,
        version=post.version,
        title=row.title if post.number == OPENING else None,
        text=post.body,
        shown=post.shown,
    )


async def stamp_disclosure(session: AsyncSession, *, post_id: UUID, text: str) -> None:
    """Freeze what the author had disclosed at writing onto a post. An existing stamp stays (IN-07)."""
    unstamped = (Post.id == post_id, Post.disclosure.is_(None))
    await session.execute(update(Post).where(*unstamped).values(disclosure=text))


async def _show(
    session: AsyncSession, post_id: UUID, shown: Shown, reason: str, *, unless: Shown | None = None
) -> None:
    thread_id = await session.scalar(select(Post.thread_id).where(Post.id == post_id))
    if thread_id is None:
        raise PostNotFound
    await lock_thread_row(session, thread_id)
    now = (await session.execute(select(Post.shown, Post.number).where(Post.id == post_id))).one()
    if now.shown in {shown, unless}:
        return
    await session.execute(
        update(Post).where(Post.id == post_id).values(shown=shown, shown_reason=reason[:2000])
    )
    if now.number == OPENING:
        await session.execute(update(Thread).where(Thread.id == thread_id).values(shown=shown))
    await _recount(session, thread_id)
    await publish(session, PostVisibilityChanged(post_id=post_id, thread_id=thread_id))
    await publish(session, ThreadChanged(thread_id=thread_id))


async def _recount(session: AsyncSession, thread_id: UUID) -> None:
    """Make counts, last activity and the mark of the answer speak of visible posts only."""
    visible = (Post.thread_id == thread_id, Post.shown == Shown.VISIBLE)
    replies = select(func.count()).where(*visible, Post.number > OPENING).scalar_subquery()
    answer = select(Post.id).where(*visible, Post.id == Thread.answer_post_id).scalar_subquery()
    any_of_it = select(Post).where(Post.thread_id == thread_id)
    last = await session.scalar(any_of_it.where(*visible).order_by(Post.number.desc()).limit(1))
    last = last or await session.scalar(any_of_it.where(Post.number == OPENING))
    assert last is not None
    await session.execute(
        update(Thread)
        .where(Thread.id == thread_id)
        .values(
            reply_count=replies,
            answer_post_id=answer,
            last_post_id=last.id,
            last_number=last.number,
            last_post_at=last.created_at,
            last_author_id=last.author_id,
        )
    )
