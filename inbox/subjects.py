"""What a notification is about, looked up for its reader when it is shown: the rule of every outlet."""

from collections.abc import Awaitable, Callable, Iterable
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Role, Viewer
from forums import service as forums

Titles = Callable[[AsyncSession, Viewer, Iterable[UUID]], Awaitable[dict[UUID, str]]]


async def _threads(session: AsyncSession, viewer: Viewer, ids: Iterable[UUID]) -> dict[UUID, str]:
    return await forums.titles(session, viewer, thread_ids=ids)


async def _queues(_: AsyncSession, viewer: Viewer, ids: Iterable[UUID]) -> dict[UUID, str]:
    """There is one, without a title, for whoever moderates something."""
    moderates = any(grant.role == Role.MODERATOR for grant in viewer.grants)
    return dict.fromkeys(ids, "") if moderates else {}


QUEUE = ("queue", uuid5(NAMESPACE_URL, "/moderation"))
TITLES: dict[str, Titles] = {"thread": _threads, "queue": _queues}
