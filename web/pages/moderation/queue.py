"""The queue and one flag in it."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from identity import service as identity
from moderation import service
from moderation.schemas import DecisionDraft, SecondDraft
from moderation.service import Tab
from moderation.words import OUTCOMES, RULES
from web import forms
from web.forms import FormState
from web.i18n import N_, Language, language
from web.pages.moderation.common import SMALL, AnyRequest, explained, person_of, pieces, words
from web.render import page, see_other

PAGE = 30
TABS = {
    Tab.OPEN: N_("Open"),
    Tab.HELD: N_("Held back"),
    Tab.MINE: N_("Mine"),
    Tab.SECOND: N_("Needs a second person"),
    Tab.WAITING: N_("With the author"),
    Tab.CLOSED: N_("Decided"),
}


@get("/moderation")
async def queue(
    *,
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    tab: FromQuery[Tab] = Tab.OPEN,
    signal: Annotated[str, QueryParameter(max_length=4, pattern="^(B[0-9]{1,2})?$")] = "",
    kind: Annotated[str, QueryParameter(max_length=10, pattern="^(post|case)?$")] = "",
    after: FromQuery[UUID | None] = None,
) -> Response[str]:
    """What waits, with filters as links."""
    person_of(viewer)
    rows = await service.queue(
        session, viewer, tab=tab, signal=signal, kind=kind, after=after, limit=PAGE + 1
    )
    shown = rows[:PAGE]
    _ = language(request, viewer)
    counts = await service.counts(session, viewer)
    claimers = await identity.people_by_ids(session, [row.claimed_by for row in shown if row.claimed_by])
    return page(
        request,
        viewer,
        "moderation/queue.html",
        rows=shown,
        more=len(rows) > PAGE,
        after=after,
        tab=tab,
        tabs=[(_(label), f"/moderation?tab={each}", counts.get(each)) for each, label in TABS.items()],
        signal=signal,
        kind=kind,
        claimers=claimers,
        **words(),
    )


@get("/moderation/flags/{flag_id:uuid}")
async def flag(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    flag_id: FromPath[UUID],
) -> Response[str]:
    person_of(viewer)
    return await _show(request, session, viewer, flag_id, FormState())


@post("/moderation/flags/{flag_id:uuid}/claim")
async def claim(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    flag_id: FromPath[UUID],
) -> Response[str] | Redirect:
    person_of(viewer)
    form = await forms.read(request, max_bytes=SMALL)
    async with form.attempt(session):
        await service.claim(session, viewer, flag_id=flag_id)
    if form.refused:
        return await _show(request, session, viewer, flag_id, form)
    _ = language(request, viewer)
    return see_other(request, f"/moderation/flags/{flag_id}", said=_("This is yours for half an hour."))


@post("/moderation/flags/{flag_id:uuid}/release")
async def release(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    flag_id: FromPath[UUID],
) -> Redirect:
    person_of(viewer)
    await service.release(session, viewer, flag_id=flag_id)
    return see_other(request, "/moderation", said=language(request, viewer)("You gave it back."))


@post("/moderation/flags/{flag_id:uuid}")
async def decide(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    flag_id: FromPath[UUID],
) -> Response[str] | Redirect:
    person_of(viewer)
    form = await forms.read(request, max_bytes=SMALL)
    draft = form.into(DecisionDraft)
    final = None
    if draft is not None:
        async with form.attempt(session):
            final = await service.decide(session, viewer, flag_id=flag_id, draft=draft)
    if form.refused or draft is None:
        return await _show(request, session, viewer, flag_id, form)
    return await _go_on(request, session, viewer, flag_id, final=final is not None)


@post("/moderation/flags/{flag_id:uuid}/second")
async def second(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    flag_id: FromPath[UUID],
) -> Response[str] | Redirect:
    person_of(viewer)
    form = await forms.read(request, max_bytes=SMALL)
    draft = form.into(SecondDraft, agreed=form.text("answer") == "confirm")
    if draft is not None:
        async with form.attempt(session):
            await service.answer_proposal(session, viewer, flag_id=flag_id, draft=draft)
    if form.refused or draft is None:
        return await _show(request, session, viewer, flag_id, form)
    return await _go_on(request, session, viewer, flag_id, final=True)


async def _go_on(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, flag_id: UUID, *, final: bool
) -> Redirect:
    """To the next flag, so that triage needs no detour over the list."""
    following = await service.next_flag(session, viewer, after=flag_id)
    path = f"/moderation/flags/{following}" if following else "/moderation"
    return see_other(request, path, said=_said(language(request, viewer), final=final))


def _said(_: Language, *, final: bool) -> str:
    return _("Decided. The author has been told.") if final else _("Passed to another moderator.")


async def _show(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, flag_id: UUID, form: FormState
) -> Response[str]:
    found = await service.flag(session, viewer, flag_id=flag_id)
    _ = language(request, viewer)
    moderators = [found.proposal.proposed_by] if found.proposal else []
    claimer = [found.row.claimed_by] if found.row.claimed_by else []
    people = await identity.people_by_ids(session, [*found.author_ids, *moderators, *claimer])
    return page(
        request,
        viewer,
        "moderation/flag.html",
        status=form.status,
        form=form,
        found=found,
        people=people,
        pieces=pieces(found.body, found.findings),
        findings=explained(_, found.findings),
        outcome_options=[(outcome.value, _(label)) for outcome, label in OUTCOMES.items()],
        rule_options=[
            ("", _("Choose a rule")),
            *((rule, f"{rule} {_(label)}") for rule, label in RULES.items()),
        ],
        rule_default=max(found.findings, key=lambda f: f.weight).rule_id if found.findings else "",
        **words(),
    )


handlers = [queue, flag, claim, release, decide, second]
