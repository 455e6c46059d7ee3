"""Published cases, for everybody."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.openapi.spec import (
    OpenAPIFormat,
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    Schema,
)
from litestar.params import FromPath, FromQuery, PathParameter, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from cases import citing, jats, pdf, service
from cases.schemas import NO_NUL, CaseRow, CollectionView, PublishedCase, VersionRow
from core.policy import Viewer
from identity.documented import problems

MEDIA_TYPES = {
    "bibtex": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "csl": "application/vnd.citationstyles.csl+json",
    "apa": "text/plain",
    "vancouver": "text/plain",
    "ama": "text/plain",
}


@dataclass
class InEveryStyle(Operation):
    """A citation has the media type of its style; the framework would document one."""

    def __post_init__(self) -> None:
        found = (self.responses or {}).get("200")
        if isinstance(found, OpenAPIResponse) and found.content:
            found.content |= dict.fromkeys(MEDIA_TYPES.values(), found.content["text/plain"])


@dataclass
class InEveryFormat(Operation):
    """A file has the media type of its format, and is bytes."""

    def __post_init__(self) -> None:
        found = (self.responses or {}).get("200")
        if isinstance(found, OpenAPIResponse):
            bytes_ = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY))
            found.content = dict.fromkeys((jats.MEDIA_TYPE, pdf.MEDIA_TYPE), bytes_)


@get("/", responses=problems())
async def published(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    specialty: Annotated[str, QueryParameter(max_length=60, pattern=NO_NUL)] = "",
    after: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 20,
) -> list[CaseRow]:
    """Published cases, the latest first. `after` is the `versionId` of the last row."""
    return await service.published(session, viewer=viewer, specialty=specialty, after=after, limit=limit)


@get("/collections")
async def collections(session: NamedDependency[AsyncSession]) -> list[CollectionView]:
    return await service.collections(session)


@get("/{case_id:uuid}", responses=problems(404, 410))
async def case(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], case_id: FromPath[UUID]
) -> PublishedCase:
    """The current version."""
    return await service.published_case(session, viewer=viewer, case_id=case_id)


@get("/{case_id:uuid}/versions", responses=problems(404, 410))
async def versions(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], case_id: FromPath[UUID]
) -> list[VersionRow]:
    return await service.versions(session, viewer=viewer, case_id=case_id)


@get("/{case_id:uuid}/versions/{number:int}", responses=problems(404, 410))
async def version(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    number: Annotated[int, PathParameter(ge=1, le=1_000_000)],
) -> PublishedCase:
    return await service.published_case(session, viewer=viewer, case_id=case_id, number=number)


@get(
    "/{case_id:uuid}/versions/{number:int}/files/{kind:str}",
    responses=problems(404, 410, 503),
    media_type=jats.MEDIA_TYPE,
    operation_class=InEveryFormat,
)
async def file(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    number: Annotated[int, PathParameter(ge=1, le=1_000_000)],
    kind: FromPath[service.Format],
) -> Response[bytes]:
    """A file made of the version. 503 `FileNotReady`: it is being made."""
    found = await service.file_of(session, viewer=viewer, case_id=case_id, number=number, kind=kind)
    return Response(found.content, media_type=found.media_type, headers=found.headers)


@get(
    "/{case_id:uuid}/citation",
    responses=problems(404, 410),
    media_type="text/plain",
    operation_class=InEveryStyle,
)
async def citation(
    *,
    state: State,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    style: FromQuery[citing.Style] = citing.Style.APA,
    version: Annotated[int | None, QueryParameter(ge=1, le=1_000_000)] = None,
) -> Response[str]:
    """The citation as text, BibTeX, RIS or CSL-JSON; of the current version unless another is named."""
    found = await service.published_case(session, viewer=viewer, case_id=case_id, number=version)
    address = state.settings.base_url + citing.version_path(found)
    return Response(
        citing.cite(found, style, address=address), media_type=f"{MEDIA_TYPES[style]}; charset=utf-8"
    )


handlers = [published, collections, case, versions, version, file, citation]
