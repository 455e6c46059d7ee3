"""Rooms, and sockets into them straight through the application."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import msgspec
import pytest
from httpx import AsyncClient
from litestar import Litestar

from core.db import Sessions, transaction
from core.policy import Grant, Role, Viewer
from identity.models import Person
from realtime import service
from realtime.schemas import RoomDraft
from tests.conftest import ORIGIN, Enter


def viewer(person: Person, *roles: Role) -> Viewer:
    grants = {Grant(role) for role in roles or (Role.VERIFIED_CLINICIAN,)} | {Grant(Role.MEMBER)}
    return Viewer(person_id=person.id, name=person.name, grants=frozenset(grants))


MakeRoom = Callable[..., Awaitable[UUID]]


@pytest.fixture
async def make_room(sessions: Sessions, ada: Person) -> MakeRoom:
    """A room that Ada hosts."""

    async def make(**draft: Any) -> UUID:
        async with transaction(sessions) as session:
            return await service.schedule(
                session, viewer(ada), draft=RoomDraft(**({"title": "A man of 60 with syncope"} | draft))
            )

    return make


@pytest.fixture
async def room_id(make_room: MakeRoom) -> UUID:
    return await make_room()


class Closed(Exception):
    """The service closed the socket, or refused it before it was one (code None)."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


class Socket:
    """A browser's end of the room socket."""

    def __init__(self, app: Litestar, path: str, headers: dict[str, str], query: str = "") -> None:
        self._app, self._path, self._headers, self._query = app, path, headers, query
        self._to_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._from_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> "Socket":
        scope: dict[str, Any] = {
            "type": "websocket",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "scheme": "ws",
            "path": self._path,
            "raw_path": self._path.encode(),
            "query_string": self._query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in self._headers.items()],
            "client": ("127.0.0.1", 50000),
            "server": ("testserver", 80),
            "subprotocols": [],
            "state": {},
            "extensions": {"websocket.http.response": {}},
        }
        run = self._app(scope, self._to_app.get, self._from_app.put)  # type: ignore[arg-type]
        self._task = asyncio.create_task(run)
        await self._to_app.put({"type": "websocket.connect"})
        answer = await asyncio.wait_for(self._from_app.get(), 5)
        if answer["type"] != "websocket.accept":
            raise Closed(None)
        return self

    async def tell(self, **frame: Any) -> None:
        await self.write(msgspec.json.encode(frame).decode())

    async def write(self, text: str) -> None:
        await self._to_app.put({"type": "websocket.receive", "text": text, "bytes": None})

    async def put(self, frame: bytes) -> None:
        await self._to_app.put({"type": "websocket.receive", "bytes": frame, "text": None})

    async def get(self, *, seconds: float = 10) -> bytes:
        """The next binary frame. Raises Closed."""
        async with asyncio.timeout(seconds):
            message = await self._from_app.get()
        if message["type"] != "websocket.send":
            raise Closed(message.get("code"))
        return bytes(message["bytes"])

    async def hear(self, *kinds: str, seconds: float = 20) -> dict[str, Any]:
        """The next frame of one of these types. Raises Closed."""
        async with asyncio.timeout(seconds):
            while True:
                message = await self._from_app.get()
                if message["type"] != "websocket.send":
                    raise Closed(message.get("code"))
                frame: dict[str, Any] = msgspec.json.decode(message["text"])
                if not kinds or frame["type"] in kinds:
                    return frame

    async def closed(self) -> int | None:
        """The code with which the service ends it, whatever is said before."""
        try:
            while True:
                await self.hear()
        except Closed as closed:
            return closed.code

    async def vanish(self) -> None:
        """The line is cut, without a word."""
        await self._to_app.put({"type": "websocket.disconnect", "code": 1006})
        if self._task is not None:
            with contextlib.suppress(asyncio.CancelledError):
                await self._task


Connect = Callable[..., Awaitable[Socket]]


@pytest.fixture
async def connect(app: Litestar, as_: Enter) -> AsyncIterator[Connect]:
    """A socket of somebody's, not yet greeted."""
    async with AsyncExitStack() as stack:

        async def open_socket(client: AsyncClient, room_id: UUID, *, origin: str = ORIGIN) -> Socket:
            cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
            headers = {"host": "testserver", "origin": origin, "cookie": cookies}
            socket = await Socket(app, f"/rooms/{room_id}/socket", headers).open()
            stack.push_async_callback(socket.vanish)
            return socket

        yield open_socket


async def ticket_for(client: AsyncClient, room_id: UUID) -> str:
    answer = await client.post(f"/api/realtime/rooms/{room_id}/ticket", json={"acknowledged": True})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["ticket"])


Walk = Callable[..., Awaitable[tuple[Socket, dict[str, Any]]]]


@pytest.fixture
async def walk_in(connect: Connect, as_: Enter) -> Walk:
    """Somebody in a room: the socket and the welcome."""

    async def enter(
        person: Person, room_id: UUID, *, device: str = "", **hello: Any
    ) -> tuple[Socket, dict[str, Any]]:
        client = await as_(person)
        socket = await connect(client, room_id)
        ticket = await ticket_for(client, room_id)
        device = device or person.id.hex
        await socket.tell(type="hello", version=1, ticket=ticket, device=device, **hello)
        return socket, await socket.hear("welcome")

    return enter
