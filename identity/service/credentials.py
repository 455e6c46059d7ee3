"""Changing and resetting the password. Whoever else is signed in as this person is signed out."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from identity import links, sessions
from identity.addresses import email_address
from identity.errors import BadLink
from identity.letters import RESET, Letter, write
from identity.models import Person
from identity.service.joining import person_with


async def ask_to_reset(session: AsyncSession, *, email: str, locale: str | None = None) -> None:
    """Mail a link to choose a new password. An unknown address is told so, by mail. Raises Invalid."""
    email = email_address(email)
    known = await person_with(session, email)
    if known is None:
        await links.prepare(session, purpose="reset", email=email)
        await write(session, Letter.NO_ACCOUNT, to=email, locale=locale, path="/sign-up")
    else:
        link = await links.prepare(session, purpose="reset", email=email, person_id=known)
        await write(session, Letter.RESET, to=email, locale=locale, path=RESET, link_id=link)


async def reset_password(session: AsyncSession, *, token: str, password_hash: str) -> None:
    """Spend the link; every session ends, and other reset links with it. Raises BadLink."""
    link = await links.use(session, purpose="reset", token=token)
    if link.person_id is None:
        raise BadLink
    await change_password(session, person_id=link.person_id, password_hash=password_hash)
    await links.forget(session, purpose="reset", email=link.email)


async def change_password(
    session: AsyncSession, *, person_id: UUID, password_hash: str, keep_session: UUID | None = None
) -> None:
    """Other sessions than `keep_session` end; a letter tells the person. Prove the old password first."""
    await session.execute(update(Person).where(Person.id == person_id).values(password_hash=password_hash))
    await sessions.end_sessions(session, person_id=person_id, keep=keep_session)
    row = (await session.execute(select(Person.email, Person.locale).where(Person.id == person_id))).one()
    await write(session, Letter.PASSWORD_CHANGED, to=row.email, locale=row.locale)
    await audit.record(
        session, actor_id=person_id, act="password changed", subject_kind="person", subject_id=person_id
    )
