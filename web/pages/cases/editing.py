"""The editor's desk. Reviewers are aliases from the moment they are asked."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from cases import errors, service
from cases.schemas import RetractionDraft, RulingDraft
from core.policy import Viewer
from web import forms
from web.forms import FormState
from web.i18n import language, sentence
from web.pages.cases import labels
from web.pages.cases.common import AnyRequest, NotThere, options, show, uuid_of
from web.render import see_other

Act = Callable[..., Awaitable[object]]
ACTS: dict[str, Act] = {
    "again": service.ask_again,
    "cancel": service.cancel_review,
    "acceptable": service.mark_acceptable,
}


@get("/cases/desk")
async def desk(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    return show(request, viewer, "desk.html", rows=await service.desk(session, viewer=viewer))


@get("/cases/{case_id:uuid}/editorial")
async def editorial(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    q: Annotated[str, QueryParameter(max_length=100)] = "",
) -> Response[str] | Redirect:
    """What was taken down leads to the report of that."""
    try:
        return await _page(request, session, viewer, case_id, FormState(), q=q.replace("\x00", ""))
    except errors.CaseTakenDown:
        return Redirect(f"/cases/{case_id}/consent", status_code=303)


@post("/cases/{case_id:uuid}/editorial/ask")
async def ask(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    person_id = uuid_of(form, "person_id")
    if person_id is not None:
        async with form.attempt(session):
            await service.request_review(session, viewer=viewer, case_id=case_id, person_id=person_id)
    _ = language(request, viewer)
    return await _done(request, session, viewer, case_id, form, _("The request is sent."))


@post("/cases/{case_id:uuid}/editorial/review")
async def about_review(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    """Ask for the next round, cancel, or mark acceptable: the button says which."""
    form = await forms.read(request)
    review_id = uuid_of(form, "review_id")
    act = ACTS.get(form.text("act"))
    if act is None:
        form.fail("act", sentence(NotThere))
    if act is not None and review_id is not None:
        async with form.attempt(session):
            await act(session, viewer=viewer, review_id=review_id)
    _ = language(request, viewer)
    return await _done(request, session, viewer, case_id, form, _("Done."))


@post("/cases/{case_id:uuid}/editorial/decide")
async def decide(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = form.into(RulingDraft)
    if draft is not None:
        async with form.attempt(session):
            await service.decide(session, viewer=viewer, case_id=case_id, draft=draft)
    _ = language(request, viewer)
    return await _done(request, session, viewer, case_id, form, _("The decision is sent to the authors."))


@post("/cases/{case_id:uuid}/editorial/publish")
async def publish(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = FormState()
    async with form.attempt(session):
        await service.publish(session, viewer=viewer, case_id=case_id)
    if form.refused:
        return await _page(request, session, viewer, case_id, form)
    _ = language(request, viewer)
    return see_other(request, f"/cases/{case_id}", said=_("The case is published."))


@post("/cases/{case_id:uuid}/editorial/retract")
async def retract(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = form.into(RetractionDraft)
    if draft is not None:
        async with form.attempt(session):
            await service.retract(session, viewer=viewer, case_id=case_id, reason=draft.reason)
    _ = language(request, viewer)
    return await _done(request, session, viewer, case_id, form, _("The case is retracted."))


async def _done(  # noqa: PLR0917
    request: AnyRequest, session: AsyncSession, viewer: Viewer, case_id: UUID, form: FormState, said: str
) -> Response[str] | Redirect:
    if form.refused:
        return await _page(request, session, viewer, case_id, form)
    return see_other(request, f"/cases/{case_id}/editorial", said=said)


async def _page(  # noqa: PLR0917
    request: AnyRequest, session: AsyncSession, viewer: Viewer, case_id: UUID, form: FormState, q: str = ""
) -> Response[str]:
    _ = language(request, viewer)
    dossier = await service.dossier(session, viewer=viewer, case_id=case_id)
    found = await service.candidates(session, viewer=viewer, case_id=case_id, query=q) if q else []
    return show(
        request,
        viewer,
        "editorial.html",
        status=form.status,
        case=dossier,
        form=form,
        q=q,
        found=found,
        against={one.excluded: sentence(getattr(errors, one.excluded)) for one in found if one.excluded},
        decisions=options(labels.DECISIONS, _),
    )


router = Router("/", route_handlers=[desk, editorial, ask, about_review, decide, publish, retract])
