"""Commands that do the service's own work: in one transaction, wired as the service is."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

import api.tables
from api import wiring
from core.db import Sessions, create_engine, sessions_on, transaction
from core.events import Bus
from core.settings import Settings

T = TypeVar("T")


@asynccontextmanager
async def sessions_of(settings: Settings) -> AsyncIterator[Sessions]:
    """Whoever wants to know what happens in the service is told of what a command does, too."""
    api.tables.load()
    bus = Bus()
    wiring.wire_events(bus)
    engine = create_engine(settings.database_url, pool_size=6)
    try:
        yield sessions_on(engine, bus)
    finally:
        await engine.dispose()


def in_transaction(settings: Settings, act: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """Run `act` to its end and commit; what it raises rolls back."""

    async def work() -> T:
        async with sessions_of(settings) as sessions, transaction(sessions) as session:
            return await act(session)

    return asyncio.run(work())
