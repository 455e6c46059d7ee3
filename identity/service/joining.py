"""Becoming a member: name and address, a mailed link, a password."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clock
from core.db import Sessions
from core.errors import Forbidden
from core.events import publish
from core.limits import spend
from core.policy import Viewer
from identity import links, names, policy
from identity.addresses import email_address, neighbourhood
from identity.errors import BadLink
from identity.events import PersonJoined
from identity.letters import JOIN, RESET, Letter, write
from identity.models import Person
from identity.sessions import digest

HOUR = 3600


async def limit_letters(sessions: Sessions, *, email: str, address: str) -> None:
    """Five letters an hour to one address, forty from one network; known or unknown counts alike.

    Raises TooManyRequests, and Invalid for what is not an address.
    """
    whom = digest(email_address(email).lower()).hex()
    await spend(sessions, f"identity.letter.from:{neighbourhood(address)}", limit=40, per_seconds=HOUR)
    await spend(sessions, f"identity.letter.to:{whom}", limit=5, per_seconds=HOUR)


async def ask_to_join(session: AsyncSession, *, name: str, email: str, locale: str | None = None) -> None:
    """Mail a link that finishes the sign-up. Raises Invalid.

    Who has an account gets a letter that says so, with a link to reset the password. Both ways take the
    same steps, so neither the answer nor its time tells whether the address is known. No person and no
    password exist before the link is opened: nobody can prepare an account in somebody else's name.
    """
    email, name = email_address(email), names.clean(name)
    known = await person_with(session, email)
    if known is None:
        link = await links.prepare(session, purpose="join", email=email, name=name, locale=locale)
        await write(session, Letter.JOIN, to=email, locale=locale, path=JOIN, link_id=link)
    else:
        link = await links.prepare(session, purpose="reset", email=email, person_id=known)
        await write(session, Letter.JOINED_ALREADY, to=email, locale=locale, path=RESET, link_id=link)


async def join(session: AsyncSession, *, token: str, password_hash: str) -> UUID:
    """Spend the link and make the person, whose address is thereby confirmed. Raises BadLink.

    `password_hash` comes from identity.passwords, made before the transaction began.
    """
    link = await links.use(session, purpose="join", token=token)
    person = Person(
        name=link.name,
        email=link.email,
        email_confirmed_at=clock.now(),
        password_hash=password_hash,
        locale=link.locale,
    )
    await _keep(session, person)
    await links.forget(session, purpose="join", email=link.email)
    return person.id


async def add_person(
    session: AsyncSession, *, actor: Viewer, name: str, email: str, password_hash: str | None = None
) -> UUID:
    """For the command line: a person whose address `actor` vouches for. Without a password a link sets one.

    `password_hash` comes from identity.passwords, as with `join`. Raises Forbidden, Invalid, and BadLink when
    the address is taken.
    """
    if not policy.may_add_people(actor):
        raise Forbidden
    person = Person(
        name=names.clean(name),
        email=email_address(email),
        email_confirmed_at=clock.now(),
        password_hash=password_hash,
    )
    await _keep(session, person)
    await audit.record(
        session, actor_id=actor.person_id, act="person added", subject_kind="person", subject_id=person.id
    )
    return person.id


async def person_with(session: AsyncSession, email: str) -> UUID | None:
    """Whose address this is. Only for the person's own doings and the command line: never show the answer."""
    return await session.scalar(
        select(Person.id).where(func.lower(Person.email) == func.lower(email), Person.erased_at.is_(None))
    )


async def _keep(session: AsyncSession, person: Person) -> None:
    try:
        async with session.begin_nested():
            session.add(person)
    except IntegrityError as error:
        raise BadLink from error
    await publish(session, PersonJoined(person_id=person.id))
