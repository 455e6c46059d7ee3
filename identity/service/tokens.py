"""Access tokens for programs: scoped, hashed, ending by themselves."""

import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clock
from core.policy import Viewer
from identity import policy
from identity.errors import BadToken, NotWithAToken, TokenNotFound, TooManyTokens
from identity.models import ApiToken, Person, RoleGrant
from identity.schemas import NewToken, TokenDraft, TokenView
from identity.sessions import PERSON, SEEN_EVERY, digest, viewer_from

PREFIX = "cns_"  # lets secret scanners recognise one that was leaked
MOST = 20
VIEW = (
    ApiToken.id,
    ApiToken.name,
    ApiToken.hint,
    ApiToken.scopes,
    ApiToken.created_at,
    ApiToken.expires_at,
    ApiToken.last_used_at,
)


async def make_token(session: AsyncSession, *, viewer: Viewer, draft: TokenDraft) -> NewToken:
    """A token, shown this once. Raises NotWithAToken, TooManyTokens."""
    _require_person(viewer)
    # Holding the person's row keeps two requests from passing the count together.
    await session.execute(select(Person.id).where(Person.id == viewer.person_id).with_for_update())
    held = select(func.count()).where(ApiToken.person_id == viewer.person_id, _alive())
    if (await session.scalar(held) or 0) >= MOST:
        raise TooManyTokens
    token = PREFIX + secrets.token_urlsafe(32)
    made = ApiToken(
        person_id=viewer.person_id,
        name=" ".join(draft.name.split()),
        token_hash=digest(token),
        hint=token[-4:],
        scopes=sorted(set(draft.scopes)),
        expires_at=clock.now() + timedelta(days=draft.days),
    )
    session.add(made)
    await session.flush()
    await _record(session, viewer, "access token made", made.id)
    return NewToken(id=made.id, token=token, expires_at=made.expires_at)


async def tokens_of(session: AsyncSession, viewer: Viewer) -> list[TokenView]:
    """The viewer's living tokens, the newest first."""
    rows = await session.execute(
        select(*VIEW)
        .where(ApiToken.person_id == viewer.person_id, _alive())
        .order_by(ApiToken.id.desc())
        .limit(MOST)
    )
    return [TokenView(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name for it


async def revoke_token(session: AsyncSession, *, viewer: Viewer, token_id: UUID) -> None:
    """Raises NotWithAToken, TokenNotFound, also for a token of somebody else."""
    _require_person(viewer)
    ended = await session.execute(
        delete(ApiToken)
        .where(ApiToken.id == token_id, ApiToken.person_id == viewer.person_id)
        .returning(ApiToken.id)
    )
    if ended.one_or_none() is None:
        raise TokenNotFound
    await _record(session, viewer, "access token revoked", token_id)


async def bearer(session: AsyncSession, token: str) -> Viewer:
    """The person a token speaks for, with what it may do. Raises BadToken."""
    found = (
        await session.execute(
            select(ApiToken.id.label("token_id"), ApiToken.scopes, ApiToken.last_used_at, *PERSON)
            .join(Person, Person.id == ApiToken.person_id)
            .outerjoin(RoleGrant, RoleGrant.person_id == Person.id)
            .where(ApiToken.token_hash == digest(token), Person.erased_at.is_(None), _alive())
        )
    ).mappings()
    rows = found.all()
    if not rows:
        raise BadToken
    used, now = rows[0]["last_used_at"], clock.now()
    if used is None or now - used > SEEN_EVERY:
        await session.execute(
            update(ApiToken).where(ApiToken.id == rows[0]["token_id"]).values(last_used_at=now)
        )
    return viewer_from(rows, token_scopes=frozenset(rows[0]["scopes"]))


def _alive() -> ColumnElement[bool]:
    return ApiToken.expires_at > clock.now()


def _require_person(viewer: Viewer) -> None:
    if not policy.may_manage_account(viewer, viewer.person_id):
        raise NotWithAToken


async def _record(session: AsyncSession, viewer: Viewer, act: str, token_id: UUID) -> None:
    await audit.record(
        session, actor_id=viewer.person_id, act=act, subject_kind="access token", subject_id=token_id
    )
