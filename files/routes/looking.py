"""Second looks."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from files import schemas as s
from files import service
from identity.documented import problems


@get("/looks", responses=problems(401, 403))
async def looks(session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> list[s.LookRow]:
    """What waits for a second look and you have no part in."""
    return await service.queue(session, viewer=viewer)


@post("/{file_id:uuid}/look", status_code=204, responses=problems(401, 403, 404, 409))
async def take(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], file_id: FromPath[UUID]
) -> None:
    """Take one on, for two hours."""
    await service.take(session, viewer=viewer, file_id=file_id)


@get("/{file_id:uuid}/look", responses=problems(401, 404))
async def looked_at(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], file_id: FromPath[UUID]
) -> s.FileView:
    return await service.looked_at(session, viewer=viewer, file_id=file_id)


@post("/{file_id:uuid}/verdict", status_code=204, responses=problems(401, 403, 404, 409, 422))
async def decide(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    file_id: FromPath[UUID],
    data: JSONBody[s.Verdict],
) -> None:
    """Approve, or send back with a reason."""
    await service.decide(session, viewer=viewer, file_id=file_id, draft=data)


handlers = [looks, take, looked_at, decide]
