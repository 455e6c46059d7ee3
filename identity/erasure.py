"""Leaving for good. What the law and the credit ledger need is kept, and the person is told what that is.

The row of the person stays without anything personal in it, so that what others answered keeps its place.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

from msgspec import Struct
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clock
from core.events import publish
from identity.errors import PersonNotFound
from identity.events import PersonErased
from identity.models import (
    ApiToken,
    HalfSignIn,
    MailedLink,
    Person,
    RecoveryCode,
    RoleGrant,
    SecondFactor,
    SignIn,
    VerificationRequest,
)
from identity.names import FORMER
from identity.service.roles import keep_an_administrator
from identity.words import N_


class Kept(Struct, frozen=True, kw_only=True):
    """Something that stays. `what` and `why` are English source texts (N_), `count` how many of it."""

    what: str
    why: str
    count: int = 1


Eraser = Callable[[AsyncSession, UUID], Awaitable[list[Kept]]]
_erasers: dict[str, Eraser] = {}

AUDIT = Kept(
    what=N_("Entries in the audit log, by number and without your name"),
    why=N_("They prove that decisions about you and by you were made by the rules."),
)


def register(name: str, eraser: Eraser) -> None:
    """`eraser(session, person_id)` removes or empties what the package holds and says what it kept.

    It runs in the transaction of the erasure, before the person's own row is emptied. Safe to repeat.
    """
    _erasers[name] = eraser


async def erase(session: AsyncSession, *, person_id: UUID) -> list[Kept]:
    """Erase the person and return what was kept. Prove the password first.

    Raises PersonNotFound, LastAdministrator.
    """
    await keep_an_administrator(session, without=person_id)
    person = await session.scalar(
        select(Person).where(Person.id == person_id, Person.erased_at.is_(None)).with_for_update()
    )
    if person is None:
        raise PersonNotFound
    kept = [entry for name in sorted(_erasers) for entry in await _erasers[name](session, person_id)]
    await _forget(session, person)
    await audit.record(
        session, actor_id=person_id, act="person erased", subject_kind="person", subject_id=person_id
    )
    await publish(session, PersonErased(person_id=person_id))
    return [*(entry for entry in kept if entry.count), AUDIT]


async def _forget(session: AsyncSession, person: Person) -> None:
    held = (SignIn, HalfSignIn, SecondFactor, RecoveryCode, ApiToken, RoleGrant, VerificationRequest)
    for table in held:
        await session.execute(delete(table).where(table.person_id == person.id))
    await session.execute(delete(MailedLink).where(func.lower(MailedLink.email) == func.lower(person.email)))
    await session.execute(delete(MailedLink).where(MailedLink.person_id == person.id))
    person.name, person.email = FORMER, f"{person.id}@erased.invalid"
    person.password_hash = person.email_confirmed_at = None
    person.specialty = person.profession = person.career_stage = None
    person.orcid = person.affiliation = person.organisation_id = None
    person.locale = person.theme = person.public_author_since = None
    person.languages = []
    person.erased_at = clock.now()
    await session.flush()
