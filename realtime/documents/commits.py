"""Group commit: what arrives while a commit runs goes into the next one, together."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Entry = TypeVar("Entry")
MOST_WAITING = 10_000
PACE = 0.02
"""Seconds from the beginning of one commit to the next, at least: who edits alone waits for nothing."""


class TooMuchWaiting(Exception):
    """More entries wait for a commit than may."""


@dataclass
class GroupCommit(Generic[Entry]):
    """`store` returns when its entries are committed; only then `stored` gets them, in the order of arrival.

    An error of `store` ends `run` with that error: nothing of the group has a receipt, and nothing after it
    is taken, since later edits may build on the lost ones.
    """

    store: Callable[[Sequence[Entry]], Awaitable[None]]
    stored: Callable[[Sequence[Entry]], None]
    most_waiting: int = MOST_WAITING
    pace: float = PACE
    _waiting: list[Entry] = field(default_factory=list)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _over: bool = False
    _idle: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, entry: Entry) -> None:
        """Raises TooMuchWaiting when the queue is full, or when `run` has ended."""
        if not self.takes(1):
            raise TooMuchWaiting
        self._waiting.append(entry)
        self._idle.clear()
        self._arrived.set()

    def takes(self, count: int) -> bool:
        """Whether so many more may be added."""
        return not self._over and len(self._waiting) + count <= self.most_waiting

    async def drained(self) -> None:
        """Until nothing waits or is being stored, or `run` has ended."""
        await self._idle.wait()

    async def run(self) -> None:
        """Commit group after group until cancelled."""
        try:
            if not self._waiting:
                self._idle.set()
            while True:
                await self._arrived.wait()
                began = time.monotonic()
                await self._commit()
                if self._waiting:
                    await asyncio.sleep(began + self.pace - time.monotonic())
        finally:
            self._over = True
            self._idle.set()

    async def _commit(self) -> None:
        group, self._waiting = self._waiting, []
        self._arrived.clear()
        await self.store(group)
        self.stored(group)
        if not self._waiting:
            self._idle.set()
