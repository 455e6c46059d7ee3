"""The history of a write-up: named versions, what changed since, and back to a former text."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, PathParameter
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service
from cases.care import BY_KEY
from cases.errors import SectionNotFound
from cases.schemas import MilestoneDraft, RestoreDraft
from core.policy import Viewer
from web import forms
from web.forms import FormState
from web.i18n import language
from web.pages.cases.common import TAKEN_DOWN, AnyRequest, show
from web.pages.cases.writing import Key
from web.render import see_other

VersionNumber = Annotated[int, PathParameter(ge=0, le=1_000_000)]


@get("/cases/{case_id:uuid}/history", exception_handlers=TAKEN_DOWN)
async def named(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str]:
    return await _page(request, session, viewer, case_id, FormState())


@post("/cases/{case_id:uuid}/history")
async def name_state(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = form.into(MilestoneDraft)
    if draft is not None:
        async with form.attempt(session):
            await service.name_state(session, viewer=viewer, case_id=case_id, name=draft.name)
    if form.refused:
        return await _page(request, session, viewer, case_id, form)
    _ = language(request, viewer)
    return see_other(request, f"/cases/{case_id}/history", said=_("This version has a name now."))


@get("/cases/{case_id:uuid}/history/{milestone_id:uuid}", exception_handlers=TAKEN_DOWN)
async def since(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    milestone_id: FromPath[UUID],
) -> Response[str]:
    mine = await service.write_up(session, viewer=viewer, case_id=case_id)
    found = await service.since(session, viewer=viewer, case_id=case_id, milestone_id=milestone_id)
    return show(request, viewer, "since.html", case=mine, since=found)


@get("/cases/{case_id:uuid}/write/{key:str}/history/{version:int}", exception_handlers=TAKEN_DOWN)
async def since_version(  # noqa: PLR0917
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    key: Key,
    version: VersionNumber,
) -> Response[str]:
    mine = await service.write_up(session, viewer=viewer, case_id=case_id)
    change = await service.since_version(session, viewer=viewer, case_id=case_id, key=key, version=version)
    return show(request, viewer, "changed.html", case=mine, change=change)


@post("/cases/{case_id:uuid}/write/{key:str}/restore")
async def restore(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    key: Key,
) -> Response[str] | Redirect:
    """A refusal leads to the comparison as it is now: what was asked for is a text that is kept anyway."""
    if key not in BY_KEY:
        raise SectionNotFound
    form = await forms.read(request)
    draft = form.into(RestoreDraft)
    if draft is not None:
        async with form.attempt(session):
            await service.restore_text(
                session, viewer=viewer, case_id=case_id, key=key, to=draft.to, version=draft.version
            )
    if form.refused:
        mine = await service.write_up(session, viewer=viewer, case_id=case_id)
        version = draft.to if draft else 0
        change = await service.since_version(
            session, viewer=viewer, case_id=case_id, key=key, version=version
        )
        return show(request, viewer, "changed.html", status=form.status, case=mine, change=change, form=form)
    _ = language(request, viewer)
    return see_other(request, f"/cases/{case_id}/write/{key}", said=_("The former text is back."))


async def _page(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, case_id: UUID, form: FormState
) -> Response[str]:
    mine = await service.write_up(session, viewer=viewer, case_id=case_id)
    rows = await service.milestones(session, viewer=viewer, case_id=case_id)
    return show(request, viewer, "milestones.html", status=form.status, case=mine, rows=rows, form=form)


router = Router("/", route_handlers=[named, name_state, since, since_version, restore])
