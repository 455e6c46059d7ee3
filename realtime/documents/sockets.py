"""The document socket: `/documents/{id}/socket`. What travels on it is in PROTOCOL.md."""

import asyncio
import contextlib
from typing import Annotated, Any
from uuid import UUID

import structlog
from litestar import WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect
from litestar.params import FromPath, QueryParameter
from sqlalchemy.exc import DBAPIError

from cases.errors import CaseTakenDown
from core.db import transaction
from core.errors import DomainError, SignInRequired
from core.policy import Viewer
from identity import sessions as sign_ins
from identity.guards import cookie_name
from realtime.documents import wire
from realtime.documents.desk import Desk, WrongGeneration
from realtime.documents.lines import Cut, Line
from realtime.documents.outlet import Outlet, Receive, direct
from realtime.documents.room import Room
from realtime.documents.storage import MOST_BYTES, DocumentGone
from realtime.documents.writers import colour_of
from realtime.visits import Bucket

logger = structlog.get_logger(__name__)
AnySocket = WebSocket[Any, Any, Any]
ASKED_AGAIN_EVERY = 20.0
SEND_SECONDS = 12.0
BEAT_SECONDS = 12.0
CLOSE_SECONDS = 5.0
AWAY = (OSError, DBAPIError)
"""The database is not there at the moment: nothing to look into, and browsers come back."""

CLOSES = {
    "restarting": (4001, "The service restarts. Your text is kept; the page connects again by itself."),
    "too_slow": (4002, "The line is too slow to follow. The page connects again by itself."),
    "malformed": (4103, "The page sent something that cannot be read. Load it again."),
    "not_allowed": (4105, "You may not write here now. Text that was not saved is kept on this device."),
    "too_fast": (4108, "Too much at once. The page connects again in a moment."),
    "too_large": (4110, "This is more than a document may hold. Shorten it, or begin another."),
    "gone": (4111, "The document is not there any more."),
    "taken_back": (
        4409,
        "Words that were shown could not be kept. The page begins anew; what had no receipt is kept aside.",
    ),
    "generation_changed": (
        4409,
        "The document was made anew. Text that was not saved is kept on this device.",
    ),
}

CODES: tuple[tuple[type[Exception], str], ...] = (
    (WrongGeneration, "generation_changed"),
    (wire.Malformed, "malformed"),
    (wire.TooLarge, "too_large"),
    (DocumentGone, "gone"),
    (CaseTakenDown, "gone"),
    (DomainError, "not_allowed"),
)


@websocket("/documents/{document_id:uuid}/socket")
async def document_socket(
    socket: AnySocket,
    document_id: FromPath[UUID],
    generation: Annotated[str, QueryParameter(max_length=40)] = "",
) -> None:
    """One connection, from the handshake to the notice of its end."""
    await socket.accept()
    code = "restarting"
    try:
        code = await _visit(socket, document_id, generation)
    except WebSocketDisconnect:
        return
    except Exception as error:
        code = _code_of(error)
        if isinstance(error, AWAY):
            logger.warning(
                "no database for a document", document=str(document_id), error=type(error).__name__
            )
        elif code == "restarting" and not isinstance(error, Cut):
            logger.exception("a document connection broke", document=str(document_id))
    number, message = CLOSES[code]
    with contextlib.suppress(Exception):  # the browser may be gone meanwhile
        async with asyncio.timeout(CLOSE_SECONDS):
            await socket.send_bytes(wire.notice(code, message))
            await socket.close(code=number, reason=code)


async def _visit(socket: AnySocket, document_id: UUID, generation: str) -> str:
    desk: Desk = socket.app.state.desk
    viewer = await _viewer(socket, desk)
    person = _person(viewer)
    writes = await desk.may_write(viewer, document_id)
    line = Line(person_id=person, writes=writes, name=viewer.name, colour=colour_of(person))
    async with desk.at(document_id, line, generation) as room:
        async with asyncio.timeout(SEND_SECONDS):
            await socket.send_bytes(wire.hello(_facts(room, line)))
        return await _stay(socket, desk, room, line)


def _facts(room: Room, line: Line) -> dict[str, object]:
    return {
        "generation": str(room.generation),
        "document": str(room.id),
        "rights": "write" if line.writes else "read",
        "name": line.name,
        "person": str(line.person_id),
        "colour": line.colour,
        "limits": {"frame_bytes": wire.MOST_BYTES, "document_bytes": MOST_BYTES},
    }


async def _stay(socket: AnySocket, desk: Desk, room: Room, line: Line) -> str:
    """Until one of the ways out: the browser, the room, the line, the right to be here."""
    receive, send = direct(socket)
    outlet = Outlet(send, line)
    ways = [
        asyncio.ensure_future(way)
        for way in (
            _read(receive, room, line),
            _cut(outlet, line),
            _ask_again(socket, desk, room, line),
            _beat(room, line, outlet),
        )
    ]
    try:
        done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        return next(iter(done)).result()
    finally:
        outlet.close()
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _read(receive: Receive, room: Room, line: Line) -> str:
    frames, size = Bucket(burst=300, per_second=50), Bucket(burst=8_000, per_second=200)
    while line.over is None:
        message: Any = await receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(code=message.get("code", 1000), detail="")
        frame = message.get("bytes") or (message.get("text") or "").encode()
        if not frames.take() or not size.take(1 + len(frame) / 1_000):
            return "too_fast"
        room.receive(line, wire.read(frame))
    return line.over


async def _cut(outlet: Outlet, line: Line) -> str:
    await outlet.over.wait()
    return line.over or "restarting"


async def _beat(room: Room, line: Line, outlet: Outlet) -> str:
    """Something is said all the time, so that a browser finds out when its line is dead; so do we."""
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        if outlet.stuck(SEND_SECONDS):
            return "too_slow"
        line.send(wire.awareness(room.presence.all()))


async def _ask_again(socket: AnySocket, desk: Desk, room: Room, line: Line) -> str:
    """Updates are asked about as they are stored; this is for reading, and for becoming a writer."""
    while True:
        await asyncio.sleep(ASKED_AGAIN_EVERY)
        viewer = await _viewer(socket, desk)
        if _person(viewer) != line.person_id:
            return "not_allowed"
        if await desk.may_write(viewer, room.id) != line.writes:
            return "restarting"


async def _viewer(socket: AnySocket, desk: Desk) -> Viewer:
    token = socket.cookies.get(cookie_name(https=socket.app.state.settings.https))
    async with transaction(desk.sessions) as session:
        viewer = await sign_ins.viewer_of(session, token) if token else None
    if viewer is None:
        raise SignInRequired
    return viewer


def _person(viewer: Viewer) -> UUID:
    assert viewer.person_id is not None
    return viewer.person_id


def _code_of(error: Exception) -> str:
    """What an error means for the connection; one that nobody foresaw lets the browser come back."""
    if isinstance(error, Cut):
        return error.code
    return next((code for kind, code in CODES if isinstance(error, kind)), "restarting")
