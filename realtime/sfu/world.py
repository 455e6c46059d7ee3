"""What every connection of a worker shares: sockets, counters, numbers, background tasks."""

import asyncio
import itertools
import logging
import secrets
import time
from collections.abc import Coroutine
from typing import Any

from realtime.sfu import sdp
from realtime.sfu.connection import Connection
from realtime.sfu.port import Port, Registry

logger = logging.getLogger(__name__)


class World:
    def __init__(self) -> None:
        self.registry = Registry()
        self.ports: list[Port] = []
        self.tasks: set[asyncio.Task[Any]] = set()
        # Larger than any of a worker before this one: browsers tell old from new by it (and read 53 bits).
        self._numbers = itertools.count(time.time_ns() // 1_000_000)

    def now(self) -> float:
        return time.monotonic()

    def next_number(self) -> int:
        return next(self._numbers)

    def name_source(self) -> str:
        return f"s{next(self._numbers)}"

    def local(self, connection: Connection, session: int | None = None) -> sdp.Local:
        candidates = tuple((port.announced, port.number) for port in self.ports)
        return sdp.Local(
            connection.ufrag,
            connection.password,
            connection.fingerprint,
            candidates,
            session or secrets.randbits(62),
        )

    def background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (failure := task.exception()) is not None:
            logger.error("a background task of the media worker failed", exc_info=failure)

    def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        for port in self.ports:
            port.close()
