"""A service in small for tests: pages, a socket per member, an engine; what the rooms do in the real one."""

import asyncio
import contextlib
from http import HTTPStatus
from typing import Self

import msgspec
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from realtime.sfu import signalling
from realtime.sfu.engine import EmbeddedEngine

PAGE = b'<!doctype html><title>room</title><script type="module" src="/page.js"></script>'
frames = msgspec.json.Decoder(signalling.FromBrowser)


class Harness:
    """`/?ROOM/MEMBER` is a page in that room as that member."""

    def __init__(self, engine: EmbeddedEngine, script: bytes) -> None:
        self.engine, self._script = engine, script
        self.sockets: dict[tuple[str, str], ServerConnection] = {}
        self.events: list[object] = []
        self._server: Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await serve(
            self._serve, "127.0.0.1", 0, process_request=self._page, compression=None, max_size=1 << 20
        )
        self._listening = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()
        self._listening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._listening

    def url(self, room: str, member: str) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{next(iter(self._server.sockets)).getsockname()[1]}/?{room}/{member}"

    def _page(self, _: ServerConnection, request: Request) -> Response | None:
        if request.path.startswith("/socket/"):
            return None
        script = request.path == "/page.js"
        body = self._script if script else PAGE
        kind = "text/javascript" if script else "text/html"
        headers = Headers({"Content-Type": kind, "Content-Length": str(len(body)), "Connection": "close"})
        return Response(HTTPStatus.OK, "OK", headers, body)

    async def _serve(self, socket: ServerConnection) -> None:
        assert socket.request is not None
        _, _, room, member = socket.request.path.split("/")
        await self.engine.join(room, member)
        self.sockets[room, member] = socket
        with contextlib.suppress(ConnectionClosed):
            async for text in socket:
                reply = await signalling.receive(self.engine, room, member, frames.decode(text))
                if reply is not None:
                    await socket.send(msgspec.json.encode(reply).decode())
        if self.sockets.get((room, member)) is socket:
            del self.sockets[room, member]
            await self.engine.leave(room, member)

    async def _listen(self) -> None:
        async for event in self.engine.events():
            self.events.append(event)
            for room, member, frame in signalling.deliveries(event):
                socket = self.sockets.get((room, member))
                if socket is None:
                    continue
                with contextlib.suppress(ConnectionClosed):
                    await socket.send(msgspec.json.encode(frame).decode())
