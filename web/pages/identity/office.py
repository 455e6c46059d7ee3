"""The office: what administrators and registrars have to do, and roles."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Forbidden, SignInRequired
from core.policy import Role, Viewer
from identity import policy, scopes, service
from identity.schemas import NO_NUL
from identity.words import ROLES
from web import forms, frame
from web.forms import FormState
from web.i18n import N_, language
from web.pages.identity.common import SMALL, AnyRequest
from web.render import page, see_other

Reason = Annotated[str, Meta(min_length=5, max_length=1000)]


class Desk(Struct, frozen=True):
    """A part of the office; shown to `roles` where the service has the page."""

    path: str
    title: str
    text: str
    icon: str
    roles: frozenset[Role]


DESKS = [
    Desk(
        "/office/verifications",
        N_("Verifications"),
        N_("Decide whose profession is proven."),
        "user-check",
        frozenset({Role.REGISTRAR}),
    ),
    Desk(
        "/office/people",
        N_("People and roles"),
        N_("Appoint editors, moderators and others, with a reason."),
        "users",
        frozenset({Role.ADMINISTRATOR, Role.REGISTRAR}),
    ),
    Desk(
        "/office/credit",
        N_("Credit"),
        N_("Look up the ledger of a learner with its evidence."),
        "award",
        frozenset({Role.CREDIT_OFFICER}),
    ),
    Desk(
        "/office/organisations",
        N_("Organisations"),
        N_("Say which ones may have a part in education."),
        "building-2",
        frozenset({Role.ADMINISTRATOR}),
    ),
    Desk(
        "/office/boards",
        N_("Boards"),
        N_("Create boards, and say who may read and write there."),
        "list-tree",
        frozenset({Role.ADMINISTRATOR}),
    ),
    Desk(
        "/cases/collections",
        N_("Collections"),
        N_("Found collections of cases, each with its way of reviewing."),
        "library",
        frozenset({Role.ADMINISTRATOR}),
    ),
]


class Appointment(Struct):
    role: Role
    reason: Reason
    scope: UUID | None = None


class Correction(Struct):
    name: Annotated[str, Meta(min_length=2, max_length=120)]
    reason: Reason


@get("/office")
async def office(request: AnyRequest, viewer: NamedDependency[Viewer]) -> Response[str]:
    """Others may add their desks to DESKS."""
    _require(viewer, allowed=frame.may_open(viewer, set(Role) - {Role.MEMBER, Role.VERIFIED_CLINICIAN}))
    desks = [d for d in DESKS if frame.may_open(viewer, d.roles) and frame.serves(request, d.path)]
    return page(request, viewer, "identity/office/office.html", desks=desks)


@get("/office/people")
async def people(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    q: Annotated[str, QueryParameter(max_length=120, pattern=NO_NUL)] = "",
) -> Response[str]:
    _require(viewer, allowed=_may_enter(viewer))
    found = await service.office_people(session, actor=viewer, query=q)
    return page(
        request,
        viewer,
        "identity/office/people.html",
        people=found,
        form=FormState.of(q=q),
        query=q,
        roles=ROLES,
    )


@get("/office/people/{person_id:uuid}")
async def person(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    person_id: FromPath[UUID],
) -> Response[str]:
    return await _show(request, session, viewer, person_id)


@post("/office/people/{person_id:uuid}/grant")
async def grant(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    person_id: FromPath[UUID],
) -> Response[str] | Redirect:
    _require(viewer, allowed=policy.may_manage_roles(viewer))
    form = await forms.read(request, max_bytes=SMALL)
    given = form.into(Appointment)
    if given is not None:
        async with form.attempt(session):
            await service.grant_role(
                session,
                actor=viewer,
                person_id=person_id,
                role=given.role,
                scope_id=given.scope,
                reason=given.reason,
            )
    if form.refused:
        return await _show(request, session, viewer, person_id, granting=form)
    _ = language(request, viewer)
    return see_other(request, f"/office/people/{person_id}", said=_("The role is granted."))


@post("/office/people/{person_id:uuid}/revoke")
async def revoke(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    person_id: FromPath[UUID],
) -> Response[str] | Redirect:
    _require(viewer, allowed=_may_enter(viewer))
    form = await forms.read(request, max_bytes=SMALL)
    given = form.into(Appointment)
    if given is not None:
        async with form.attempt(session):
            await service.revoke_role(
                session,
                actor=viewer,
                person_id=person_id,
                role=given.role,
                scope_id=given.scope,
                reason=given.reason,
            )
    if form.refused:
        return await _show(request, session, viewer, person_id, revoking=form)
    _ = language(request, viewer)
    return see_other(request, f"/office/people/{person_id}", said=_("The role is revoked."))


@post("/office/people/{person_id:uuid}/name")
async def correct_name(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    person_id: FromPath[UUID],
) -> Response[str] | Redirect:
    _require(viewer, allowed=_may_enter(viewer))
    form = await forms.read(request, max_bytes=SMALL)
    given = form.into(Correction)
    if given is not None:
        async with form.attempt(session):
            await service.correct_name(
                session, actor=viewer, person_id=person_id, name=given.name, reason=given.reason
            )
    if form.refused:
        return await _show(request, session, viewer, person_id, naming=form)
    _ = language(request, viewer)
    return see_other(request, f"/office/people/{person_id}", said=_("The name is corrected."))


async def _show(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, person_id: UUID, **states: FormState
) -> Response[str]:
    _require(viewer, allowed=_may_enter(viewer))
    profile = await service.profile(session, viewer, person_id)
    held = await service.grants_of(session, person_id=person_id)
    places = await scopes.places(session, viewer)
    lang = language(request, viewer)
    words: dict[str, Any] = {
        "roles": ROLES,
        "grantable": [
            ("", lang(N_("Choose"))),
            *((r.value, lang(ROLES[r])) for r in Role if r != Role.MEMBER),
        ],
        "places": [("", lang(N_("Everywhere"))), *((str(p.id), p.label) for p in places)],
        "place_names": {p.id: p.label for p in places},
        "granting": FormState(),
        "revoking": FormState(),
        "naming": FormState.of(name=profile.card.name),
    }
    return page(
        request,
        viewer,
        "identity/office/person.html",
        status=max((state.status for state in states.values()), default=200),
        person=profile.card,
        grants=held,
        revocable=[g for g in held if policy.may_revoke(viewer, g.role)],
        may_grant=policy.may_manage_roles(viewer),
        **(words | states),
    )


def _may_enter(viewer: Viewer) -> bool:
    return policy.may_manage_roles(viewer) or policy.may_decide_verifications(viewer)


def _require(viewer: Viewer, *, allowed: bool) -> None:
    if not viewer.signed_in:
        raise SignInRequired
    if not allowed:
        raise Forbidden


router = Router(
    "/",
    route_handlers=[office, people, person, grant, revoke, correct_name],
    include_in_schema=False,
)
