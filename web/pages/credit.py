"""A learner's progress, ledger, evidence and transcript; the credit officer's look at them."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import now
from core.errors import NotFound, SignInRequired
from core.policy import Viewer
from credit import policy, rulebook, service
from credit.arithmetic import hours_text, quarters
from credit.schemas import LogDraft
from credit.service.evidence import verify_chain
from credit.service.reading import PAGE, note_inspection
from identity import service as identity
from web import forms
from web.i18n import N_, language
from web.render import page, see_other

AnyRequest = Request[Any, Any, Any]

KINDS = {
    "review": N_("Peer review"),
    "publication": N_("Publication"),
    "presence": N_("Attendance"),
    "reflection": N_("Self-log"),
}
REASONS = {
    "case_review": N_("Review accepted by the editor"),
    "case_authorship": N_("Case write-up published"),
    "conference_attendance": N_("Time in a live room"),
    "self_claimed": N_("Claimed by you"),
    "not_an_author": N_("Taken back: you are not an author of the case any more"),
    "case_retracted": N_("Taken back: the case was retracted"),
    "appeal_overturned": N_("Given again: the appeal succeeded"),
    "content_removed": N_("Taken back: the content was removed"),
    "daily_cap": N_("cut to what can count on one day"),
}
SOURCES = {"case": "/cases/", "room": "/rooms/", "review": "/reviews/"}


def mine(viewer: Viewer) -> UUID:
    if viewer.person_id is None:
        raise SignInRequired
    return viewer.person_id


OURS = N_("Participation record")  # the one system that is ours; the others bear their own names
WORDS: dict[str, Any] = {
    "hours_text": hours_text,
    "quarters_of": quarters,
    "kinds": KINDS,
    "reasons": REASONS,
    "sources": SOURCES,
    "system_names": {system.id: system.name for system in rulebook.systems()},
}


@get("/credit")
async def overview(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    before: FromQuery[int | None] = None,
) -> Response[str]:
    learner_id = mine(viewer)
    entries = await service.ledger(session, viewer, learner_id=learner_id, before=before, limit=PAGE + 1)
    return page(
        request,
        viewer,
        "credit/overview.html",
        progress=await service.progress(session, learner_id=learner_id),
        entries=entries[:PAGE],
        more=len(entries) > PAGE,
        before=before,
        systems=[s for s in rulebook.systems_on(now().date()) if s.claim != "automatic"],
        chosen=await service.chosen_systems(session, learner_id=learner_id),
        **WORDS,
    )


@post("/credit/systems")
async def choose(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Redirect:
    form = await forms.read(request)
    await service.choose_systems(session, learner_id=mine(viewer), systems=form.texts("systems"))
    return see_other(request, "/credit", said=language(request, viewer)("Your systems are saved."))


class ClaimForm(Struct):
    system: str
    quarters: int
    reflection: str = ""
    attested: bool = False


@get("/credit/evidence/{evidence_id:uuid}")
async def evidence(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    evidence_id: FromPath[UUID],
) -> Response[str]:
    mine(viewer)
    return await evidence_page(request, session, viewer, evidence_id, forms.FormState())


async def evidence_page(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, evidence_id: UUID, form: forms.FormState
) -> Response[str]:
    piece, entries = await service.evidence_piece(session, viewer, evidence_id=evidence_id)
    counted = {entry.system for entry in entries}
    reversed_ = any(entry.kind == "reversal" for entry in entries)
    claimable = [
        system
        for system in rulebook.systems_on(now().date())
        if system.claim == "self" and system.id not in counted and not reversed_
    ]
    return page(
        request,
        viewer,
        "credit/evidence.html",
        status=form.status,
        form=form,
        piece=piece,
        entries=entries,
        claimable=[(s.id, s.name) for s in claimable] if piece.learner_id == viewer.person_id else [],
        **WORDS,
    )


@post("/credit/evidence/{evidence_id:uuid}")
async def claim(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    evidence_id: FromPath[UUID],
) -> Response[str] | Redirect:
    mine(viewer)
    form = await forms.read(request)
    draft = form.into(ClaimForm)
    if draft is not None:
        async with form.attempt(session):
            await service.claim(
                session,
                viewer,
                evidence_id=evidence_id,
                system=draft.system,
                quarters_claimed=draft.quarters,
                reflection=draft.reflection,
                attested=draft.attested,
            )
    if form.refused:
        return await evidence_page(request, session, viewer, evidence_id, form)
    said = language(request, viewer)("Your claim is in the ledger.")
    return see_other(request, f"/credit/evidence/{evidence_id}", said=said)


@get("/credit/log")
async def log_form(request: AnyRequest, viewer: NamedDependency[Viewer]) -> Response[str]:
    mine(viewer)
    form = forms.FormState.of(day=now().date().isoformat())
    return page(request, viewer, "credit/log.html", form=form)


@post("/credit/log")
async def write_log(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str] | Redirect:
    mine(viewer)
    form = await forms.read(request)
    draft = form.into(LogDraft)
    written = None
    if draft is not None:
        async with form.attempt(session):
            written = await service.write_log(
                session,
                viewer,
                title=draft.title,
                on=draft.day,
                minutes=draft.minutes,
                reflection=draft.reflection,
                link=draft.link,
            )
    if written is None:
        return page(request, viewer, "credit/log.html", form=form, status=form.status)
    return see_other(request, f"/credit/evidence/{written.id}")


@get("/credit/transcript")
async def transcript(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    since: FromQuery[date | None] = None,
    until: FromQuery[date | None] = None,
) -> Response[str]:
    learner_id = mine(viewer)
    whole = await service.transcript(session, viewer, learner_id=learner_id, since=since, until=until)
    return page(
        request, viewer, "credit/transcript.html", whole=whole, systems=names_of(whole.totals), **WORDS
    )


def names_of(totals: dict[str, int]) -> dict[str, rulebook.System]:
    return {name: rulebook.system(name, on=now().date()) for name in totals}


@get("/office/credit")
async def office(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    q: FromQuery[str] = "",
    learner: FromQuery[UUID | None] = None,
) -> Response[str]:
    if not policy.may_inspect(viewer):
        raise NotFound
    found = await identity.find_people(session, viewer, query=q[:100], limit=20) if q else []
    entries, chain = [], None
    if learner is not None:
        await note_inspection(session, viewer, learner_id=learner)
        entries = await service.ledger(session, viewer, learner_id=learner, limit=100)
        chain = await verify_chain(session, learner_id=learner)
    cards = await identity.people_by_ids(session, [learner] if learner else [])
    return page(
        request,
        viewer,
        "credit/office.html",
        q=q,
        found=found,
        learner=cards.get(learner) if learner else None,
        entries=entries,
        chain=chain,
        **WORDS,
    )


router = Router(
    "/",
    route_handlers=[overview, choose, evidence, claim, log_form, write_log, transcript, office],
    include_in_schema=False,
)
