"""After publication: notices by editors, and corrections on their way between authors and editors."""

from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service
from cases.schemas import CorrectionNote, NoticeDraft
from cases.service.amending import ACTS
from cases.states import Kind
from core.policy import Viewer
from web import forms
from web.forms import FormState
from web.i18n import language, sentence
from web.pages.cases import labels
from web.pages.cases.common import TAKEN_DOWN, AnyRequest, NotThere, options, show
from web.render import see_other

EDITORS = {"open": service.open_correction, "close": service.close_correction}
AUTHORS = {"ask": service.ask_correction, "hand_in": service.hand_in_correction}


@get("/cases/{case_id:uuid}/editorial/notice", exception_handlers=TAKEN_DOWN)
async def notice(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str]:
    """What an editor may publish about the case, and the correction that is on its way."""
    return await _notice_page(request, session, viewer, case_id, FormState(), FormState())


@post("/cases/{case_id:uuid}/editorial/notice")
async def publish_notice(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = form.into(NoticeDraft)
    if draft is not None:
        async with form.attempt(session):
            await service.publish_notice(session, viewer=viewer, case_id=case_id, draft=draft)
    if form.refused:
        return await _notice_page(request, session, viewer, case_id, form, FormState())
    _ = language(request, viewer)
    return see_other(request, f"/cases/{case_id}", said=_("The notice is published with a new version."))


@post("/cases/{case_id:uuid}/editorial/correction")
async def steer(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    """Open a correction for the authors, or close it: the button says which."""
    form = await forms.read(request)
    draft, act = form.into(CorrectionNote), EDITORS.get(form.text("act"))
    if act is None:
        form.fail("act", sentence(NotThere))
    elif draft is not None:
        async with form.attempt(session):
            await act(session, viewer=viewer, case_id=case_id, draft=draft)
    if form.refused:
        return await _notice_page(request, session, viewer, case_id, FormState(), form)
    _ = language(request, viewer)
    return see_other(request, f"/cases/{case_id}/editorial/notice", said=_("Done. The authors are told."))


@post("/cases/{case_id:uuid}/editorial/deposit")
async def deposit(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Redirect:
    await service.deposit_again(session, viewer=viewer, case_id=case_id)
    _ = language(request, viewer)
    return see_other(request, f"/cases/{case_id}/editorial/notice", said=_("It is sent once more."))


@get("/cases/{case_id:uuid}/correction", exception_handlers=TAKEN_DOWN)
async def correction(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str]:
    """For authors: ask for a correction, or hand it in."""
    return await _correction_page(request, session, viewer, case_id, FormState())


@post("/cases/{case_id:uuid}/correction")
async def move_correction(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft, act = form.into(CorrectionNote), AUTHORS.get(form.text("act"))
    if act is None:
        form.fail("act", sentence(NotThere))
    elif draft is not None:
        async with form.attempt(session):
            await act(session, viewer=viewer, case_id=case_id, draft=draft)
    if form.refused:
        return await _correction_page(request, session, viewer, case_id, form)
    _ = language(request, viewer)
    return see_other(request, f"/cases/{case_id}/correction", said=_("Sent to the editors."))


async def _notice_page(  # noqa: PLR0917
    request: AnyRequest,
    session: AsyncSession,
    viewer: Viewer,
    case_id: UUID,
    form: FormState,
    steering: FormState,
) -> Response[str]:
    dossier = await service.dossier(session, viewer=viewer, case_id=case_id)
    possible = {kind: name for kind, name in labels.KINDS.items() if ACTS[Kind(kind)].value in dossier.acts}
    return show(
        request,
        viewer,
        "notice.html",
        status=form.status if form.refused else steering.status,
        case=dossier,
        form=form,
        steering=steering,
        kinds=options(possible, language(request, viewer)),
    )


async def _correction_page(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, case_id: UUID, form: FormState
) -> Response[str]:
    case = await service.write_up(session, viewer=viewer, case_id=case_id)
    return show(request, viewer, "correction.html", status=form.status, case=case, form=form)


router = Router("/", route_handlers=[notice, publish_notice, steer, deposit, correction, move_correction])
