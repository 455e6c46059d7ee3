"""All that is kept about a person, in one file. Each package registers its part in api.wiring."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clock
from identity.models import ApiToken, Organisation, Person, RoleGrant, SignIn, VerificationRequest

Part = Callable[[AsyncSession, UUID], Awaitable[object]]
_parts: dict[str, Part] = {}


def register(name: str, part: Part) -> None:
    """`part(session, person_id)` gives plain JSON: what this package keeps that is about or by the person.

    Never what others told in confidence: reviewers behind aliases, reports by others. Safe to repeat.
    """
    _parts[name] = part


async def gather(session: AsyncSession, *, person_id: UUID) -> dict[str, object]:
    """Everything, under the name of each package. The export itself is in the audit log."""
    made: dict[str, object] = {"made_at": clock.now().isoformat(), "person_id": str(person_id)}
    for name in sorted(_parts):
        made[name] = await _parts[name](session, person_id)
    await audit.record(
        session, actor_id=person_id, act="own data exported", subject_kind="person", subject_id=person_id
    )
    return made


async def own_part(session: AsyncSession, person_id: UUID) -> dict[str, object]:
    """Account, roles, sessions, tokens and verification; no secret and no hash leaves the house."""
    return {
        "account": await _account(session, person_id),
        "roles": await _rows(
            session,
            select(RoleGrant.role, RoleGrant.scope_id, RoleGrant.created_at).where(
                RoleGrant.person_id == person_id
            ),
        ),
        "sessions": await _rows(
            session,
            select(SignIn.created_at, SignIn.last_seen_at, SignIn.agent, SignIn.address).where(
                SignIn.person_id == person_id
            ),
        ),
        "access_tokens": await _rows(
            session,
            select(ApiToken.name, ApiToken.scopes, ApiToken.created_at, ApiToken.expires_at).where(
                ApiToken.person_id == person_id
            ),
        ),
        "verification_requests": await _rows(session, _requests(person_id)),
    }


async def _account(session: AsyncSession, person_id: UUID) -> dict[str, object]:
    columns = (
        Person.name,
        Person.email,
        Person.email_confirmed_at,
        Person.created_at,
        Person.specialty,
        Person.profession,
        Person.career_stage,
        Person.languages,
        Person.orcid,
        Person.affiliation,
        Person.locale,
        Person.theme,
        Organisation.name.label("organisation"),
    )
    query = select(*columns).outerjoin(Organisation, Organisation.id == Person.organisation_id)
    rows = await session.execute(query.where(Person.id == person_id))
    return dict(rows.one()._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def _requests(person_id: UUID) -> Select[*tuple[Any, ...]]:
    asked = VerificationRequest
    return select(
        asked.created_at,
        asked.profession,
        asked.jurisdiction,
        asked.register,
        asked.number,
        asked.evidence,
        asked.state,
        asked.decided_at,
        asked.reason,
    ).where(asked.person_id == person_id)


async def _rows(session: AsyncSession, query: Select[*tuple[Any, ...]]) -> list[dict[str, object]]:
    return [dict(row._mapping) for row in await session.execute(query)]  # noqa: SLF001


register("identity", own_part)
