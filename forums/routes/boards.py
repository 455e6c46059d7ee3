"""Boards and what is on them."""

from typing import Annotated
from uuid import UUID

from litestar import delete, get, post, put
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from forums import pace, service
from forums.routes.documented import CHANGING, READING, WRITING
from forums.schemas import BoardDraft, BoardView, Filter, Placed, ThreadDraft, ThreadRow
from identity.documented import problems


@get("/boards", responses=problems())
async def boards(session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> list[BoardView]:
    """All boards you may see."""
    return await service.boards(session, viewer)


@post("/boards", responses=WRITING)
async def create(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], data: JSONBody[BoardDraft]
) -> BoardView:
    """A new board; for administrators."""
    return await service.create_board(session, viewer, draft=data)


@put("/boards/{board_id:uuid}", status_code=204, responses=WRITING)
async def change(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    board_id: FromPath[UUID],
    data: JSONBody[BoardDraft],
) -> None:
    """All of a board anew; for administrators."""
    await service.change_board(session, viewer, board_id=board_id, draft=data)


@get("/boards/{board_id:uuid}/threads", responses=READING)
async def threads(
    *,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    board_id: FromPath[UUID],
    only: FromQuery[Filter] = Filter.ALL,
    after: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 30,
) -> list[ThreadRow]:
    """Threads by last activity; `after` is the `lastPostId` of the last row you have."""
    return await service.threads(session, viewer, board_id=board_id, only=only, after=after, limit=limit)


@post("/boards/{board_id:uuid}/threads", responses=WRITING)
async def open_thread(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    state: State,
    board_id: FromPath[UUID],
    data: JSONBody[ThreadDraft],
) -> Placed:
    """A new thread with its opening post."""
    await pace.opening(state.sessions, viewer)
    return await service.open_thread(
        session, viewer, board_id=board_id, title=data.title, body=data.body, kind=data.kind, key=data.key
    )


@put("/boards/{board_id:uuid}/follow", status_code=204, responses=CHANGING)
async def follow(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], board_id: FromPath[UUID]
) -> None:
    """Be told of new threads."""
    await service.follow_board(session, viewer, board_id=board_id, following=True)


@delete("/boards/{board_id:uuid}/follow", responses=CHANGING)
async def unfollow(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], board_id: FromPath[UUID]
) -> None:
    """Be told no more."""
    await service.follow_board(session, viewer, board_id=board_id, following=False)


handlers = [boards, create, change, threads, open_thread, follow, unfollow]
