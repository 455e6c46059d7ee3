"""The editor's desk. Reviewers are aliases from the moment they are asked."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service
from cases.schemas import Candidate, ExceptionDraft, RetractionDraft, ReversalDraft, RulingDraft
from core.policy import Viewer
from web import forms
from web.forms import FormState
from web.i18n import language, sentence
from web.pages.cases import labels
from web.pages.cases.common import TAKEN_DOWN, AnyRequest, NotThere, options, show, uuid_of
from web.render import see_other

Act = Callable[..., Awaitable[object]]
ACTS: dict[str, Act] = {
    "again": service.ask_again,
    "cancel": service.cancel_review,
    "acceptable": service.mark_acceptable,
}
Search = Annotated[str, QueryParameter(max_length=100)]


@get("/cases/desk")
async def desk(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    rows = await service.desk(session, viewer=viewer)
    asked = await service.arbitrations(session, viewer=viewer)
    return show(request, viewer, "desk.html", rows=rows, asked=asked)


@get("/cases/{case_id:uuid}/editorial", exception_handlers=TAKEN_DOWN)
async def editorial(
    *,
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    q: Search = "",
    suggest: FromQuery[bool] = False,
) -> Response[str]:
    return await _page(request, session, viewer, case_id, FormState(), q=q, suggest=suggest)


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
    return await done(request, session, viewer, case_id, form, _("The request is sent."))


@post("/cases/{case_id:uuid}/editorial/exception")
async def ask_exception(
    *,
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    q: Search = "",
    suggest: FromQuery[bool] = False,
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = form.into(ExceptionDraft)
    if draft is not None:
        async with form.attempt(session):
            await service.ask_exception(session, viewer=viewer, case_id=case_id, draft=draft)
    _ = language(request, viewer)
    said = _("A second editor is asked.")
    return await done(request, session, viewer, case_id, form, said, q=q, suggest=suggest)


@post("/cases/{case_id:uuid}/editorial/exception/answer")
async def answer_exception(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    """The second editor's word."""
    form = await forms.read(request)
    exception_id, grant = uuid_of(form, "exception_id"), form.text("answer") == "grant"
    if exception_id is not None:
        async with form.attempt(session):
            await service.answer_exception(session, viewer=viewer, exception_id=exception_id, grant=grant)
    _ = language(request, viewer)
    said = _("The request is sent.") if grant else _("Refused. The other editor sees it gone.")
    return await done(request, session, viewer, case_id, form, said)


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
    rating = form.text("rating")
    more = {"rating": int(rating)} if form.text("act") == "acceptable" and rating in labels.RATINGS else {}
    if act is not None and review_id is not None:
        async with form.attempt(session):
            await act(session, viewer=viewer, review_id=review_id, **more)
    _ = language(request, viewer)
    return await done(request, session, viewer, case_id, form, _("Done."))


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
    return await done(request, session, viewer, case_id, form, _("The decision is sent to the authors."))


@post("/cases/{case_id:uuid}/editorial/reverse")
async def reverse(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = form.into(ReversalDraft)
    if draft is not None:
        async with form.attempt(session):
            await service.reverse(session, viewer=viewer, case_id=case_id, reason=draft.reason)
    _ = language(request, viewer)
    said = _("The decision is taken back. The authors are told.")
    return await done(request, session, viewer, case_id, form, said)


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
    return await done(request, session, viewer, case_id, form, _("The case is retracted."))


async def done(  # noqa: PLR0917
    request: AnyRequest,
    session: AsyncSession,
    viewer: Viewer,
    case_id: UUID,
    form: FormState,
    said: str,
    q: str = "",
    suggest: bool = False,
) -> Response[str] | Redirect:
    if form.refused:
        return await _page(request, session, viewer, case_id, form, q=q, suggest=suggest)
    return see_other(request, f"/cases/{case_id}/editorial", said=said)


async def _page(
    request: AnyRequest,
    session: AsyncSession,
    viewer: Viewer,
    case_id: UUID,
    form: FormState,
    *,
    q: str = "",
    suggest: bool = False,
) -> Response[str]:
    _ = language(request, viewer)
    dossier = await service.dossier(session, viewer=viewer, case_id=case_id)
    found: list[Candidate] = []
    if q:
        found = await service.candidates(session, viewer=viewer, case_id=case_id, query=q)
    elif suggest:
        found = await service.suggestions(session, viewer=viewer, case_id=case_id)
    codes = {code for one in found for code in one.against} | {
        c for e in dossier.exceptions for c in e.reasons
    }
    return show(
        request,
        viewer,
        "editorial.html",
        status=form.status,
        case=dossier,
        form=form,
        q=q,
        suggest=suggest and not q,
        found=found,
        against={code: labels.AGAINST[code] for code in codes},
        ratings=options(labels.RATINGS, _),
        decisions=options(labels.DECISIONS, _),
    )


handlers = [
    desk,
    editorial,
    ask,
    ask_exception,
    answer_exception,
    about_review,
    decide,
    reverse,
    publish,
    retract,
]
router = Router("/", route_handlers=handlers)
