"""What was decided: for the author, with the right to appeal, and for moderators who answer appeals."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.policy import Viewer
from moderation import pace, service
from moderation.schemas import AnswerDraft, AppealDraft
from web import forms
from web.forms import FormState
from web.i18n import language
from web.pages.moderation.common import SMALL, AnyRequest, explained, person_of, pieces, words
from web.render import page, see_other

PAGE = 30


@get("/moderation/decisions")
async def decisions(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    after: FromQuery[UUID | None] = None,
) -> Response[str]:
    """Decisions on one's own contributions."""
    person_of(viewer)
    rows = await service.own_decisions(session, viewer, after=after, limit=PAGE + 1)
    return page(
        request,
        viewer,
        "moderation/decisions.html",
        rows=rows[:PAGE],
        more=len(rows) > PAGE,
        after=after,
        **words(),
    )


@get("/moderation/appeals")
async def appeals(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    after: FromQuery[UUID | None] = None,
) -> Response[str]:
    """Appeals that nobody has answered, the oldest first."""
    person_of(viewer)
    rows = await service.open_appeals(session, viewer, after=after, limit=PAGE + 1)
    return page(
        request,
        viewer,
        "moderation/appeals.html",
        rows=rows[:PAGE],
        more=len(rows) > PAGE,
        after=after,
        now=clock.now(),
        **words(),
    )


@get("/moderation/decisions/{decision_id:uuid}")
async def decision(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    decision_id: FromPath[UUID],
) -> Response[str]:
    person_of(viewer)
    return await _show(request, session, viewer, decision_id, FormState())


@post("/moderation/decisions/{decision_id:uuid}/appeal")
async def appeal(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    decision_id: FromPath[UUID],
) -> Response[str] | Redirect:
    person_of(viewer)
    await pace.reporting(request.app.state.sessions, viewer)
    form = await forms.read(request, max_bytes=SMALL)
    draft = form.into(AppealDraft)
    if draft is not None:
        async with form.attempt(session):
            await service.appeal(session, viewer, decision_id=decision_id, draft=draft)
    if form.refused:
        return await _show(request, session, viewer, decision_id, form)
    _ = language(request, viewer)
    said = _("Your appeal is in. A moderator who took no part in the decision answers it.")
    return see_other(request, f"/moderation/decisions/{decision_id}", said=said)


@post("/moderation/decisions/{decision_id:uuid}/answer")
async def answer(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    decision_id: FromPath[UUID],
) -> Response[str] | Redirect:
    person_of(viewer)
    form = await forms.read(request, max_bytes=SMALL)
    draft = form.into(AnswerDraft, agreed=form.text("answer") == "overturn")
    if draft is not None:
        async with form.attempt(session):
            await service.answer_appeal(session, viewer, decision_id=decision_id, draft=draft)
    if form.refused:
        return await _show(request, session, viewer, decision_id, form)
    _ = language(request, viewer)
    return see_other(
        request, "/moderation/appeals", said=_("The appeal is answered. The author has been told.")
    )


async def _show(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, decision_id: UUID, form: FormState
) -> Response[str]:
    sheet = await service.decision_sheet(session, viewer, decision_id=decision_id)
    return page(
        request,
        viewer,
        "moderation/decision.html",
        status=form.status,
        form=form,
        sheet=sheet,
        pieces=pieces(sheet.body, sheet.findings),
        findings=explained(language(request, viewer), sheet.findings),
        in_time=sheet.appeal_until is not None and clock.now() <= sheet.appeal_until,
        **words(),
    )


handlers = [decisions, appeals, decision, appeal, answer]
