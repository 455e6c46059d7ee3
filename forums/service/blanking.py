"""Threads about something whose words may not be passed on any more: they lose them, former texts too."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.events import publish
from core.markdown import render
from forums.events import PostEdited
from forums.models import Post, PostVersion, Thread
from forums.service.gate import lock_thread_row
from forums.service.writing import OPENING


async def threads_about(session: AsyncSession, *, about: tuple[str, UUID]) -> list[UUID]:
    """Their ids, whoever may see them: for taking copies of what they are about away."""
    there = select(Thread.id).where(Thread.about_kind == about[0], Thread.about_id == about[1])
    return list(await session.scalars(there.order_by(Thread.id)))


async def posts_about(session: AsyncSession, *, about: tuple[str, UUID]) -> list[UUID]:
    """Ids of all posts in those threads, whoever may see them: what was told of them leads there."""
    there = select(Post.id).join(Thread, Thread.id == Post.thread_id)
    return list(
        await session.scalars(there.where(Thread.about_kind == about[0], Thread.about_id == about[1]))
    )


async def blank_about(
    session: AsyncSession, *, about: tuple[str, UUID], title: str, replies: Sequence[str] = ()
) -> int:
    """Put `title` in the place of titles, opening texts and those `replies` that begin so, for good.

    Returns how many threads said more.
    """
    changed = 0
    for thread_id in await threads_about(session, about=about):
        await lock_thread_row(session, thread_id)
        changed += await _blank(session, thread_id, title, replies)
    return changed


async def _blank(session: AsyncSession, thread_id: UUID, title: str, replies: Sequence[str]) -> int:
    which = or_(Post.number == OPENING, *(Post.body.startswith(one, autoescape=True) for one in replies))
    posts = (
        await session.execute(
            select(Post.id, Post.author_id).where(Post.thread_id == thread_id, which, Post.body != title)
        )
    ).all()
    titled = update(Thread).where(Thread.id == thread_id, Thread.title != title).values(title=title)
    renamed = (await session.execute(titled.returning(Thread.id))).all()
    for post in posts:
        await _put(session, thread_id, post.id, post.author_id, title)
    return int(bool(posts or renamed))


async def _put(session: AsyncSession, thread_id: UUID, post_id: UUID, author_id: UUID, title: str) -> None:
    said = render(title)
    new = {
        "body": title,
        "body_html": said.html,
        "body_version": said.version,
        "version": Post.version + 1,
        "edited_at": clock.now(),
    }
    await session.execute(delete(PostVersion).where(PostVersion.post_id == post_id))
    await session.execute(update(Post).where(Post.id == post_id).values(new))
    await publish(session, PostEdited(post_id=post_id, thread_id=thread_id, editor_id=author_id))
