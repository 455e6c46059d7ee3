"""The authors of a write-up: who they are, and who is asked to be one."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service
from cases.schemas import AuthorView, WriteUp
from core.policy import Viewer
from identity import service as identity
from web import forms
from web.forms import FormState
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
    return await the_page(request, session, viewer, case_id, FormState(), q=q)


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
    return await done(request, session, viewer, case_id, form, _("The invitation is sent."))


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
    author_id, left = uuid_of(form, "author_id"), False
    if author_id is not None:
        async with form.attempt(session):
            left = await service.remove_author(session, viewer=viewer, case_id=case_id, author_id=author_id)
    _ = language(request, viewer)
    if left:
        return see_other(request, "/cases/mine", said=_("You left the write-up."))
    return await done(request, session, viewer, case_id, form, _("Taken out of the list of authors."))


async def done(  # noqa: PLR0917
    request: AnyRequest, session: AsyncSession, viewer: Viewer, case_id: UUID, form: FormState, said: str
) -> Response[str] | Redirect:
    """Back to the page of the authors, or the form again, with the members that were searched for."""
    if form.refused:
        return await the_page(request, session, viewer, case_id, form, q=form.text("q")[:100])
    return see_other(request, f"/cases/{case_id}/authors", said=said)


async def the_page(  # noqa: PLR0917
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
        none_typed=FormState(),
        mine=form if form.refused and form.text("part") == "me" else my_form(me),
        q=q,
        found=await _others(session, viewer, case, q),
        degrees=options(labels.DEGREES, _, first=_("None")),
        given=options(labels.DEGREES, _),
        roles=options(labels.ROLES, _),
    )


def my_form(me: AuthorView) -> FormState:
    roles = {f"role_{role.role}": role.degree for role in me.roles if role.state != "proposed"}
    name = "" if me.name == me.person.name else me.name
    return FormState.of(byline=name, affiliations="\n".join(me.affiliations), **roles)


async def _others(session: AsyncSession, viewer: Viewer, case: WriteUp, q: str) -> list[object]:
    there = {author.person.id for author in case.authors}
    return [card for card in await identity.find_people(session, viewer, q, limit=20) if card.id not in there]


router = Router("/", route_handlers=[authors, invite, answer, remove])
