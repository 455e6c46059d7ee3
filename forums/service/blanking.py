"""Threads about something whose words may not be passed on any more: they lose them, former texts too."""

from uuid import UUID

from sqlalchemy import delete, select, update
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


async def blank_about(session: AsyncSession, *, about: tuple[str, UUID], title: str) -> int:
    """Put `title` in the place of titles and opening texts, for good. Returns how many said more."""
    changed = 0
    for thread_id in await threads_about(session, about=about):
        await lock_thread_row(session, thread_id)
        changed += await _blank(session, thread_id, title)
    return changed


async def _blank(session: AsyncSession, thread_id: UUID, title: str) -> int:
    opening = (
        await session.execute(
            select(Post.id, Post.author_id, Post.body, Thread.title)
            .join(Thread, Thread.id == Post.thread_id)
            .where(Post.thread_id == thread_id, Post.number == OPENING)
        )
    ).one()
    if opening.title == opening.body == title:
        return 0
    said = render(title)
    new = {
        "body": title,
        "body_html": said.html,
        "body_version": said.version,
        "version": Post.version + 1,
        "edited_at": clock.now(),
    }
    await session.execute(delete(PostVersion).where(PostVersion.post_id == opening.id))
    await session.execute(update(Post).where(Post.id == opening.id).values(new))
    await session.execute(update(Thread).where(Thread.id == thread_id).values(title=title))
    edited = PostEdited(post_id=opening.id, thread_id=thread_id, editor_id=opening.author_id)
    await publish(session, edited)
    return 1
