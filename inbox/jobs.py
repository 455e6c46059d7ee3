"""Telling followers, after the commit and only of what readers may see by then; and moderators."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cases import service as cases
from core.policy import Role
from forums import service as forums
from forums.errors import PostNotFound
from identity import service as identity
from inbox.service import tell
from inbox.subjects import QUEUE

KIND = "inbox.post"
WAITING = "inbox.waiting"
OPENING = 1


async def handle(session: AsyncSession, payload: dict[str, Any]) -> None:
    """`post_id`: a post that was written or released. Doing it twice tells once."""
    try:
        post = await forums.post_for_screening(session, post_id=UUID(payload["post_id"]))
    except PostNotFound:
        return
    if post.shown != "visible":
        return
    kind = "board.thread" if post.number == OPENING else "thread.reply"
    followers = (
        await forums.followers_of_board(session, board_id=post.board_id)
        if post.number == OPENING
        else await forums.followers_of_thread(session, thread_id=post.thread_id)
    )
    await tell(
        session,
        person_ids=[person for person in followers if person != post.author_id],
        kind=kind,
        link=f"/posts/{post.post_id}",
        subject=("thread", post.thread_id),
        position=post.number,
    )


async def tell_moderators(session: AsyncSession, payload: dict[str, Any]) -> None:
    """`kind` and `id` of what waits in the queue: news for those who moderate it, not for its authors."""
    try:
        scope_id, authors = await _waits(session, payload["kind"], UUID(payload["id"]))
    except PostNotFound:
        return
    moderators = await identity.people_with_role(session, role=Role.MODERATOR, scope_id=scope_id)
    await tell(
        session,
        person_ids=set(moderators) - authors,
        kind="moderation.waiting",
        link="/moderation",
        subject=QUEUE,
        position=None,
    )


async def _waits(session: AsyncSession, kind: str, subject_id: UUID) -> tuple[UUID | None, set[UUID]]:
    """Its board, if it has one, and who wrote it."""
    if kind == "case":
        return None, set(await cases.author_ids(session, subject_id))
    post = await forums.post_for_screening(session, post_id=subject_id)
    return post.board_id, {post.author_id}
