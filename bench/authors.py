"""An author of a shared write-up over a real socket: a Yjs document, a slow line, receipts, coming back."""

import asyncio
import contextlib
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable

from pycrdt import Doc, Text
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from realtime.documents import wire
from realtime.documents.vetting import clocks
from realtime.documents.wire import Kind, Step

Way = asyncio.Queue[tuple[float, bytes]]
"""Frames on their way, with the time at which each arrives."""


async def carry(way: Way, deliver: Callable[[bytes], Awaitable[None]]) -> None:
    """Half of the latency: frames keep their order and do not wait for one another."""
    while True:
        due, frame = await way.get()
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        await deliver(frame)


class Author:
    """Sends updates that were made elsewhere; keeps them until the service has receipted them."""

    def __init__(self, address: str, cookie: str, *, delay: float = 0.0) -> None:
        self.address, self.cookie, self.delay = address, cookie, delay
        self.document: Doc[Text] = Doc()
        self.made = self.saved = 0
        self.durable_after: list[float] = []
        self.lost = 0  # what was acknowledged and is not there, in insertions
        self._acknowledged: dict[int, int] = {}
        self._states: list[
            bytes
        ] = []  # after each edit: what others wrote came from the service, which has it
        self._sent: deque[tuple[int, float]] = deque()
        self._receipted = 0
        self._line: ClientConnection | None = None
        self._open = False
        self._news = asyncio.Event()
        self._task = asyncio.create_task(self._live())

    def write(self, update: bytes) -> None:
        """An edit of this author."""
        self.document.apply_update(update)
        self._states.append(self.document.get_state())
        self.made += 1
        if self._open:
            self._send_counting(Step.UPDATE, update)

    async def has(self, wanted: dict[int, int], seconds: float = 240) -> None:
        """Until the document has all that: clocks by client."""
        async with asyncio.timeout(seconds):
            while True:
                mine = clocks(self.document.get_state())
                if all(mine.get(client, 0) >= clock for client, clock in wanted.items()):
                    return
                self._news.clear()
                await self._news.wait()

    async def all_saved(self, seconds: float) -> None:
        async with asyncio.timeout(seconds):
            while self.saved < self.made:
                self._news.clear()
                await self._news.wait()

    async def lose_line(self) -> None:
        if self._line is not None:
            self._line.transport.abort()

    async def leave(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _live(self) -> None:
        while True:
            with contextlib.suppress(OSError, WebSocketException, TimeoutError, EOFError):
                await self._connection()
            self._open = False
            await asyncio.sleep(0.2 + random.random() / 2)

    async def _connection(self) -> None:
        headers = {
            "Cookie": self.cookie,
            "Origin": self.address.replace("ws", "http", 1).split("/documents")[0],
        }
        async with connect(self.address, additional_headers=headers, max_size=None, open_timeout=10) as line:
            self._line, self._receipted = line, 0
            self._sent.clear()
            outgoing: Way = asyncio.Queue()
            self._outgoing = outgoing
            incoming: Way = asyncio.Queue()
            ways = [
                asyncio.create_task(carry(outgoing, line.send)),
                asyncio.create_task(carry(incoming, self._hear)),
            ]
            try:
                self._put(wire.sync(Step.STATE, self.document.get_state()))
                async for frame in line:
                    incoming.put_nowait((time.monotonic() + self.delay / 2, bytes(frame)))  # type: ignore[arg-type]
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)

    def _put(self, frame: bytes) -> None:
        self._outgoing.put_nowait((time.monotonic() + self.delay / 2, frame))

    def _send_counting(self, step: Step, update: bytes) -> None:
        self._sent.append((self.made, time.monotonic()))
        self._put(wire.sync(step, update))

    async def _hear(self, frame: bytes) -> None:
        kind, at = wire.number(frame, 0)
        if kind == Kind.SYNC:
            step, at = wire.number(frame, at)
            length, at = wire.number(frame, at)
            self._sync(Step(step), frame[at : at + length])
        elif kind == Kind.RECEIPT:
            self._receipt(wire.number(frame, at)[0])

    def _sync(self, step: Step, payload: bytes) -> None:
        if step is not Step.STATE:
            self.document.apply_update(payload)
            self._news.set()
            return
        there = clocks(payload)
        self.lost += sum(max(0, clock - there.get(who, 0)) for who, clock in self._acknowledged.items())
        missing = self.document.get_update(payload)
        self._open = True
        if missing == wire.EMPTY_UPDATE:
            self._have(self.made)
            self._put(wire.sync(Step.DIFFERENCE, missing))
        else:
            self._send_counting(Step.DIFFERENCE, missing)

    def _receipt(self, durable: int) -> None:
        while self._receipted < durable:
            made, at = self._sent.popleft()
            self._receipted += 1
            self.durable_after.append(time.monotonic() - at - self.delay)
            self._have(made)

    def _have(self, made: int) -> None:
        if made > self.saved:
            self._acknowledged = clocks(self._states[made - 1])
            self.saved = made
        self._news.set()
