"""A reader reports something."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from moderation import pace, service
from moderation.schemas import ReportDraft
from moderation.subjects import OWNERS
from moderation.words import REPORT_REASONS
from web import forms
from web.forms import FormState
from web.i18n import language
from web.pages.moderation.common import SMALL, AnyRequest, person_of, words
from web.render import page, see_other

Kind = Annotated[str, QueryParameter(max_length=10)]


@get("/report")
async def report_form(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    kind: Kind,
    id: FromQuery[UUID],  # noqa: A002 - the address says id
) -> Response[str]:
    return await _show(request, session, viewer, kind, id, FormState())


@post("/report")
async def report(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    kind: Kind,
    id: FromQuery[UUID],  # noqa: A002 - the address says id
) -> Response[str] | Redirect:
    person_of(viewer)
    form = await forms.read(request, max_bytes=SMALL)
    draft = form.into(ReportDraft, kind=kind, id=id)
    if draft is not None:
        await service.reportable(session, viewer, kind=kind, subject_id=id)
        await pace.reporting(request.app.state.sessions, viewer)
        async with form.attempt(session):
            await service.report(session, viewer, draft=draft)
    if form.refused:
        return await _show(request, session, viewer, kind, id, form)
    _ = language(request, viewer)
    said = _("Thank you. A moderator will look at it; your name is not shown to the author.")
    return see_other(request, OWNERS[kind].href(id), said=said)


async def _show(  # noqa: PLR0917 - what the page needs
    request: AnyRequest, session: AsyncSession, viewer: Viewer, kind: str, subject_id: UUID, form: FormState
) -> Response[str]:
    subject = await service.reportable(session, viewer, kind=kind, subject_id=subject_id)
    _ = language(request, viewer)
    return page(
        request,
        viewer,
        "moderation/report.html",
        status=form.status,
        form=form,
        subject=subject,
        excerpt=" ".join(subject.body.split())[:300],
        back=OWNERS[kind].href(subject_id),
        options=[(reason.value, _(label)) for reason, label in REPORT_REASONS.items()],
        **words(),
    )


handlers = [report_form, report]
