"""Named versions of a write-up, what changed since, and back to them."""

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

from cases import schemas as s
from cases import service
from cases.routes.writing import Key
from core.policy import Viewer
from identity.documented import problems

VersionNumber = Annotated[int, PathParameter(ge=0, le=1_000_000)]


@get("/{case_id:uuid}/milestones", responses=problems(401, 404, 410))
async def milestones(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], case_id: FromPath[UUID]
) -> list[s.MilestoneView]:
    return await service.milestones(session, viewer=viewer, case_id=case_id)


@post("/{case_id:uuid}/milestones", responses=problems(401, 403, 404, 409, 422))
async def name_state(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.MilestoneDraft],
) -> s.Made:
    """Give the write-up as it is now a name to come back to."""
    return await service.name_state(session, viewer=viewer, case_id=case_id, name=data.name)


@get("/{case_id:uuid}/milestones/{milestone_id:uuid}", responses=problems(401, 404, 410))
async def since(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    milestone_id: FromPath[UUID],
) -> s.Since:
    """What changed since: by section, word by word."""
    return await service.since(session, viewer=viewer, case_id=case_id, milestone_id=milestone_id)


@get("/{case_id:uuid}/sections/{key:str}/history/{version:int}", responses=problems(401, 404, 410))
async def since_version(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    key: Key,
    version: VersionNumber,
) -> s.SectionChange:
    return await service.since_version(session, viewer=viewer, case_id=case_id, key=key, version=version)


@post(
    "/{case_id:uuid}/sections/{key:str}/restoration",
    status_code=200,
    responses=problems(401, 403, 404, 409, 422),
)
async def restore_text(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    key: Key,
    data: JSONBody[s.RestoreDraft],
) -> s.Versioned:
    """Write a former text as the next version. 409 `SectionChanged` when somebody saved meanwhile."""
    return await service.restore_text(
        session, viewer=viewer, case_id=case_id, key=key, to=data.to, version=data.version
    )


handlers = [milestones, name_state, since, since_version, restore_text]
