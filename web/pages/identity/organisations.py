"""Organisations and their eligibility, for administrators."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Forbidden, SignInRequired
from core.policy import Viewer
from identity import policy, service
from identity.schemas import NO_NUL, OrganisationDraft
from identity.words import ELIGIBILITY
from web import forms
from web.forms import FormState
from web.i18n import N_, language
from web.pages.identity.common import SMALL, AnyRequest
from web.render import page, see_other

HERE = "/office/organisations"
PAGE = 50
TONES = {"eligible": "good", "ineligible": "bad", "unknown": "warn"}
RELATIONS = {"parent": N_("Parent company"), "child": N_("Daughter company"), "sister": N_("Sister company")}


class Linking(Struct):
    relation: Literal["parent", "child", "sister"]
    other: UUID


class Unlinking(Struct):
    other: UUID


@get(HERE)
async def organisations(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    q: Annotated[str, QueryParameter(max_length=120, pattern=NO_NUL)] = "",
    after: Annotated[str, QueryParameter(max_length=160, pattern=NO_NUL)] = "",
) -> Response[str]:
    _require(viewer)
    found = await service.organisations(session, query=q, after=after, limit=PAGE + 1)
    return page(
        request,
        viewer,
        "identity/office/organisations.html",
        found=found[:PAGE],
        more=len(found) > PAGE,
        after=after,
        form=FormState.of(q=q),
        eligibility=ELIGIBILITY,
        tones=TONES,
    )


@get(f"{HERE}/new")
async def new(request: AnyRequest, viewer: NamedDependency[Viewer]) -> Response[str]:
    _require(viewer)
    return _form(request, viewer, FormState.of(eligibility="unknown"))


@post(f"{HERE}/new")
async def add(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str] | Redirect:
    _require(viewer)
    form = await forms.read(request, max_bytes=SMALL)
    draft = form.into(OrganisationDraft)
    if draft is not None:
        async with form.attempt(session):
            made = await service.list_organisation(session, actor=viewer, draft=draft)
    if form.refused:
        return _form(request, viewer, form)
    return see_other(request, f"{HERE}/{made}")


@get(f"{HERE}/{{organisation_id:uuid}}")
async def organisation(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    organisation_id: FromPath[UUID],
) -> Response[str]:
    return await _show(request, session, viewer, organisation_id)


@post(f"{HERE}/{{organisation_id:uuid}}")
async def change(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    organisation_id: FromPath[UUID],
) -> Response[str] | Redirect:
    _require(viewer)
    form = await forms.read(request, max_bytes=SMALL)
    draft = form.into(OrganisationDraft)
    if draft is not None:
        async with form.attempt(session):
            await service.change_organisation(
                session, actor=viewer, organisation_id=organisation_id, draft=draft
            )
    if form.refused:
        return await _show(request, session, viewer, organisation_id, form=form)
    _ = language(request, viewer)
    return see_other(request, f"{HERE}/{organisation_id}", said=_("The organisation is saved."))


@post(f"{HERE}/{{organisation_id:uuid}}/links")
async def link(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    organisation_id: FromPath[UUID],
) -> Response[str] | Redirect:
    """`relation` says what the other one is to this one."""
    _require(viewer)
    linking = await forms.read(request, max_bytes=SMALL)
    given = linking.into(Linking)
    if given is not None:
        ends = (
            (given.other, organisation_id) if given.relation == "parent" else (organisation_id, given.other)
        )
        async with linking.attempt(session):
            await service.link_organisations(
                session,
                actor=viewer,
                from_id=ends[0],
                to_id=ends[1],
                kind="sister_of" if given.relation == "sister" else "parent_of",
            )
    if linking.refused:
        return await _show(request, session, viewer, organisation_id, linking=linking)
    return see_other(request, f"{HERE}/{organisation_id}")


@post(f"{HERE}/{{organisation_id:uuid}}/unlink")
async def unlink(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    organisation_id: FromPath[UUID],
) -> Redirect:
    _require(viewer)
    given = (await forms.read(request, max_bytes=SMALL)).into(Unlinking)
    if given is not None:
        await service.unlink_organisations(
            session, actor=viewer, one_id=organisation_id, other_id=given.other
        )
    return see_other(request, f"{HERE}/{organisation_id}")


async def _show(
    request: AnyRequest,
    session: AsyncSession,
    viewer: Viewer,
    organisation_id: UUID,
    *,
    form: FormState | None = None,
    linking: FormState | None = None,
) -> Response[str]:
    _require(viewer)
    kept = await service.organisation(session, organisation_id)
    others = [o for o in await service.organisations(session, limit=200) if o.id != kept.id]
    opened = FormState.of(name=kept.name, country=kept.country, eligibility=kept.eligibility)
    return page(
        request,
        viewer,
        "identity/office/organisation.html",
        status=max((s.status for s in (form, linking) if s), default=200),
        organisation=kept,
        form=form or opened,
        linking=linking or FormState(),
        links=await service.linked(session, organisation_id),
        others=[(str(o.id), o.name) for o in others],
        relations=RELATIONS,
        relation_options=_options(request, viewer, RELATIONS),
        eligibility=ELIGIBILITY,
        eligibility_options=_options(request, viewer, ELIGIBILITY),
        tones=TONES,
    )


def _form(request: AnyRequest, viewer: Viewer, form: FormState) -> Response[str]:
    return page(
        request,
        viewer,
        "identity/office/new_organisation.html",
        form=form,
        status=form.status,
        eligibility_options=_options(request, viewer, ELIGIBILITY),
    )


def _options(request: AnyRequest, viewer: Viewer, labels: dict[str, str]) -> list[tuple[str, str]]:
    lang = language(request, viewer)
    return [(code, lang(label)) for code, label in labels.items()]


def _require(viewer: Viewer) -> None:
    if not viewer.signed_in:
        raise SignInRequired
    if not policy.may_manage_organisations(viewer):
        raise Forbidden


router = Router(
    "/",
    route_handlers=[organisations, new, add, organisation, change, link, unlink],
    include_in_schema=False,
)
