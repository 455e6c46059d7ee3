"""Published cases: the list, the case, its versions, its citation."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, PathParameter, QueryParameter
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from cases import citing, policy, service
from cases.contributions import orcid_address
from cases.errors import CaseNotFound, CaseTakenDown
from cases.schemas import PublishedCase
from core.policy import Viewer
from forums import service as forums
from realtime import service as rooms
from realtime.schemas import RoomRow
from web.pages.cases import labels, metadata
from web.pages.cases.common import AnyRequest, show

PAGE = 20
FILES = {
    citing.Style.BIBTEX: ("application/x-bibtex", "bib"),
    citing.Style.RIS: ("application/x-research-info-systems", "ris"),
    citing.Style.CSL: ("application/vnd.citationstyles.csl+json", "json"),
}
LINES = {"APA": citing.Style.APA, "Vancouver": citing.Style.VANCOUVER, "AMA": citing.Style.AMA}


@get("/cases", opt={"reads": True})
async def published(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    specialty: Annotated[str, QueryParameter(max_length=60)] = "",
    after: FromQuery[UUID | None] = None,
) -> Response[str]:
    rows = await service.published(session, viewer=viewer, specialty=specialty, after=after, limit=PAGE + 1)
    return show(
        request,
        viewer,
        "list.html",
        rows=rows[:PAGE],
        more=len(rows) > PAGE,
        after=after,
        specialty=specialty,
        offered=await service.specialties(session, viewer=viewer),
        may_write=policy.may_write_up(viewer),
        edits=policy.edits_somewhere(viewer),
    )


@get("/cases/{case_id:uuid}", opt={"reads": True})
async def case(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    """The current version; a case that is not published opens where the viewer works on it."""
    try:
        found = await service.published_case(session, viewer=viewer, case_id=case_id)
    except (CaseNotFound, CaseTakenDown) as error:
        door = await service.door(session, viewer=viewer, case_id=case_id)
        if not door and isinstance(error, CaseTakenDown):
            return _tombstone(request, viewer, error)
        if not door:
            raise
        return Redirect(f"/cases/{case_id}/{door}", status_code=303)
    return await _page(request, session, viewer, found)


@get("/cases/{case_id:uuid}/versions/{number:int}")
async def version(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    number: Annotated[int, PathParameter(ge=1, le=1_000_000)],
) -> Response[str]:
    try:
        found = await service.published_case(session, viewer=viewer, case_id=case_id, number=number)
    except CaseTakenDown as error:
        return _tombstone(request, viewer, error)
    return await _page(request, session, viewer, found, past=True)


@get("/cases/{case_id:uuid}/cite/{style:str}")
async def cite(
    *,
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    style: FromPath[citing.Style],
    version: Annotated[int | None, QueryParameter(ge=1, le=1_000_000)] = None,
) -> Response[str]:
    """The citation as a file for a reference manager; of the current version unless another is named."""
    try:
        found = await service.published_case(session, viewer=viewer, case_id=case_id, number=version)
    except CaseTakenDown as error:
        return _tombstone(request, viewer, error)
    media_type, ending = FILES.get(style, ("text/plain", "txt"))
    return Response(
        citing.cite(found, style, address=_address(request, found)),
        media_type=f"{media_type}; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="case-{case_id.hex[-12:]}.{ending}"'},
    )


@get("/cases/{case_id:uuid}/versions/{number:int}/{kind:str}")
async def file(  # noqa: PLR0917
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    number: Annotated[int, PathParameter(ge=1, le=1_000_000)],
    kind: FromPath[service.Format],
) -> Response[bytes] | Response[str]:
    """The version as a file: its address stays."""
    try:
        found = await service.file_of(session, viewer=viewer, case_id=case_id, number=number, kind=kind)
    except CaseTakenDown as error:
        return _tombstone(request, viewer, error)
    return Response(found.content, media_type=found.media_type, headers=found.headers)


def _tombstone(request: AnyRequest, viewer: Viewer, error: CaseTakenDown) -> Response[str]:
    """In the place of the case: that it is gone, since when and why; no title, no names, no text."""
    since = datetime.fromisoformat(str(error.context["since"]))
    answer = show(request, viewer, "tombstone.html", status=error.status, since=since)
    answer.headers["x-robots-tag"] = "noindex"
    return answer


async def _page(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, found: PublishedCase, *, past: bool = False
) -> Response[str]:
    many = past or found.version.number > 1
    rows = await service.versions(session, viewer=viewer, case_id=found.id) if many else [found.version]
    return show(
        request,
        viewer,
        "case.html",
        case=found,
        orcid_address=orcid_address,
        places=list(dict.fromkeys(place for a in found.publication.authors for place in a.affiliations)),
        versions=rows,
        source=citing.source_address(found),
        doi=citing.doi_address(found),
        citations={
            label: citing.cite(found, style, address=_address(request, found))
            for label, style in LINES.items()
        },
        canonical=f"{request.app.state.settings.base_url}/cases/{found.id}",
        permanent=_address(request, found),
        tags=metadata.highwire(found, address=_address(request, found)),
        linked=metadata.linked_data(found, address=_address(request, found)),
        challenge=found.collection_id and service.challenge_of(found.publication.manuscript),
        formats=labels.FORMATS,
        failed=await _failed(session, found),
        thread=await _discussion(session, viewer, found),
        conferences=[] if past else await _conferences(session, viewer, found),
    )


async def _discussion(session: AsyncSession, viewer: Viewer, found: PublishedCase) -> Any:
    """Only a collection's cases are discussed; imported ones spare the query."""
    if found.collection_id is None:
        return None
    return await forums.thread_about(session, viewer, about_kind="case", about_id=found.id)


async def _failed(session: AsyncSession, found: PublishedCase) -> list[str]:
    """Files that are not there and will not be by themselves; when all are there nothing is asked."""
    missing = set(labels.FORMATS) - set(found.files)
    return await service.cannot_be_made(session, found.version.id) if missing else []


async def _conferences(session: AsyncSession, viewer: Viewer, found: PublishedCase) -> list[RoomRow]:
    """Those about the case that are on or come next."""
    return await rooms.live_and_upcoming(session, viewer, case_id=found.id, limit=3)


def _address(request: AnyRequest, found: PublishedCase) -> str:
    return f"{request.app.state.settings.base_url}{citing.version_path(found)}"


router = Router("/", route_handlers=[published, case, version, cite, file])
