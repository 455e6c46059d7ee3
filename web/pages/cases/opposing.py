"""People whom the authors would not have review: named with a reason before the case is handed in."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service
from cases.schemas import OpposedDraft
from core.policy import Viewer
from identity import service as identity
from web import forms
from web.forms import FormState
from web.i18n import language
from web.pages.cases.common import TAKEN_DOWN, AnyRequest, show, uuid_of
from web.render import see_other


@get("/cases/{case_id:uuid}/opposed", exception_handlers=TAKEN_DOWN)
async def opposed(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    q: Annotated[str, QueryParameter(max_length=100)] = "",
) -> Response[str]:
    return await _page(request, session, viewer, case_id, FormState.of(q=q))


@post("/cases/{case_id:uuid}/opposed")
async def oppose(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    person_id = uuid_of(form, "person_id")
    draft = form.into(OpposedDraft) if person_id else None
    if draft is not None:
        async with form.attempt(session):
            await service.oppose(session, viewer=viewer, case_id=case_id, draft=draft)
    if form.refused:
        return await _page(request, session, viewer, case_id, form)
    _ = language(request, viewer)
    return see_other(request, f"/cases/{case_id}/opposed", said=_("The editors will read it."))


@post("/cases/{case_id:uuid}/opposed/remove")
async def unoppose(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    person_id = uuid_of(form, "person_id")
    if person_id is not None:
        async with form.attempt(session):
            await service.unoppose(session, viewer=viewer, case_id=case_id, person_id=person_id)
    if form.refused:
        return await _page(request, session, viewer, case_id, form)
    _ = language(request, viewer)
    return see_other(request, f"/cases/{case_id}/opposed", said=_("Removed."))


async def _page(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, case_id: UUID, form: FormState
) -> Response[str]:
    mine = await service.write_up(session, viewer=viewer, case_id=case_id)
    named = await service.opposed(session, viewer=viewer, case_id=case_id)
    q = form.text("q")
    found = await identity.find_people(session, viewer, q, limit=10) if q.strip() else []
    return show(
        request,
        viewer,
        "opposed.html",
        status=form.status,
        case=mine,
        named=named,
        found=[one for one in found if one.id not in {known.person.id for known in named}],
        q=q,
        form=form,
    )


router = Router("/", route_handlers=[opposed, oppose, unoppose])
