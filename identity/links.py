"""Links sent by mail: random, stored hashed, good once and for a while."""

import os
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from identity.errors import BadLink
from identity.models import MailedLink
from identity.sessions import digest

LIFETIME = {"join": timedelta(hours=24), "reset": timedelta(hours=1)}
_KEPT = timedelta(days=2)  # after this an unused link and the address in it are forgotten

COLUMNS = (MailedLink.id, MailedLink.email, MailedLink.name, MailedLink.locale, MailedLink.person_id)


class Link(Struct, frozen=True, kw_only=True):
    """What a good link stands for."""

    id: UUID
    email: str
    name: str
    locale: str | None
    person_id: UUID | None


async def prepare(
    session: AsyncSession,
    *,
    purpose: str,
    email: str,
    name: str = "",
    locale: str | None = None,
    person_id: UUID | None = None,
) -> UUID:
    """A new link that opens nothing until it is issued: its id may wait in the outbox, its token may not.

    Its time begins now. Links that went stale are forgotten meanwhile.
    """
    now = clock.now()
    await session.execute(delete(MailedLink).where(MailedLink.expires_at < now - _KEPT))
    link = MailedLink(
        purpose=purpose,
        token_hash=os.urandom(32),
        expires_at=now + LIFETIME[purpose],
        email=email,
        name=name,
        locale=locale,
        person_id=person_id,
    )
    session.add(link)
    await session.flush()
    return link.id


async def issue(session: AsyncSession, *, link_id: UUID) -> str:
    """The link's token (256 random bits, URL-safe); one issued before ends. Raises BadLink."""
    token = secrets.token_urlsafe(32)
    issued = await session.execute(
        update(MailedLink)
        .where(MailedLink.id == link_id, *_open())
        .values(token_hash=digest(token))
        .returning(MailedLink.id)
    )
    if issued.one_or_none() is None:
        raise BadLink
    return token


async def look(session: AsyncSession, *, purpose: str, token: str) -> Link:
    """What the link stands for, without using it: mail programs open links on their own. Raises BadLink."""
    row = (await session.execute(select(*COLUMNS).where(*_good(purpose, token)))).one_or_none()
    if row is None:
        raise BadLink
    return Link(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


async def use(session: AsyncSession, *, purpose: str, token: str) -> Link:
    """Spend the link. Of two who try at once one gets BadLink."""
    spent = update(MailedLink).where(*_good(purpose, token)).values(used_at=clock.now())
    row = (await session.execute(spent.returning(*COLUMNS))).one_or_none()
    if row is None:
        raise BadLink
    return Link(**row._mapping)  # noqa: SLF001


async def forget(session: AsyncSession, *, purpose: str, email: str) -> None:
    """The other links of that purpose to that address end with the one that was used."""
    await session.execute(
        delete(MailedLink).where(
            MailedLink.purpose == purpose, func.lower(MailedLink.email) == func.lower(email)
        )
    )


def _good(purpose: str, token: str) -> tuple[ColumnElement[bool], ...]:
    return (MailedLink.token_hash == digest(token), MailedLink.purpose == purpose, *_open())


def _open() -> tuple[ColumnElement[bool], ...]:
    now: datetime = clock.now()
    return (MailedLink.used_at.is_(None), MailedLink.expires_at > now)
