"""Figures of a write-up, for its authors."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request, delete, get, post, put
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.openapi.spec import OpenAPIFormat, OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.params import FromPath, JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from cases import schemas as s
from cases import service
from cases.service.picturing import KIND
from core.db import let_go
from core.policy import Viewer
from files import receiving
from files import service as files
from identity.documented import problems


@dataclass
class TakesBytes(Operation):
    """The body is the file itself; the framework documents only bodies that it decodes."""

    def __post_init__(self) -> None:
        schema = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
        content = {"application/octet-stream": OpenAPIMediaType(schema=schema)}
        self.request_body = RequestBody(content=content, required=True)


@get("/{case_id:uuid}/figures", responses=problems(401, 404, 410))
async def figures(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], case_id: FromPath[UUID]
) -> list[s.FigureView]:
    return (await service.write_up(session, viewer=viewer, case_id=case_id)).figures


@post(
    "/{case_id:uuid}/figures",
    responses=problems(401, 403, 404, 409, 413, 415, 422, 429, 503),
    operation_class=TakesBytes,
    request_max_body_size=files.MOST_BYTES + 1,
)
async def add_figure(
    request: Request[Any, Any, Any],
    state: State,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> s.Made:
    """The body is a JPEG, PNG, WebP, HEIC, PDF or DICOM file. Returns the id of the file."""
    await receiving.may_begin(session, state.sessions, viewer=viewer, owner_kind=KIND, owner_id=case_id)
    await let_go(session)
    data = await receiving.gathered(request.stream())
    return await service.add_figure(session, viewer=viewer, shelf=state.shelf, case_id=case_id, data=data)


@put("/{case_id:uuid}/figures/{file_id:uuid}", status_code=204, responses=problems(401, 403, 404, 409, 413))
async def describe_figure(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    file_id: FromPath[UUID],
    data: JSONBody[s.FigureDraft],
) -> None:
    await service.describe_figure(session, viewer=viewer, case_id=case_id, file_id=file_id, draft=data)


@post("/{case_id:uuid}/figures/{file_id:uuid}/up", status_code=204, responses=problems(401, 403, 404, 409))
async def move_figure(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    file_id: FromPath[UUID],
) -> None:
    """One place up."""
    await service.move_figure(session, viewer=viewer, case_id=case_id, file_id=file_id)


@delete("/{case_id:uuid}/figures/{file_id:uuid}", responses=problems(401, 403, 404, 409))
async def remove_figure(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    file_id: FromPath[UUID],
) -> None:
    await service.remove_figure(session, viewer=viewer, case_id=case_id, file_id=file_id)


handlers = [figures, add_figure, describe_figure, move_figure, remove_figure]
