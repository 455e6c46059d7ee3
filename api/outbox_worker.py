"""The process that does the outbox's work: `python -m api.outbox_worker`."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress

import asyncpg
import structlog
import uvloop

from api import housekeeping, wiring
from core import logging, metrics
from core import settings as configuration
from core.db import create_engine, sessions_on
from core.events import Bus
from core.outbox import Outbox
from core.outbox.queue import WAKE_CHANNEL
from core.postgres.lifeline import die_with_parent
from core.settings import Settings
from search.choice import index_of
from search.rebuild import rebuild_if_needed

logger = structlog.get_logger(__name__)
IDLE_SECONDS = 1.0


class Waker:
    """Sleeps until a NOTIFY or IDLE_SECONDS. A lost connection only makes it slower; it is opened again."""

    def __init__(self, url: str) -> None:
        self.url = url.replace("postgresql+asyncpg://", "postgresql://")
        self.due = asyncio.Event()
        self.connection: asyncpg.Connection | None = None

    async def listen(self) -> None:
        if self.connection is None or self.connection.is_closed():
            self.connection = await asyncpg.connect(self.url)
            await self.connection.add_listener(WAKE_CHANNEL, lambda *_: self.due.set())

    async def __call__(self) -> None:
        try:
            await self.listen()
        except (OSError, asyncpg.PostgresError):
            logger.warning("outbox is not woken by notifications, it polls")
        with suppress(TimeoutError):
            async with asyncio.timeout(IDLE_SECONDS):
                await self.due.wait()
        self.due.clear()


async def work(settings: Settings, *, wait: Callable[[], Awaitable[None]] | None = None) -> None:
    bus = Bus()
    wiring.wire_events(bus)
    engine = create_engine(settings.database_url, pool_size=8)
    sessions = sessions_on(engine, bus)
    outbox = Outbox(sessions, wiring.jobs(settings), wait=wait or Waker(settings.database_url))
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, outbox.stopping.set)
    chores = asyncio.create_task(housekeeping.keep(sessions))
    indexing = asyncio.create_task(rebuild_if_needed(sessions, index_of(settings)))
    try:
        await outbox.run()
    finally:
        chores.cancel()
        indexing.cancel()
        with suppress(asyncio.CancelledError):
            await indexing
        await engine.dispose()


def main() -> None:
    die_with_parent(os.getppid())
    settings = configuration.load()
    logging.configure(settings)
    metrics.listen(settings)
    uvloop.run(work(settings))


if __name__ == "__main__":
    main()
