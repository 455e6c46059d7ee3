"""Facts, named in the past tense, from the package that makes them to the packages that care."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

logger = structlog.get_logger(__name__)


class Event(Struct, frozen=True, kw_only=True):
    """Something that has happened."""


class Bus:
    """Knows who wants to hear of what. The application holds one; sessions carry it in their `info`."""

    def __init__(self) -> None:
        self.within: defaultdict[type[Event], list[Callable[[AsyncSession, Any], Awaitable[None]]]] = (
            defaultdict(list)
        )
        self.after: defaultdict[type[Event], list[Callable[[Any], Awaitable[None]]]] = defaultdict(list)


async def publish(session: AsyncSession, event: Event) -> None:
    """Let handlers in this transaction act on the event now, and the others once it is committed."""
    bus: Bus = session.info["bus"]
    session.info.setdefault("pending", []).append(event)
    for handle in bus.within[type(event)]:
        await handle(session, event)


async def announce(session: AsyncSession) -> None:
    """Tell the world. What must not be lost is an outbox row; this is for wake-ups only."""
    bus: Bus = session.info["bus"]
    for event in session.info.pop("pending", []):
        for handle in bus.after[type(event)]:
            try:
                await handle(event)
            except Exception:
                logger.exception("event not announced", kind=type(event).__name__)
