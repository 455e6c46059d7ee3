"""Granting and revoking roles. Each act is in the audit log with its reason."""

from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clock
from core.errors import Forbidden, Invalid
from core.events import publish
from core.ids import new_id
from core.policy import Role, Viewer
from identity import policy
from identity.errors import LastAdministrator, PersonNotFound, RoleHeldAlready, RoleNotGranted
from identity.events import PersonChanged, PersonVerified
from identity.models import Person, RoleGrant
from identity.schemas import GrantView, OfficePerson

# The others can be limited to a board or a collection; on these that would mean nothing.
EVERYWHERE_ONLY = frozenset(
    {Role.VERIFIED_CLINICIAN, Role.REGISTRAR, Role.ADMINISTRATOR, Role.CREDIT_OFFICER}
)


async def grant_role(
    session: AsyncSession,
    *,
    actor: Viewer,
    person_id: UUID,
    role: Role,
    scope_id: UUID | None = None,
    reason: str = "",
) -> None:
    """Give `role` everywhere or on `scope_id`. Raises Forbidden, PersonNotFound, RoleHeldAlready, Invalid."""
    if not policy.may_manage_roles(actor):
        raise Forbidden
    _check(role, scope_id)
    await _lock(session, person_id)
    if not await give(session, actor_id=actor.person_id, person_id=person_id, role=role, scope_id=scope_id):
        raise RoleHeldAlready
    await _record(session, actor, "role granted", person_id, role, scope_id, reason)


async def give(
    session: AsyncSession, *, actor_id: UUID | None, person_id: UUID, role: Role, scope_id: UUID | None = None
) -> bool:
    """Write the grant and tell who cares; False when it was held already. Callers have checked and audit."""
    row = {"person_id": person_id, "role": role.value, "scope_id": scope_id, "granted_by": actor_id}
    written = await session.execute(
        insert(RoleGrant)
        .values(row | {"id": new_id(), "created_at": clock.now()})
        .on_conflict_do_nothing()
        .returning(RoleGrant.id)
    )
    if written.one_or_none() is None:
        return False
    if role == Role.VERIFIED_CLINICIAN:
        await publish(session, PersonVerified(person_id=person_id))
    await publish(session, PersonChanged(person_id=person_id))
    return True


async def revoke_role(
    session: AsyncSession,
    *,
    actor: Viewer,
    person_id: UUID,
    role: Role,
    scope_id: UUID | None = None,
    reason: str = "",
) -> None:
    """Take `role` back. Raises Forbidden, RoleNotGranted, LastAdministrator."""
    if not policy.may_revoke(actor, role):
        raise Forbidden
    if role == Role.ADMINISTRATOR:
        await keep_an_administrator(session, without=person_id)
    grant = await session.scalar(
        select(RoleGrant)
        .where(RoleGrant.person_id == person_id, RoleGrant.role == role.value)
        .where(RoleGrant.scope_id.is_(None) if scope_id is None else RoleGrant.scope_id == scope_id)
        .with_for_update()
    )
    if grant is None:
        raise RoleNotGranted
    await session.delete(grant)
    await session.flush()
    await _record(session, actor, "role revoked", person_id, role, scope_id, reason)
    await publish(session, PersonChanged(person_id=person_id))


async def grants_of(session: AsyncSession, *, person_id: UUID) -> list[GrantView]:
    rows = await session.execute(
        select(RoleGrant.role, RoleGrant.scope_id, RoleGrant.created_at)
        .where(RoleGrant.person_id == person_id)
        .order_by(RoleGrant.id)
    )
    return [GrantView(role=Role(r.role), scope_id=r.scope_id, granted_at=r.created_at) for r in rows]


async def people_with_role(session: AsyncSession, *, role: Role, scope_id: UUID | None = None) -> list[UUID]:
    """Who holds `role` everywhere, or also those who hold it on `scope_id`."""
    here: ColumnElement[bool] = RoleGrant.scope_id.is_(None)
    if scope_id is not None:
        here = here | (RoleGrant.scope_id == scope_id)
    rows = await session.scalars(
        select(RoleGrant.person_id).where(RoleGrant.role == role.value, here).distinct()
    )
    return list(rows)


async def office_people(
    session: AsyncSession, *, actor: Viewer, query: str = "", limit: int = 50
) -> list[OfficePerson]:
    """People with their roles, by name or address, for administrators and registrars. Raises Forbidden.

    Without `query` those who hold a role beyond verified clinician; at most 100.
    """
    if not (policy.may_manage_roles(actor) or policy.may_decide_verifications(actor)):
        raise Forbidden
    held = func.array_agg(RoleGrant.role.distinct()).filter(RoleGrant.role.is_not(None))
    page = (
        select(Person.id, Person.name, Person.email, Person.created_at, held.label("roles"))
        .outerjoin(RoleGrant, RoleGrant.person_id == Person.id)
        .where(Person.erased_at.is_(None))
        .group_by(Person.id)
        .order_by(Person.name, Person.id)
        .limit(max(1, min(limit, 100)))
    )
    if query.strip():
        wanted = query.strip()
        page = page.where(
            Person.name.icontains(wanted, autoescape=True) | Person.email.icontains(wanted, autoescape=True)
        )
    else:
        page = page.having(func.bool_or(RoleGrant.role != Role.VERIFIED_CLINICIAN.value))
    return [
        OfficePerson(id=r.id, name=r.name, email=r.email, joined_at=r.created_at, roles=sorted(r.roles or []))
        for r in await session.execute(page)
    ]


async def keep_an_administrator(session: AsyncSession, *, without: UUID) -> None:
    """Raise LastAdministrator when nobody else is one. Locks, so that two cannot leave at once."""
    others = await session.scalars(
        select(RoleGrant.person_id)
        .where(RoleGrant.role == Role.ADMINISTRATOR.value, RoleGrant.scope_id.is_(None))
        .order_by(RoleGrant.id)
        .with_for_update()
    )
    holders = set(others)
    if without in holders and len(holders) == 1:
        raise LastAdministrator


def _check(role: Role, scope_id: UUID | None) -> None:
    if role == Role.MEMBER:
        raise Invalid({"role": "Everybody is a member. Choose another role."})
    if scope_id is not None and role in EVERYWHERE_ONLY:
        raise Invalid({"scope": "This role holds everywhere. Leave the place empty."})


async def _lock(session: AsyncSession, person_id: UUID) -> None:
    known = await session.scalar(
        select(Person.id).where(Person.id == person_id, Person.erased_at.is_(None)).with_for_update()
    )
    if known is None:
        raise PersonNotFound(person_id=str(person_id))


async def _record(  # noqa: PLR0917
    session: AsyncSession,
    actor: Viewer,
    act: str,
    person_id: UUID,
    role: Role,
    scope_id: UUID | None,
    reason: str,
) -> None:
    await audit.record(
        session,
        actor_id=actor.person_id,
        act=act,
        subject_kind="person",
        subject_id=person_id,
        detail={"role": role.value, "scope": str(scope_id) if scope_id else None, "reason": reason},
    )
