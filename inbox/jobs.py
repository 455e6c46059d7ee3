"""Telling followers, after the commit and only of what readers may see by then."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from forums import service as forums
from forums.errors import PostNotFound
from inbox.service import tell

KIND = "inbox.post"
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
