"""Handing a write-up in, and taking it back."""

from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service
from cases.schemas import SubmissionDraft, WithdrawalDraft
from core.policy import Viewer
from web import forms
from web.forms import FormState
from web.i18n import language
from web.pages.cases.common import AnyRequest, show
from web.render import see_other


@get("/cases/{case_id:uuid}/submit")
async def ready(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str]:
    return await _submit_page(request, session, viewer, case_id, FormState())


@post("/cases/{case_id:uuid}/submit")
async def submit(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = form.into(SubmissionDraft)
    if draft is not None:
        async with form.attempt(session):
            await service.submit(session, viewer=viewer, case_id=case_id, draft=draft)
    if form.refused:
        return await _submit_page(request, session, viewer, case_id, form)
    _ = language(request, viewer)
    said = _("Handed in. The editors have it now.")
    return see_other(request, f"/cases/{case_id}/write", said=said)


@post("/cases/{case_id:uuid}/withdraw")
async def withdraw(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = form.into(WithdrawalDraft)
    if draft is not None:
        async with form.attempt(session):
            await service.withdraw(session, viewer=viewer, case_id=case_id, reason=draft.reason)
    if form.refused:
        return await _submit_page(request, session, viewer, case_id, form)
    _ = language(request, viewer)
    return see_other(request, f"/cases/{case_id}/write", said=_("The case is withdrawn."))


async def _submit_page(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, case_id: UUID, form: FormState
) -> Response[str]:
    case = await service.write_up(session, viewer=viewer, case_id=case_id)
    return show(request, viewer, "submit.html", status=form.status, case=case, form=form)


router = Router("/", route_handlers=[ready, submit, withdraw])
