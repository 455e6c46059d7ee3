"""What shows that two accounts are one person, or two people close: for exclusions, never for a page."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from identity import policy
from identity.models import Person
from identity.schemas import PersonCard
from identity.service.people import CARD, card_of, verified


class Likeness(Struct, frozen=True):
    """`marks` are an ORCID and a mailbox, each its person's alone; `houses` where the person works."""

    marks: frozenset[str]
    houses: frozenset[str]


async def likenesses(session: AsyncSession, *, ids: Iterable[UUID]) -> dict[UUID, Likeness]:
    """In one query, without those who do not exist. No outlet shows any of it."""
    rows = await session.execute(
        select(Person.id, Person.orcid, Person.email, Person.organisation_id, Person.affiliation).where(
            Person.id.in_(set(ids)), Person.erased_at.is_(None)
        )
    )
    return {row.id: _likeness(row) for row in rows}


async def clinicians(
    session: AsyncSession, viewer: Viewer, *, specialty: str, limit: int = 50
) -> list[PersonCard]:
    """Verified clinicians of a specialty whom `viewer` may see, by name; at most 100."""
    found = (
        select(*CARD)
        .where(policy.visible_to(viewer), verified(), Person.specialty == specialty)
        .order_by(Person.name, Person.id)
        .limit(max(1, min(limit, 100)))
    )
    return [card_of(row) for row in await session.execute(found)]


def mailbox(address: str) -> str:
    """Where mail for the address arrives: "Ada+work@Example.org" is ada@example.org's."""
    local, _, domain = address.strip().casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def house(name: str) -> str:
    """An affiliation as it is compared: letters and digits, whatever their case."""
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())


def _likeness(row: Any) -> Likeness:
    marks = {mailbox(row.email)} | ({row.orcid} if row.orcid else set())
    houses = {str(row.organisation_id)} if row.organisation_id else set()
    if row.affiliation and house(row.affiliation):
        houses.add(house(row.affiliation))
    return Likeness(frozenset(marks), frozenset(houses))
