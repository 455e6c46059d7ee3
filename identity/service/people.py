"""Cards and profiles."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, Uuid, any_, bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.asking import ask
from core.policy import Role, Viewer
from identity import policy
from identity.errors import PersonNotFound
from identity.models import Organisation, Person, RoleGrant
from identity.schemas import PersonCard, Profile


def verified() -> ColumnElement[bool]:
    """SQL: the person of the row is a verified clinician."""
    return (
        exists()
        .where(RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.VERIFIED_CLINICIAN, RoleGrant.scope_id.is_(None))
    )


CARD: tuple[Any, ...] = (
    Person.id,
    Person.name,
    Person.specialty,
    verified().label("verified"),
    Person.profession,
    Person.career_stage,
)


def card_of(row: Any) -> PersonCard:
    return PersonCard(
        id=row.id,
        name=row.name,
        specialty=row.specialty,
        verified=row.verified,
        profession=row.profession,
        career_stage=row.career_stage,
    )


async def people_by_ids(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, PersonCard]:
    """The cards of those who exist, in one query (none when `ids` is empty). The erased are "Former member".

    For bylines: whoever may see a contribution may see its author's card.
    """
    wanted = set(ids)
    if not wanted:
        return {}
    rows = await ask(session, _BY_IDS, ids=list(wanted))
    return {row["id"]: PersonCard(**row) for row in rows}


# Built once: every page with bylines asks this, and putting a statement together costs more than sending it.
_BY_IDS = select(*CARD).where(Person.id == any_(bindparam("ids", type_=ARRAY(Uuid))))


async def orcids(session: AsyncSession, *, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The ORCID iDs of those who gave one, bare, for bylines; in one query."""
    rows = await session.execute(
        select(Person.id, Person.orcid).where(Person.id.in_(set(ids)), Person.orcid.is_not(None))
    )
    return {row.id: row.orcid for row in rows}


async def erased(session: AsyncSession, *, ids: Iterable[UUID]) -> set[UUID]:
    """Those of `ids` who had themselves erased: nobody waits for an answer of theirs."""
    gone = select(Person.id).where(Person.id.in_(set(ids)), Person.erased_at.is_not(None))
    return set(await session.scalars(gone))


async def visible_ids(session: AsyncSession, viewer: Viewer, *, ids: Iterable[UUID]) -> set[UUID]:
    """Those of `ids` whose cards `viewer` may open, in one query."""
    found = select(Person.id).where(Person.id.in_(set(ids)), policy.visible_to(viewer))
    return set(await session.scalars(found))


async def find_people(session: AsyncSession, viewer: Viewer, query: str, limit: int = 20) -> list[PersonCard]:
    """People `viewer` may see with all words of `query` in their names, by name; at most 50."""
    words = query.split()[:6]
    if not words:
        return []
    found = select(*CARD).where(policy.visible_to(viewer)).order_by(Person.name, Person.id)
    rows = await session.execute(named(found, words).limit(max(1, min(limit, 50))))
    return [card_of(row) for row in rows]


def named(statement: Select[Any], words: Sequence[str]) -> Select[Any]:
    for word in words:
        statement = statement.where(Person.name.icontains(word, autoescape=True))
    return statement


async def all_cards(
    session: AsyncSession, *, after: UUID | None = None, limit: int = 200
) -> list[PersonCard]:
    """Everybody who is still with us, oldest first, for building an index. `after` is the last id seen."""
    page = select(*CARD).where(Person.erased_at.is_(None)).order_by(Person.id).limit(limit)
    if after is not None:
        page = page.where(Person.id > after)
    return [card_of(row) for row in await session.execute(page)]


async def profile(session: AsyncSession, viewer: Viewer, person_id: UUID) -> Profile:
    """The card page. Guests get the card alone, and only of authors whose words are public.

    Raises PersonNotFound.
    """
    row = (
        await session.execute(
            select(
                *CARD,
                Person.created_at,
                Person.languages,
                Person.orcid,
                Person.affiliation,
                Person.organisation_id,
                Organisation.name.label("organisation"),
            )
            .outerjoin(Organisation, Organisation.id == Person.organisation_id)
            .where(Person.id == person_id, policy.visible_to(viewer))
        )
    ).one_or_none()
    if row is None:
        raise PersonNotFound(person_id=str(person_id))
    if not policy.may_read_profile(viewer):
        return Profile(card=card_of(row), joined_at=row.created_at)
    return Profile(
        card=card_of(row),
        joined_at=row.created_at,
        languages=row.languages,
        orcid=row.orcid,
        affiliation=row.affiliation,
        organisation_id=row.organisation_id,
        organisation=row.organisation,
    )


async def mark_public_author(session: AsyncSession, *, person_id: UUID) -> None:
    """Their words are where everybody reads, so guests may open their card from now on. Safe to repeat."""
    await session.execute(
        update(Person)
        .where(Person.id == person_id, Person.public_author_since.is_(None))
        .values(public_author_since=clock.now())
    )
