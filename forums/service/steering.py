"""What happens to a thread as a whole: answered, locked, a note pinned on top."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clock, markdown
from core.events import publish
from core.policy import Viewer
from forums import policy
from forums.errors import (
    MayNotMarkAnswer,
    MayNotModerate,
    NotAQuestion,
    OpeningIsNoAnswer,
    PostNotFound,
    ThreadLocked,
)
from forums.events import ThreadChanged
from forums.models import Post, Shown, Thread, ThreadKind
from forums.schemas import ThreadHead
from forums.service.gate import thread_to_change
from forums.service.writing import OPENING


async def mark_answer(session: AsyncSession, viewer: Viewer, *, thread_id: UUID, post_id: UUID) -> None:
    """The asker (or a moderator) says which reply answers. Another mark is replaced.

    Raises ThreadNotFound, MayNotMarkAnswer, NotAQuestion, ThreadLocked, PostNotFound, OpeningIsNoAnswer.
    """
    await _answerable(session, viewer, thread_id)
    reply = select(Post.number).where(
        Post.id == post_id, Post.thread_id == thread_id, Post.shown == Shown.VISIBLE
    )
    number = await session.scalar(reply)
    if number is None:
        raise PostNotFound
    if number == OPENING:
        raise OpeningIsNoAnswer
    await _change(session, thread_id, answer_post_id=post_id)


async def clear_answer(session: AsyncSession, viewer: Viewer, *, thread_id: UUID) -> None:
    """Take the mark back. Raises as `mark_answer`."""
    await _answerable(session, viewer, thread_id)
    await _change(session, thread_id, answer_post_id=None)


async def lock_thread(session: AsyncSession, viewer: Viewer, *, thread_id: UUID, reason: str) -> None:
    """Nobody can write in the thread any more. Raises ThreadNotFound, MayNotModerate."""
    await _moderated(session, viewer, thread_id)
    await _change(session, thread_id, locked_at=clock.now(), lock_reason=reason)
    await _record(session, viewer, thread_id, "lock")


async def unlock_thread(session: AsyncSession, viewer: Viewer, *, thread_id: UUID) -> None:
    """The opposite. Raises as `lock_thread`."""
    await _moderated(session, viewer, thread_id)
    await _change(session, thread_id, locked_at=None, lock_reason="")
    await _record(session, viewer, thread_id, "unlock")


async def pin_note(session: AsyncSession, viewer: Viewer, *, thread_id: UUID, note: str) -> None:
    """A moderator's note (Markdown) on top of the thread; an empty one goes. Raises as `lock_thread`."""
    await _moderated(session, viewer, thread_id)
    rendered = markdown.render(note)
    await _change(
        session,
        thread_id,
        pinned_note=note,
        pinned_note_html=rendered.html if note.strip() else "",
        pinned_note_version=rendered.version,
    )
    await _record(session, viewer, thread_id, "note")


async def _answerable(session: AsyncSession, viewer: Viewer, thread_id: UUID) -> ThreadHead:
    thread = await thread_to_change(session, viewer, thread_id)
    if not policy.may_mark_answer(viewer, asker_id=thread.author_id, board_id=thread.board_id):
        raise MayNotMarkAnswer
    if thread.kind not in {ThreadKind.QUESTION, ThreadKind.CASE}:
        raise NotAQuestion
    if thread.locked_at is not None:
        raise ThreadLocked
    return thread


async def _moderated(session: AsyncSession, viewer: Viewer, thread_id: UUID) -> ThreadHead:
    thread = await thread_to_change(session, viewer, thread_id)
    if not policy.may_moderate(viewer, thread.board_id):
        raise MayNotModerate
    return thread


async def _change(session: AsyncSession, thread_id: UUID, **values: object) -> None:
    await session.execute(update(Thread).where(Thread.id == thread_id).values(**values))
    await publish(session, ThreadChanged(thread_id=thread_id))


async def _record(session: AsyncSession, viewer: Viewer, thread_id: UUID, act: str) -> None:
    await audit.record(
        session,
        actor_id=viewer.person_id,
        act=f"forums.thread.{act}",
        subject_kind="thread",
        subject_id=thread_id,
    )
