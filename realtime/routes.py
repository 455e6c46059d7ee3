"""Rooms over HTTP. Entering one is for browsers: the room page and its socket."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from identity.documented import problems
from realtime import service
from realtime.documents.desk import Desk
from realtime.documents.writers import writers as writers_of
from realtime.protocol.messages import Line
from realtime.schemas import RoomDraft, RoomRow, RoomView, View, Writer

READING = problems(401, 403, 404)
WRITING = problems(401, 403, 404, 409, 413, 422)


class Made(View, frozen=True, kw_only=True):
    """The id of what was made."""

    id: UUID


@get("/rooms", responses=READING)
async def rooms(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    board_id: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> list[RoomRow]:
    """Rooms that are open or to come, of one board or of all you may see."""
    return await service.live_and_upcoming(session, viewer, board_id=board_id, limit=limit)


@get("/rooms/past", responses=READING)
async def past_rooms(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    after: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 20,
) -> list[RoomRow]:
    """Rooms that are over; `after` is the id of the last row you have."""
    return await service.past(session, viewer, after=after, limit=limit)


@post("/rooms", responses=WRITING)
async def schedule(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], data: JSONBody[RoomDraft]
) -> Made:
    """A room of your own, now or later."""
    return Made(id=await service.schedule(session, viewer, draft=data))


@get("/rooms/{room_id:uuid}", responses=READING)
async def room(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], room_id: FromPath[UUID]
) -> RoomView:
    return await service.room(session, viewer, room_id=room_id)


@post("/rooms/{room_id:uuid}/end", status_code=204, responses=WRITING)
async def end(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], room_id: FromPath[UUID]
) -> None:
    """End it for everybody; for its host."""
    await service.end(session, viewer, room_id=room_id)


@get("/rooms/{room_id:uuid}/chat", responses=READING)
async def chat(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    room_id: FromPath[UUID],
    after: Annotated[int, QueryParameter(ge=0, le=2_000_000_000)] = 0,
) -> list[Line]:
    """The last 200 lines after that number; for those who were there."""
    return await service.chat_of(session, viewer, room_id=room_id, after=after)


@get("/documents/{document_id:uuid}/writers", responses=problems(401, 404, 410))
async def writers(
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    document_id: FromPath[UUID],
) -> list[Writer]:
    """Who wrote what: the insertions of a Yjs client are those of its person. For those who may read it."""
    desk: Desk = request.app.state.desk
    await desk.owner.may_write(session, viewer=viewer, document_id=document_id)
    return await writers_of(session, document_id=document_id)


router = Router(
    "/realtime", route_handlers=[rooms, past_rooms, schedule, room, end, chat, writers], tags=["realtime"]
)
