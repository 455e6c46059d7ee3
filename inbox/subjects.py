"""What a notification is about, looked up for its reader when it is shown: the rule of every outlet."""

from collections.abc import Awaitable, Callable, Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from forums import service as forums

Titles = Callable[[AsyncSession, Viewer, Iterable[UUID]], Awaitable[dict[UUID, str]]]


async def _threads(session: AsyncSession, viewer: Viewer, ids: Iterable[UUID]) -> dict[UUID, str]:
    return await forums.titles(session, viewer, thread_ids=ids)


TITLES: dict[str, Titles] = {"thread": _threads}
