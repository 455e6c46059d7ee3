"""Changing what one has written, with everything that stood there before kept."""

from uuid import UUID

from sqlalchemy import insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.events import publish
from core.policy import Viewer
from forums import policy
from forums.errors import MayNotEdit, PostChanged, PostRemoved, ThreadLocked
from forums.events import PostEdited, ThreadChanged
from forums.models import Post, PostVersion, Shown, Thread
from forums.schemas import Placed, PostView, ThreadHead, VersionView
from forums.service.gate import post_for, post_to_change
from forums.service.writing import OPENING, clean_title, placed, written


async def edit_post(
    session: AsyncSession,
    viewer: Viewer,
    *,
    post_id: UUID,
    version: int,
    body: str,
    title: str | None = None,
) -> Placed:
    """Replace the text of a post, and with an opening post the thread's title, begun from `version`.

    The text before is kept as a version. The same text again changes nothing.
    Raises PostNotFound, MayNotEdit, PostRemoved, ThreadLocked, PostChanged (when `version` is not the current
    one; its context has `current`), NothingWritten.
    """
    post, thread = await post_to_change(session, viewer, post_id)
    _must_be_editable(viewer, post, thread)
    if post.version != version:
        raise PostChanged(current=post.version)
    new_title = _new_title(post, thread, title)
    if body != post.body or new_title != thread.title:
        await _keep(session, post, thread)
        await _replace(session, post, body)
        await _rename(session, post, thread, new_title)
        await publish(session, PostEdited(post_id=post_id, thread_id=thread.id, editor_id=post.author_id))
    return await placed(session, post_id)


async def editable(session: AsyncSession, viewer: Viewer, *, post_id: UUID) -> tuple[PostView, ThreadHead]:
    """A post for its edit form. Raises as `edit_post`."""
    post, thread = await post_for(session, viewer, post_id)
    _must_be_editable(viewer, post, thread)
    return post, thread


async def history(session: AsyncSession, viewer: Viewer, *, post_id: UUID) -> list[VersionView]:
    """All texts a post has had, the newest first; what readers never saw only for those who may.

    Raises PostNotFound.
    """
    post, thread = await post_for(session, viewer, post_id)
    columns = [getattr(PostVersion, name) for name in VersionView.__struct_fields__]
    older = select(*columns).where(PostVersion.post_id == post_id).order_by(PostVersion.version.desc())
    if not policy.may_see_kept_back(viewer, board_id=thread.board_id, author_id=post.author_id):
        older = older.where(PostVersion.shown == Shown.VISIBLE)
    rows = await session.execute(older)
    return [_current(post, thread), *(VersionView(**row) for row in rows.mappings())]


def _current(post: PostView, thread: ThreadHead) -> VersionView:
    return VersionView(
        version=post.version,
        title=thread.title if post.number == OPENING else None,
        body=post.body,
        body_html=post.body_html,
        shown=post.shown,
        written_at=post.edited_at or post.created_at,
    )


def _must_be_editable(viewer: Viewer, post: PostView, thread: ThreadHead) -> None:
    if not policy.may_edit(viewer, author_id=post.author_id):
        raise MayNotEdit
    if post.shown == Shown.REMOVED:
        raise PostRemoved
    if thread.locked_at is not None:
        raise ThreadLocked


def _new_title(post: PostView, thread: ThreadHead, title: str | None) -> str:
    if post.number != OPENING or title is None:
        return thread.title
    return clean_title(title)


async def _keep(session: AsyncSession, post: PostView, thread: ThreadHead) -> None:
    """Copied inside the database, so that what is kept is what stood there."""
    columns = [
        Post.id,
        Post.version,
        literal(thread.title if post.number == OPENING else None),
        Post.body,
        Post.body_html,
        Post.body_version,
        Post.shown,
        literal(post.edited_at or post.created_at),
    ]
    names = ["post_id", "version", "title", "body", "body_html", "body_version", "shown", "written_at"]
    kept = select(*columns).where(Post.id == post.id)
    await session.execute(insert(PostVersion).from_select(names, kept))


async def _replace(session: AsyncSession, post: PostView, body: str) -> None:
    values = written(body, post.id) | {
        "version": post.version + 1,
        "edited_at": clock.now(),
    }
    await session.execute(update(Post).where(Post.id == post.id).values(values))


async def _rename(session: AsyncSession, post: PostView, thread: ThreadHead, title: str) -> None:
    if post.number == OPENING and title != thread.title:
        await session.execute(update(Thread).where(Thread.id == thread.id).values(title=title))
        await publish(session, ThreadChanged(thread_id=thread.id))
