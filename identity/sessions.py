"""Server-side sessions: opening, recognising, closing."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.policy import Grant, Role, Viewer
from identity.models import Person, RoleGrant, SignIn

LIFETIME = timedelta(days=30)


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def open_session(session: AsyncSession, *, person_id: UUID, agent: str = "", address: str = "") -> str:
    """Start a session and return its token: 256 random bits, URL-safe. Only the hash is stored."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    session.add(
        SignIn(
            person_id=person_id,
            token_hash=digest(token),
            expires_at=now + LIFETIME,
            last_seen_at=now,
            agent=agent[:200],
            address=address[:64],
        )
    )
    await session.flush()
    return token


async def viewer_of(session: AsyncSession, token: str) -> Viewer | None:
    """The person behind a session token with all grants, in one query; None when it is unknown or over."""
    rows = (
        await session.execute(
            select(
                SignIn.id.label("session_id"),
                Person.id,
                Person.name,
                Person.locale,
                RoleGrant.role,
                RoleGrant.scope_id,
            )
            .join(Person, Person.id == SignIn.person_id)
            .outerjoin(RoleGrant, RoleGrant.person_id == Person.id)
            .where(SignIn.token_hash == digest(token), SignIn.expires_at > clock.now())
            .where(Person.erased_at.is_(None))
        )
    ).all()
    if not rows:
        return None
    grants = {Grant(Role(r.role), r.scope_id) for r in rows if r.role is not None}
    return Viewer(
        person_id=rows[0].id,
        name=rows[0].name,
        locale=rows[0].locale or "en",
        grants=frozenset(grants | {Grant(Role.MEMBER)}),
        session_id=rows[0].session_id,
    )


async def close_session(session: AsyncSession, *, token: str) -> None:
    await session.execute(delete(SignIn).where(SignIn.token_hash == digest(token)))
