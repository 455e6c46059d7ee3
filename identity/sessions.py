"""Server-side sessions: opening, recognising, closing."""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ScalarSelect, Select, bindparam, delete, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.asking import ask
from core.policy import Grant, Role, Viewer
from identity.errors import SessionNotFound, SignInExpired
from identity.models import HalfSignIn, Person, RoleGrant, SignIn

LIFETIME = timedelta(days=30)
HALF_LIFETIME = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=10)  # how exact `last_seen_at` is; a write per request would be too much


class SessionView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One place where the person is signed in. `current`: this very one."""

    id: UUID
    agent: str
    address: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def open_session(session: AsyncSession, *, person_id: UUID, agent: str = "", address: str = "") -> str:
    """Start a session and return its token: 256 random bits, URL-safe. Only the hash is stored."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    await session.execute(delete(SignIn).where(SignIn.person_id == person_id, SignIn.expires_at <= now))
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
    now = clock.now()
    rows = await ask(session, _by_token(), hash=digest(token), now=now)
    if not rows:
        return None
    first = rows[0]
    if now - first["last_seen_at"] > SEEN_EVERY:
        await _see(session, first["session_id"])
    return viewer_from(rows, session_id=first["session_id"], inbox_count=first["news"])


PERSON = (
    Person.id,
    Person.name,
    Person.locale,
    Person.theme,
    RoleGrant.role,
    RoleGrant.scope_id,
)


CountOf = Callable[[Any], ScalarSelect[int]]
_news: list[CountOf] = []


def count_news(count: CountOf) -> None:
    """Let another package say, as a subquery, how many unread things a person has: one query a request."""
    _news[:] = [count]
    _by_token.cache_clear()


@cache
def _by_token() -> Select[*tuple[Any, ...]]:
    """Built once: every request asks this, and putting the statement together costs more than sending it."""
    news = _news[0](SignIn.person_id) if _news else literal(0)
    return (
        select(SignIn.id.label("session_id"), SignIn.last_seen_at, news.label("news"), *PERSON)
        .join(Person, Person.id == SignIn.person_id)
        .outerjoin(RoleGrant, RoleGrant.person_id == Person.id)
        .where(SignIn.token_hash == bindparam("hash"), SignIn.expires_at > bindparam("now"))
        .where(Person.erased_at.is_(None))
    )


def viewer_from(
    rows: Sequence[Any],
    *,
    session_id: UUID | None = None,
    token_scopes: frozenset[str] | None = None,
    inbox_count: int = 0,
) -> Viewer:
    """A viewer out of rows of PERSON (mappings), one for each grant."""
    first = rows[0]
    grants = {Grant(Role(r["role"]), r["scope_id"]) for r in rows if r["role"] is not None}
    return Viewer(
        person_id=first["id"],
        name=first["name"],
        locale=first["locale"] or "en",
        theme=first["theme"] or "system",
        grants=frozenset(grants | {Grant(Role.MEMBER)}),
        session_id=session_id,
        token_scopes=token_scopes,
        inbox_count=inbox_count,
    )


async def _see(session: AsyncSession, session_id: UUID) -> None:
    await session.execute(update(SignIn).where(SignIn.id == session_id).values(last_seen_at=clock.now()))


async def close_session(session: AsyncSession, *, token: str) -> None:
    await session.execute(delete(SignIn).where(SignIn.token_hash == digest(token)))


async def sessions_of(session: AsyncSession, viewer: Viewer) -> list[SessionView]:
    """Where the viewer is signed in, the newest first; at most 100."""
    rows = await session.execute(
        select(SignIn.id, SignIn.agent, SignIn.address, SignIn.created_at, SignIn.last_seen_at)
        .where(SignIn.person_id == viewer.person_id, SignIn.expires_at > clock.now())
        .order_by(SignIn.id.desc())
        .limit(100)
    )
    return [SessionView(**row._mapping, current=row.id == viewer.session_id) for row in rows]  # noqa: SLF001


async def end_session(session: AsyncSession, *, person_id: UUID, session_id: UUID) -> None:
    """Sign out elsewhere. Raises SessionNotFound, also for a session of somebody else."""
    ended = await session.execute(
        delete(SignIn).where(SignIn.id == session_id, SignIn.person_id == person_id).returning(SignIn.id)
    )
    if ended.one_or_none() is None:
        raise SessionNotFound


async def end_sessions(session: AsyncSession, *, person_id: UUID, keep: UUID | None = None) -> None:
    """Sign out everywhere, except where `keep` says."""
    ending = delete(SignIn).where(SignIn.person_id == person_id)
    if keep is not None:
        ending = ending.where(SignIn.id != keep)
    await session.execute(ending)
    await session.execute(delete(HalfSignIn).where(HalfSignIn.person_id == person_id))


async def open_half(session: AsyncSession, *, person_id: UUID) -> str:
    """The password was right: a token that, with a code, becomes a session within ten minutes."""
    token, now = secrets.token_urlsafe(32), clock.now()
    await session.execute(delete(HalfSignIn).where(HalfSignIn.expires_at <= now))
    session.add(HalfSignIn(person_id=person_id, token_hash=digest(token), expires_at=now + HALF_LIFETIME))
    await session.flush()
    return token


async def half_of(session: AsyncSession, *, token: str) -> UUID:
    """Who is half signed in. Raises SignInExpired."""
    person_id = await session.scalar(
        select(HalfSignIn.person_id).where(
            HalfSignIn.token_hash == digest(token), HalfSignIn.expires_at > clock.now()
        )
    )
    if person_id is None:
        raise SignInExpired
    return person_id


async def close_half(session: AsyncSession, *, token: str) -> None:
    """Raises SignInExpired when it was spent already: one code makes one session."""
    spent = await session.execute(
        delete(HalfSignIn).where(HalfSignIn.token_hash == digest(token)).returning(HalfSignIn.id)
    )
    if spent.one_or_none() is None:
        raise SignInExpired
