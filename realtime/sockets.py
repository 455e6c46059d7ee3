"""The room socket: `/rooms/{id}/socket`. What travels on it is in realtime/protocol and realtime/sfu."""

import asyncio
import contextlib
from typing import Any
from uuid import UUID

import msgspec
import structlog
from litestar import WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect
from litestar.params import FromPath

from core.errors import SignInRequired
from identity.guards import cookie_name
from realtime.closing import HelloMissing, code_of
from realtime.hub import Hub
from realtime.protocol import messages as m
from realtime.protocol.closing import Close
from realtime.visits import Bucket, Frame, Visit

logger = structlog.get_logger(__name__)
HELLO_SECONDS = 10.0
PING_SECONDS = 15.0
SILENCE_SECONDS = 45.0
SEND_SECONDS = 10.0
MAX_FRAME = 160_000
AnySocket = WebSocket[Any, Any, Any]
_frames: msgspec.json.Decoder[Frame] = msgspec.json.Decoder(Frame)


@websocket("/rooms/{room_id:uuid}/socket")
async def room_socket(socket: AnySocket, room_id: FromPath[UUID]) -> None:
    """One visit, from the handshake to the close code."""
    await socket.accept()
    code = Close.RESTART
    try:
        code = await _visit(socket, room_id)
    except WebSocketDisconnect:
        return
    except Exception as error:
        code = code_of(error)
        if code is Close.RESTART:
            logger.exception("a visit broke", room=str(room_id))
    with contextlib.suppress(Exception):  # the browser may be gone meanwhile
        await socket.close(code=code, reason=code.name.lower())


async def _visit(socket: AnySocket, room_id: UUID) -> Close:
    hub: Hub = socket.app.state.hub
    token = socket.cookies.get(cookie_name(https=socket.app.state.settings.https))
    hello = await _hello(socket)
    if hello.version != m.VERSION:
        return Close.OLD_PAGE
    if token is None:
        raise SignInRequired
    with hub.live(room_id) as live:
        visit = Visit(hub, live, room_id, token)
        try:
            await visit.enter(hello)
            return await _stay(socket, visit)
        finally:
            await asyncio.shield(asyncio.ensure_future(visit.leave()))


async def _hello(socket: AnySocket) -> m.Hello:
    """The first frame, within ten seconds. Raises HelloMissing, msgspec.ValidationError."""
    try:
        async with asyncio.timeout(HELLO_SECONDS):
            frame = await _next(socket)
    except TimeoutError:
        raise HelloMissing from None
    if not isinstance(frame, m.Hello):
        raise msgspec.ValidationError("the first frame is hello")
    return frame


async def _stay(socket: AnySocket, visit: Visit) -> Close:
    """Until one of the four ways out: the browser, the room, a slow line, silence."""
    ways = [
        asyncio.ensure_future(way)
        for way in (_read(socket, visit), _write(socket, visit), _ping(visit), _cut(visit))
    ]
    try:
        done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        return _first(done, visit)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


def _first(done: set[asyncio.Task[Close]], visit: Visit) -> Close:
    ending = next(iter(done))
    error = ending.exception()
    if isinstance(error, TimeoutError):
        visit.over = Close.SILENT
    if error is not None:
        raise error
    visit.over = ending.result()
    return visit.over


async def _read(socket: AnySocket, visit: Visit) -> Close:
    bucket = Bucket(burst=100, per_second=20)
    while visit.over is None:
        async with asyncio.timeout(SILENCE_SECONDS):
            frame = await _next(socket)
        if not bucket.take():
            return Close.TOO_MANY_FRAMES
        await visit.receive(frame)
    return visit.over


async def _write(socket: AnySocket, visit: Visit) -> Close:
    while True:
        text = await visit.seat.frames.get()
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await socket.send_text(text)
        except TimeoutError:
            return Close.TOO_SLOW


async def _ping(visit: Visit) -> Close:
    while True:
        await asyncio.sleep(PING_SECONDS)
        visit.seat.send(m.Ping())


async def _cut(visit: Visit) -> Close:
    return await visit.seat.cut_with


async def _next(socket: AnySocket) -> Frame:
    text = await socket.receive_data("text")
    if len(text) > MAX_FRAME:
        raise msgspec.ValidationError("too long")
    return _frames.decode(text)
