"""Authors at a shared write-up: a Yjs document of their own, and a socket into the application."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import msgspec
import pytest
from litestar import Litestar
from pycrdt import Doc, Map, Text

from core.db import Sessions
from identity.models import Person
from realtime.documents import wire
from realtime.documents.wire import Kind, Step
from tests.cases.conftest import accepted, collection, published, reviewed, rex, start, submitted
from tests.conftest import ORIGIN, Enter
from tests.realtime.conftest import Closed, Socket


def whole(document: Doc[Text]) -> Doc[Any]:
    """The document with more than its texts."""
    return document


class Author:
    """One browser: what it has, what it was told, and how many of its updates are not receipted."""

    def __init__(self, socket: Socket, document: Doc[Text] | None = None) -> None:
        self.socket, self.document = socket, document or Doc()
        self.facts: dict[str, Any] = {}
        self.notices: list[dict[str, str]] = []
        self.awareness: list[bytes] = []
        self.sent = self.durable = 0
        self.code: int | None = None
        self._news = asyncio.Event()
        self._task = asyncio.create_task(self._read())

    async def join(self) -> "Author":
        """Ask for all there is, and have it."""
        await self.until(lambda: bool(self.facts))
        await self.socket.put(wire.sync(Step.STATE, self.document.get_state()))
        await self.until(lambda: self._told)
        return self

    _told = False

    def text(self, key: str = "abstract") -> str:
        return str(self.document.get(f"section:{key}", type=Text))

    async def write(self, words: str, key: str = "abstract", at: int | None = None) -> None:
        before = self.document.get_state()
        section = self.document.get(f"section:{key}", type=Text)
        section.insert(len(section) if at is None else at, words)
        await self.send(self.document.get_update(before))

    async def send(self, update: bytes) -> None:
        self.sent += 1
        await self.socket.put(wire.sync(Step.UPDATE, update))

    def comment(self, person: Person) -> dict[str, Any]:
        """The one that this person made, as it is here now."""
        entries = whole(self.document).get("comments", type=Map)
        found: dict[str, Any] = entries[f"comments-{person.name}"].to_py()
        return found

    async def saved(self) -> None:
        await self.until(lambda: self.durable >= self.sent)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait, ten seconds at most, for something to be so. Raises Closed when the socket ends before."""
        async with asyncio.timeout(10):
            while not true():
                if self.code is not None:
                    raise Closed(self.code)
                self._news.clear()
                await self._news.wait()

    async def closed(self) -> int | None:
        with contextlib.suppress(Closed):
            await self.until(lambda: False)
        return self.code

    async def leave(self) -> None:
        await self.socket.vanish()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _read(self) -> None:
        try:
            while True:
                await self._hear(await self.socket.get(seconds=600))
                self._news.set()
        except Closed as closed:
            self.code = closed.code
            self._news.set()

    async def _hear(self, frame: bytes) -> None:
        kind, at = wire.number(frame, 0)
        if kind == Kind.SYNC:
            step, at = wire.number(frame, at)
            await self._sync(Step(step), _bytes(frame, at))
        elif kind == Kind.AWARENESS:
            self.awareness.append(_bytes(frame, at))
        elif kind == Kind.RECEIPT:
            self.durable = wire.number(frame, at)[0]
        elif kind == Kind.HELLO:
            self.facts = msgspec.json.decode(_bytes(frame, at))
        elif kind == Kind.NOTICE:
            self.notices.append(msgspec.json.decode(_bytes(frame, at)))

    async def _sync(self, step: Step, payload: bytes) -> None:
        if step is Step.STATE:
            missing = self.document.get_update(payload)
            if missing != wire.EMPTY_UPDATE:
                self.sent += 1
            await self.socket.put(wire.sync(Step.DIFFERENCE, missing))
            return
        self.document.apply_update(payload)
        self._told = self._told or step is Step.DIFFERENCE


def _bytes(frame: bytes, at: int) -> bytes:
    length, at = wire.number(frame, at)
    return frame[at : at + length]


Write = Callable[..., Awaitable[Author]]


__all__ = ["accepted", "collection", "published", "reviewed", "rex", "submitted"]  # fixtures


@pytest.fixture
async def case_id(sessions: Sessions, ada: Person) -> UUID:
    return await start(sessions, ada, None)


@pytest.fixture
async def write(app: Litestar, as_: Enter) -> AsyncIterator[Write]:
    """Somebody at a write-up, who has all of it."""
    async with AsyncExitStack() as stack:

        async def sit_down(
            person: Person | None, case_id: UUID, *, document: Doc[Text] | None = None, generation: str = ""
        ) -> Author:
            client = await as_(person)
            cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
            headers = {"host": "testserver", "origin": ORIGIN, "cookie": cookies}
            path = f"/documents/{case_id}/socket"
            socket = await Socket(app, path, headers, f"generation={generation}").open()
            author = Author(socket, document)
            stack.push_async_callback(author.leave)
            return await author.join()

        yield sit_down
