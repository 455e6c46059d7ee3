"""Who follows what."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import SignInRequired
from core.policy import Viewer
from forums.models import Follow
from forums.service.gate import board_for, thread_for


async def follow_thread(session: AsyncSession, viewer: Viewer, *, thread_id: UUID, following: bool) -> None:
    """Begin or stop following. Raises SignInRequired, ThreadNotFound."""
    if viewer.person_id is None:
        raise SignInRequired
    await thread_for(session, viewer, thread_id)
    await _set(session, viewer.person_id, following=following, thread_id=thread_id)


async def follow_board(session: AsyncSession, viewer: Viewer, *, board_id: UUID, following: bool) -> None:
    """Begin or stop following. Raises SignInRequired, BoardNotFound."""
    if viewer.person_id is None:
        raise SignInRequired
    await board_for(session, viewer, board_id=board_id)
    await _set(session, viewer.person_id, following=following, board_id=board_id)


async def keep_following(session: AsyncSession, person_id: UUID, *, thread_id: UUID) -> None:
    """Follow, for somebody known to see the thread."""
    await _set(session, person_id, following=True, thread_id=thread_id)


async def followers_of_thread(session: AsyncSession, *, thread_id: UUID) -> list[UUID]:
    """Everybody who chose to follow; whether they may still see it is asked when they are told."""
    return list(await session.scalars(select(Follow.person_id).where(Follow.thread_id == thread_id)))


async def followers_of_board(session: AsyncSession, *, board_id: UUID) -> list[UUID]:
    return list(await session.scalars(select(Follow.person_id).where(Follow.board_id == board_id)))


async def _set(
    session: AsyncSession,
    person_id: UUID,
    *,
    following: bool,
    thread_id: UUID | None = None,
    board_id: UUID | None = None,
) -> None:
    row = {"person_id": person_id, "thread_id": thread_id, "board_id": board_id}
    if following:
        await session.execute(insert(Follow).values(row).on_conflict_do_nothing())
        return
    subject = Follow.thread_id == thread_id if thread_id else Follow.board_id == board_id
    await session.execute(delete(Follow).where(Follow.person_id == person_id, subject))
