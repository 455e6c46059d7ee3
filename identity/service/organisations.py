"""Organisations and whether they may have a part in education (ACCME Standards, domain.md 2.1)."""

from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clock
from core.errors import Forbidden
from core.policy import Viewer
from identity import policy
from identity.errors import BadOrganisationLink, OrganisationExists, OrganisationNotFound
from identity.models import Organisation, OrganisationLink
from identity.schemas import LinkedOrganisation, OrganisationDraft, OrganisationView

COLUMNS = (
    Organisation.id,
    Organisation.name,
    Organisation.country,
    Organisation.eligibility,
    Organisation.eligibility_reason,
    Organisation.decided_at,
)


async def organisation(session: AsyncSession, organisation_id: UUID) -> OrganisationView:
    """Raises OrganisationNotFound. Organisations are public facts; everybody may read them."""
    row = (await session.execute(select(*COLUMNS).where(Organisation.id == organisation_id))).one_or_none()
    if row is None:
        raise OrganisationNotFound(organisation_id=str(organisation_id))
    return OrganisationView(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


async def organisations_by_ids(session: AsyncSession, ids: set[UUID]) -> dict[UUID, OrganisationView]:
    if not ids:
        return {}
    rows = await session.execute(select(*COLUMNS).where(Organisation.id.in_(ids)))
    return {row.id: OrganisationView(**row._mapping) for row in rows}  # noqa: SLF001


async def organisations(
    session: AsyncSession, *, query: str = "", after: str = "", limit: int = 50
) -> list[OrganisationView]:
    """By name, those whose name contains `query`. `after` is the last name seen; at most 200."""
    page = select(*COLUMNS).order_by(func.lower(Organisation.name)).limit(max(1, min(limit, 200)))
    if query.strip():
        page = page.where(Organisation.name.icontains(query.strip(), autoescape=True))
    if after:
        page = page.where(func.lower(Organisation.name) > after.lower())
    return [OrganisationView(**row._mapping) for row in await session.execute(page)]  # noqa: SLF001


async def linked(session: AsyncSession, organisation_id: UUID) -> list[LinkedOrganisation]:
    """Parents, children and sisters, with the direction seen from this organisation."""
    rows = await session.execute(
        select(OrganisationLink.kind, OrganisationLink.from_id, *COLUMNS)
        .join(
            Organisation,
            or_(
                (OrganisationLink.from_id == organisation_id) & (Organisation.id == OrganisationLink.to_id),
                (OrganisationLink.to_id == organisation_id) & (Organisation.id == OrganisationLink.from_id),
            ),
        )
        .order_by(Organisation.name)
    )
    return [
        LinkedOrganisation(
            relation=_seen(row.kind, own=row.from_id == organisation_id),
            id=row.id,
            name=row.name,
            eligibility=row.eligibility,
        )
        for row in rows
    ]


def _seen(kind: str, *, own: bool) -> str:
    return "sister" if kind == "sister_of" else "child" if own else "parent"


async def list_organisation(session: AsyncSession, *, actor: Viewer, draft: OrganisationDraft) -> UUID:
    """Add an organisation. Raises Forbidden, OrganisationExists."""
    if not policy.may_manage_organisations(actor):
        raise Forbidden
    made = Organisation(
        name=" ".join(draft.name.split()),
        country=draft.country or None,
        eligibility=draft.eligibility,
        eligibility_reason=draft.reason,
        decided_by=actor.person_id,
        decided_at=clock.now() if draft.eligibility != "unknown" else None,
    )
    try:
        async with session.begin_nested():
            session.add(made)
    except IntegrityError as error:
        raise OrganisationExists from error
    await _record(session, actor, "organisation listed", made.id, draft)
    return made.id


async def change_organisation(
    session: AsyncSession, *, actor: Viewer, organisation_id: UUID, draft: OrganisationDraft
) -> None:
    """Rename or decide on eligibility, with a reason. Raises Forbidden, OrganisationNotFound, -Exists."""
    if not policy.may_manage_organisations(actor):
        raise Forbidden
    made = await session.get(Organisation, organisation_id, with_for_update=True)
    if made is None:
        raise OrganisationNotFound(organisation_id=str(organisation_id))
    try:
        async with session.begin_nested():
            made.name, made.country = " ".join(draft.name.split()), draft.country or None
            made.eligibility, made.eligibility_reason = draft.eligibility, draft.reason
            made.decided_by, made.decided_at = actor.person_id, clock.now()
    except IntegrityError as error:
        raise OrganisationExists from error
    await _record(session, actor, "organisation changed", made.id, draft)


async def link_organisations(
    session: AsyncSession, *, actor: Viewer, from_id: UUID, to_id: UUID, kind: str
) -> None:
    """`kind` is parent_of or sister_of. Raises Forbidden, OrganisationNotFound, BadOrganisationLink."""
    if not policy.may_manage_organisations(actor):
        raise Forbidden
    if len(await organisations_by_ids(session, {from_id, to_id})) < len({from_id, to_id}):
        raise OrganisationNotFound
    either = select(OrganisationLink.id).where(
        OrganisationLink.from_id.in_([from_id, to_id]), OrganisationLink.to_id.in_([from_id, to_id])
    )
    if from_id == to_id or await session.scalar(either.limit(1)):
        raise BadOrganisationLink
    session.add(OrganisationLink(from_id=from_id, to_id=to_id, kind=kind))
    await session.flush()
    await audit.record(
        session,
        actor_id=actor.person_id,
        act="organisations linked",
        subject_kind="organisation",
        subject_id=from_id,
        detail={"to": str(to_id), "kind": kind},
    )


async def unlink_organisations(session: AsyncSession, *, actor: Viewer, one_id: UUID, other_id: UUID) -> None:
    """Raises Forbidden, OrganisationNotFound when they are not linked."""
    if not policy.may_manage_organisations(actor):
        raise Forbidden
    both = [one_id, other_id]
    ended = await session.execute(
        delete(OrganisationLink)
        .where(OrganisationLink.from_id.in_(both), OrganisationLink.to_id.in_(both))
        .returning(OrganisationLink.id)
    )
    if not ended.all():
        raise OrganisationNotFound
    await audit.record(
        session,
        actor_id=actor.person_id,
        act="organisations unlinked",
        subject_kind="organisation",
        subject_id=one_id,
        detail={"other": str(other_id)},
    )


async def _record(
    session: AsyncSession, actor: Viewer, act: str, organisation_id: UUID, draft: OrganisationDraft
) -> None:
    await audit.record(
        session,
        actor_id=actor.person_id,
        act=act,
        subject_kind="organisation",
        subject_id=organisation_id,
        detail={"name": draft.name, "eligibility": draft.eligibility, "reason": draft.reason},
    )
