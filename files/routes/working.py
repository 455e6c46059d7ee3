"""A file and its pictures, for those who work on what it belongs to."""

from typing import Annotated
from uuid import UUID

from litestar import delete, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from files import pace, service
from files import schemas as s
from identity.documented import problems

Number = Annotated[int, PathParameter(ge=1, le=1000)]


@get("/{file_id:uuid}", responses=problems(401, 404))
async def file(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], file_id: FromPath[UUID]
) -> s.FileView:
    return await service.file(session, viewer=viewer, file_id=file_id)


@post(
    "/{file_id:uuid}/pictures/{number:int}/redaction",
    status_code=204,
    responses=problems(401, 403, 404, 409, 410, 413, 422, 503),
)
async def redact(  # noqa: PLR0917
    state: State,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    file_id: FromPath[UUID],
    number: Number,
    data: JSONBody[s.Redaction],
) -> None:
    """Paint rectangles black, for good."""
    await pace.before_redaction(state.sessions, viewer)
    await service.redact(
        session, viewer=viewer, shelf=state.shelf, file_id=file_id, number=number, draft=data
    )


@post(
    "/{file_id:uuid}/pictures/{number:int}/clean",
    status_code=204,
    responses=problems(401, 403, 404, 409, 410),
)
async def say_clean(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    file_id: FromPath[UUID],
    number: Number,
) -> None:
    """Nothing in this picture needs to be blackened."""
    await service.say_clean(session, viewer=viewer, file_id=file_id, number=number)


@post("/{file_id:uuid}/attestation", status_code=204, responses=problems(401, 403, 404, 409, 410, 422))
async def hand_on(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    file_id: FromPath[UUID],
    data: JSONBody[s.Attestation],
) -> None:
    """Attest that nobody can be recognised, and ask for the second look."""
    await service.hand_on(session, viewer=viewer, file_id=file_id, draft=data)


@delete("/{file_id:uuid}/attestation", responses=problems(401, 403, 404, 409, 410))
async def take_back(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], file_id: FromPath[UUID]
) -> None:
    """Work on it again."""
    await service.take_back(session, viewer=viewer, file_id=file_id)


handlers = [file, redact, say_clean, hand_on, take_back]
