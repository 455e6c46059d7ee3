"""Acknowledgements: whom authors thank, and what those say who are asked."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service
from cases.schemas import AcknowledgementDraft
from core.policy import Viewer
from identity import service as identity
from web import forms
from web.forms import FormState
from web.i18n import language
from web.pages.cases.common import AnyRequest, show, uuid_of
from web.render import see_other


@get("/cases/{case_id:uuid}/acknowledgements")
async def acknowledgements(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    q: Annotated[str, QueryParameter(max_length=100)] = "",
) -> Response[str]:
    return await _page(request, session, viewer, case_id, FormState(), q=q)


@post("/cases/{case_id:uuid}/acknowledgements")
async def acknowledge(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    q: Annotated[str, QueryParameter(max_length=100)] = "",
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = form.into(AcknowledgementDraft)
    if draft is not None:
        async with form.attempt(session):
            await service.acknowledge(session, viewer=viewer, case_id=case_id, draft=draft)
    if form.refused:
        return await _page(request, session, viewer, case_id, form, q=q)
    _ = language(request, viewer)
    asked = draft is not None and draft.person_id is not None
    said = _("The member is asked.") if asked else _("The entry is saved.")
    return see_other(request, f"/cases/{case_id}/acknowledgements", said=said)


@post("/cases/{case_id:uuid}/acknowledgements/remove")
async def take_out(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    found = uuid_of(form, "acknowledgement_id")
    if found is not None:
        async with form.attempt(session):
            await service.take_thanks_out(session, viewer=viewer, case_id=case_id, acknowledgement_id=found)
    if form.refused:
        return await _page(request, session, viewer, case_id, form)
    _ = language(request, viewer)
    return see_other(request, f"/cases/{case_id}/acknowledgements", said=_("The entry is taken out."))


@get("/acknowledgements/{acknowledgement_id:uuid}")
async def asked(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    acknowledgement_id: FromPath[UUID],
) -> Response[str]:
    found = await service.thanks(session, viewer=viewer, acknowledgement_id=acknowledgement_id)
    return show(request, viewer, "thanks.html", thanks=found)


@post("/acknowledgements/{acknowledgement_id:uuid}")
async def answer(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    acknowledgement_id: FromPath[UUID],
) -> Redirect:
    form = await forms.read(request)
    accept = form.text("answer") == "accept"
    await service.answer_thanks(session, viewer=viewer, acknowledgement_id=acknowledgement_id, accept=accept)
    _ = language(request, viewer)
    said = _("You agreed to be named.") if accept else _("You will not be named.")
    return see_other(request, f"/acknowledgements/{acknowledgement_id}", said=said)


async def _page(  # noqa: PLR0917
    request: AnyRequest, session: AsyncSession, viewer: Viewer, case_id: UUID, form: FormState, q: str = ""
) -> Response[str]:
    case = await service.write_up(session, viewer=viewer, case_id=case_id)
    there = {author.person.id for author in case.authors}
    found = await identity.find_people(session, viewer, q, limit=20)
    return show(
        request,
        viewer,
        "acknowledgements.html",
        status=form.status,
        case=case,
        form=form,
        none_typed=FormState(),
        q=q,
        found=[card for card in found if card.id not in there],
    )


router = Router("/", route_handlers=[acknowledgements, acknowledge, take_out, asked, answer])
