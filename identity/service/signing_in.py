"""Signing in: the password, then the code where the person asked for one."""

from uuid import UUID

from msgspec import Struct
from sqlalchemy import Select, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Sessions
from core.limits import spend
from identity import passwords
from identity.addresses import neighbourhood
from identity.errors import WrongCredentials, WrongPassword
from identity.models import Person, SecondFactor
from identity.sessions import digest

QUARTER_HOUR = 900


class Recognised(Struct, frozen=True, kw_only=True):
    """The password was right. With `two_step` a code is still owed."""

    person_id: UUID
    two_step: bool


async def recognise(sessions: Sessions, *, email: str, password: str, address: str) -> Recognised:
    """Check address and password. Raises WrongCredentials, TooManyRequests.

    Takes `sessions` because it works in short transactions of its own: attempts are counted whatever
    happens later, and no connection waits while a password is worked out. Unknown addresses cost the same.
    """
    await spend(
        sessions, f"identity.sign_in.from:{neighbourhood(address)}", limit=300, per_seconds=QUARTER_HOUR
    )
    whom = digest(email.strip().lower()).hex()
    await spend(sessions, f"identity.sign_in.as:{whom}", limit=20, per_seconds=QUARTER_HOUR)
    async with sessions() as session:
        row = (await session.execute(_known(email.strip()))).one_or_none()
    right = await passwords.verify(row.password_hash if row else None, password)
    if row is None or not right:
        raise WrongCredentials
    if passwords.is_outdated(row.password_hash):
        await _rehash(sessions, row.id, row.password_hash, password)
    return Recognised(person_id=row.id, two_step=row.two_step)


async def prove_password(sessions: Sessions, *, person_id: UUID, password: str) -> None:
    """Ask again before something grave. Raises WrongPassword, TooManyRequests."""
    await spend(sessions, f"identity.prove:{person_id}", limit=10, per_seconds=QUARTER_HOUR)
    async with sessions() as session:
        kept = await session.scalar(select(Person.password_hash).where(Person.id == person_id))
    if not await passwords.verify(kept, password):
        raise WrongPassword


async def limit_codes(sessions: Sessions, *, person_id: UUID) -> None:
    """Ten codes in a quarter of an hour, fifty a day: a million possible codes stay out of reach."""
    await spend(sessions, f"identity.code:{person_id}", limit=10, per_seconds=QUARTER_HOUR)
    await spend(sessions, f"identity.codes:{person_id}", limit=50, per_seconds=24 * 3600)


def _known(email: str) -> Select[UUID, str | None, bool]:
    two_step = (
        exists()
        .where(SecondFactor.person_id == Person.id, SecondFactor.confirmed_at.is_not(None))
        .label("two_step")
    )
    return select(Person.id, Person.password_hash, two_step).where(
        func.lower(Person.email) == func.lower(email), Person.erased_at.is_(None)
    )


async def _rehash(sessions: Sessions, person_id: UUID, known: str, password: str) -> None:
    """Parameters have grown since; not if the password was changed meanwhile."""
    new = await passwords.hash_password(password)
    async with sessions() as session, session.begin():
        await session.execute(
            update(Person)
            .where(Person.id == person_id, Person.password_hash == known)
            .values(password_hash=new)
        )


async def email_of(session: AsyncSession, *, person_id: UUID) -> str:
    """The person's own address, for their own pages."""
    return (await session.execute(select(Person.email).where(Person.id == person_id))).scalar_one()
