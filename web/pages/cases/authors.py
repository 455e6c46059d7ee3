"""The authors of a write-up: invitations, order, roles, disclosures; handing in and taking back."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect
from msgspec import ValidationError, convert
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service
from cases.contributions import ContributorRole
from cases.schemas import (
    AuthorOrder,
    AuthorView,
    ContributionDraft,
    DisclosureDraft,
    SubmissionDraft,
    WithdrawalDraft,
    WriteUp,
)
from core.policy import Viewer
from identity import service as identity
from web import forms
from web.forms import NOT_OFFERED, FormState
from web.i18n import language
from web.pages.cases import labels
from web.pages.cases.common import AnyRequest, options, show, uuid_of
from web.render import see_other


@get("/cases/{case_id:uuid}/authors")
async def authors(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    q: Annotated[str, QueryParameter(max_length=100)] = "",
) -> Response[str]:
    return await _page(request, session, viewer, case_id, FormState(), q=q)


@post("/cases/{case_id:uuid}/authors/invite")
async def invite(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    person_id = uuid_of(form, "person_id")
    if person_id is not None:
        async with form.attempt(session):
            await service.invite_author(session, viewer=viewer, case_id=case_id, person_id=person_id)
    _ = language(request, viewer)
    return await _done(request, session, viewer, case_id, form, _("The invitation is sent."))


@post("/cases/{case_id:uuid}/authors/answer")
async def answer(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    accept = form.text("answer") == "accept"
    await service.answer_invitation(session, viewer=viewer, case_id=case_id, accept=accept)
    _ = language(request, viewer)
    if not accept:
        return see_other(request, "/cases/mine", said=_("You declined the invitation."))
    return see_other(request, f"/cases/{case_id}/authors", said=_("You are an author now. Claim your roles."))


@post("/cases/{case_id:uuid}/authors/remove")
async def remove(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    author_id = uuid_of(form, "author_id")
    if author_id is not None:
        async with form.attempt(session):
            await service.remove_author(session, viewer=viewer, case_id=case_id, author_id=author_id)
    _ = language(request, viewer)
    return await _done(request, session, viewer, case_id, form, _("Taken out of the list of authors."))


@post("/cases/{case_id:uuid}/authors/order")
async def order(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    """Each author has a number; equal numbers keep the order there was."""
    form = await forms.read(request)
    mine = await service.write_up(session, viewer=viewer, case_id=case_id)
    chosen = uuid_of(form, "corresponding")
    if chosen is not None:
        draft = AuthorOrder(author_ids=_ordered(form, mine.authors), corresponding_id=chosen)
        async with form.attempt(session):
            await service.order_authors(session, viewer=viewer, case_id=case_id, draft=draft)
    _ = language(request, viewer)
    return await _done(request, session, viewer, case_id, form, _("The order is saved."))


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
    return await _done(request, session, viewer, case_id, form, _("Your roles are saved."))


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
    return await _done(request, session, viewer, case_id, form, _("Your disclosure is signed."))


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


def _ordered(form: FormState, rows: list[AuthorView]) -> list[UUID]:
    def place(row: AuthorView) -> tuple[int, int]:
        typed = form.text(f"place_{row.id}")
        return (int(typed) if typed.isdecimal() and len(typed) < 4 else row.position, row.position)  # noqa: PLR2004

    return [row.id for row in sorted(rows, key=place)]


def _contribution(form: FormState) -> ContributionDraft | None:
    roles = {role.value: degree for role in ContributorRole if (degree := form.text(f"role_{role}"))}
    try:
        return convert({"roles": roles, "affiliation": form.text("affiliation").strip()}, ContributionDraft)
    except ValidationError:
        form.fail("affiliation", NOT_OFFERED)
        return None


async def _done(  # noqa: PLR0917
    request: AnyRequest, session: AsyncSession, viewer: Viewer, case_id: UUID, form: FormState, said: str
) -> Response[str] | Redirect:
    if form.refused:
        return await _page(request, session, viewer, case_id, form)
    return see_other(request, f"/cases/{case_id}/authors", said=said)


async def _page(  # noqa: PLR0917
    request: AnyRequest, session: AsyncSession, viewer: Viewer, case_id: UUID, form: FormState, q: str = ""
) -> Response[str]:
    _ = language(request, viewer)
    case = await service.write_up(session, viewer=viewer, case_id=case_id)
    me = next(author for author in case.authors if author.person.id == viewer.person_id)
    return show(
        request,
        viewer,
        "authors.html",
        status=form.status,
        case=case,
        me=me,
        form=form,
        mine=form if form.refused else _my_form(me),
        q=q,
        found=await _others(session, viewer, case, q),
        degrees=options(labels.DEGREES, _, first=_("None")),
    )


def _my_form(me: AuthorView) -> FormState:
    roles = {f"role_{role}": degree for role, degree in me.roles.items()}
    return FormState.of(affiliation=me.affiliation, **roles)


async def _others(session: AsyncSession, viewer: Viewer, case: WriteUp, q: str) -> list[object]:
    there = {author.person.id for author in case.authors}
    return [card for card in await identity.find_people(session, viewer, q, limit=20) if card.id not in there]


async def _submit_page(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, case_id: UUID, form: FormState
) -> Response[str]:
    case = await service.write_up(session, viewer=viewer, case_id=case_id)
    return show(request, viewer, "submit.html", status=form.status, case=case, form=form)


router = Router(
    "/",
    route_handlers=[
        authors,
        invite,
        answer,
        remove,
        order,
        claim,
        disclose,
        ready,
        submit,
        withdraw,
    ],
)
