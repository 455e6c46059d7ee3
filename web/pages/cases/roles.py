"""What each author did, and signed: one's own part, and what others say of it."""

from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import ValidationError, convert
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service
from cases.contributions import ContributorRole
from cases.schemas import (
    ContributionDraft,
    DisclosureDraft,
    DisputeDraft,
    DisputeRuling,
    RoleAnswer,
    RoleProposal,
)
from core.policy import Viewer
from web import forms
from web.forms import NOT_OFFERED, FormState
from web.i18n import language
from web.pages.cases import labels
from web.pages.cases.authors import done
from web.pages.cases.common import AnyRequest, options, show, uuid_of
from web.render import see_other


@post("/cases/{case_id:uuid}/authors/roles")
async def claim(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = _contribution(form)
    if draft is not None:
        async with form.attempt(session):
            await service.claim_roles(session, viewer=viewer, case_id=case_id, draft=draft)
    _ = language(request, viewer)
    return await done(request, session, viewer, case_id, form, _("Your roles are saved."))


@post("/cases/{case_id:uuid}/authors/disclosure")
async def disclose(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = form.into(DisclosureDraft)
    if draft is not None:
        async with form.attempt(session):
            await service.disclose(session, viewer=viewer, case_id=case_id, draft=draft)
    _ = language(request, viewer)
    return await done(request, session, viewer, case_id, form, _("Your disclosure is signed."))


@post("/cases/{case_id:uuid}/authors/roles/propose")
async def propose(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = form.into(RoleProposal)
    if draft is not None:
        async with form.attempt(session):
            await service.propose_role(session, viewer=viewer, case_id=case_id, draft=draft)
    _ = language(request, viewer)
    return await done(request, session, viewer, case_id, form, _("Proposed. It counts once it is accepted."))


@post("/cases/{case_id:uuid}/authors/roles/answer")
async def answer(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = form.into(RoleAnswer, accept=form.text("answer") == "accept")
    if draft is not None:
        async with form.attempt(session):
            await service.answer_role(session, viewer=viewer, case_id=case_id, draft=draft)
    _ = language(request, viewer)
    return await done(request, session, viewer, case_id, form, _("Your roles are saved."))


@post("/cases/{case_id:uuid}/authors/dispute")
async def dispute(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = form.into(DisputeDraft)
    if draft is not None:
        async with form.attempt(session):
            await service.dispute_role(session, viewer=viewer, case_id=case_id, draft=draft)
    _ = language(request, viewer)
    return await done(request, session, viewer, case_id, form, _("Disputed. All authors see it."))


@post("/cases/{case_id:uuid}/authors/dispute/step")
async def step(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    """Take a dispute back, or ask the editors: the button says which."""
    form = await forms.read(request)
    dispute_id = uuid_of(form, "dispute_id")
    back = form.text("act") == "back"
    act = service.take_dispute_back if back else service.ask_for_ruling
    if dispute_id is not None:
        async with form.attempt(session):
            await act(session, viewer=viewer, case_id=case_id, dispute_id=dispute_id)
    _ = language(request, viewer)
    said = _("You took it back.") if back else _("The editors are asked.")
    return await done(request, session, viewer, case_id, form, said)


@get("/cases/{case_id:uuid}/disputes")
async def disputes(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str]:
    return await _disputes_page(request, session, viewer, case_id, FormState())


@post("/cases/{case_id:uuid}/disputes")
async def rule(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    """The editor's ruling."""
    form = await forms.read(request)
    dispute_id = uuid_of(form, "dispute_id")
    draft = form.into(DisputeRuling)
    if draft is not None and dispute_id is not None:
        async with form.attempt(session):
            await service.rule_on_role(
                session, viewer=viewer, case_id=case_id, dispute_id=dispute_id, draft=draft
            )
    if form.refused:
        return await _disputes_page(request, session, viewer, case_id, form)
    _ = language(request, viewer)
    return see_other(request, "/cases/desk", said=_("You ruled. The authors are told."))


async def _disputes_page(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, case_id: UUID, form: FormState
) -> Response[str]:
    _ = language(request, viewer)
    found = await service.arbitration(session, viewer=viewer, case_id=case_id)
    return show(
        request,
        viewer,
        "disputes.html",
        status=form.status,
        case=found,
        form=form,
        outcomes=options(labels.OUTCOMES, _),
    )


def _contribution(form: FormState) -> ContributionDraft | None:
    roles = {role.value: degree for role in ContributorRole if (degree := form.text(f"role_{role}"))}
    try:
        taken = convert(roles, dict[ContributorRole, str])
        lines = [line.strip() for line in form.text("affiliations").splitlines() if line.strip()]
        shaped = {"roles": taken, "affiliations": lines, "byline": form.text("byline").strip()}
        return convert(shaped, ContributionDraft)
    except ValidationError as error:
        _fail(form, str(error))
        return None


def _fail(form: FormState, complaint: str) -> None:
    """Beside the field that it is about."""
    if "$.affiliations" in complaint:
        form.fail("affiliations", labels.TOO_MANY_PLACES)
    elif "$.byline" in complaint:
        form.fail("byline", forms.TOO_LONG)
    else:
        form.fail("byline", NOT_OFFERED)


router = Router(
    "/",
    route_handlers=[claim, disclose, propose, answer, dispute, step, disputes, rule],
)
