"""The authors of a case with what each of them claimed and signed, in four queries."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from cases.completeness import is_current
from cases.models import Author, Contribution, Disclosure
from cases.schemas import AuthorView, DisclosureView, FrozenAuthor, FrozenDisclosure, FrozenRole
from core import clock
from identity import service as identity
from identity.schemas import PersonCard


async def authors_of(session: AsyncSession, case_id: UUID) -> list[AuthorView]:
    """In their order; who declined is not among them."""
    rows = (
        await session.execute(
            select(
                Author.id,
                Author.person_id,
                Author.position,
                Author.corresponding,
                Author.state,
                Author.affiliation,
            )
            .where(Author.case_id == case_id, Author.state != "declined")
            .order_by(Author.position, Author.id)
        )
    ).all()
    cards = await identity.people_by_ids(session, [row.person_id for row in rows])
    roles = await _roles(session, [row.id for row in rows])
    disclosures = await _disclosures(session, [row.id for row in rows])
    return [
        AuthorView(
            id=row.id,
            person=cards[row.person_id],
            position=row.position,
            corresponding=row.corresponding,
            state=row.state,
            affiliation=row.affiliation,
            roles=roles[row.id],
            disclosure=disclosures.get(row.id),
        )
        for row in rows
    ]


async def frozen_authors(session: AsyncSession, case_id: UUID) -> list[FrozenAuthor]:
    """Those who accepted, as they go into a published version (IN-13)."""
    signed = await _signed(session, case_id)
    return [
        FrozenAuthor(
            person_id=author.person.id,
            name=author.person.name,
            affiliation=author.affiliation,
            corresponding=author.corresponding,
            roles=[FrozenRole(role=role, degree=degree) for role, degree in sorted(author.roles.items())],
            disclosure=signed.get(author.id),
        )
        for author in await authors_of(session, case_id)
        if author.state == "accepted"
    ]


async def cards_of(session: AsyncSession, ids: Iterable[UUID | None]) -> dict[UUID, PersonCard]:
    return await identity.people_by_ids(session, [one for one in ids if one is not None])


async def _roles(session: AsyncSession, author_ids: list[UUID]) -> dict[UUID, dict[str, str]]:
    found: defaultdict[UUID, dict[str, str]] = defaultdict(dict)
    rows = await session.execute(
        select(Contribution.author_id, Contribution.role, Contribution.degree).where(
            Contribution.author_id.in_(author_ids)
        )
    )
    for row in rows:
        found[row.author_id][row.role] = row.degree
    return found


async def _disclosures(session: AsyncSession, author_ids: list[UUID]) -> dict[UUID, DisclosureView]:
    latest = (
        select(Disclosure.author_id, Disclosure.none, Disclosure.statement, Disclosure.signed_at)
        .where(Disclosure.author_id.in_(author_ids))
        .ext(distinct_on(Disclosure.author_id))
        .order_by(Disclosure.author_id, Disclosure.signed_at.desc(), Disclosure.id.desc())
    )
    return {
        row.author_id: DisclosureView(
            none=row.none,
            statement=row.statement,
            signed_at=row.signed_at,
            current=is_current(row.signed_at, clock.now()),
        )
        for row in await session.execute(latest)
    }


async def _signed(session: AsyncSession, case_id: UUID) -> dict[UUID, FrozenDisclosure]:
    rows = await session.scalars(
        select(Disclosure)
        .join(Author, Author.id == Disclosure.author_id)
        .where(Author.case_id == case_id)
        .order_by(Disclosure.signed_at, Disclosure.id)
    )
    return {
        row.author_id: FrozenDisclosure(
            none=row.none,
            statement=row.statement,
            definition_version=row.definition_version,
            signed_at=row.signed_at,
        )
        for row in rows
    }
