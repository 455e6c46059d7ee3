"""Proving a profession: the person asks, a registrar decides with a reason."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import audit, clock
from core.errors import Forbidden, Invalid, SignInRequired
from core.events import publish
from core.policy import Role, Viewer
from identity import names, policy, registers, words
from identity.errors import (
    OwnVerification,
    VerificationDecidedAlready,
    VerificationNotFound,
    VerificationPending,
    VerifiedAlready,
)
from identity.events import VerificationDecided
from identity.letters import Letter, write
from identity.models import Person, VerificationRequest
from identity.schemas import OwnVerificationView, QueuedVerification, VerificationDraft
from identity.service.people import CARD, card_of
from identity.service.roles import give

Request = VerificationRequest
OWN = (
    Request.id,
    Request.profession,
    Request.jurisdiction,
    Request.register,
    Request.number,
    Request.state,
    Request.created_at,
    Request.decided_at,
    Request.reason,
)


async def ask_for_verification(session: AsyncSession, *, viewer: Viewer, draft: VerificationDraft) -> UUID:
    """Raises Invalid (numbers with check digits are checked), VerificationPending, VerifiedAlready."""
    if viewer.person_id is None:
        raise SignInRequired
    if viewer.is_verified:
        raise VerifiedAlready
    if draft.profession not in words.PROFESSIONS:
        raise Invalid({"profession": registers.NOT_LISTED})
    number = registers.checked(draft.register, draft.number)
    made = Request(
        person_id=viewer.person_id,
        profession=draft.profession,
        jurisdiction=" ".join(names.tidy(draft.jurisdiction).split()),
        register=draft.register,
        number=number,
        evidence=draft.evidence.strip(),
    )
    try:
        async with session.begin_nested():
            session.add(made)
    except IntegrityError as error:
        raise VerificationPending from error
    await _record(session, viewer, "verification asked for", viewer.person_id, made.id)
    return made.id


async def withdraw_verification(session: AsyncSession, *, viewer: Viewer) -> None:
    """Take the open request back. Raises VerificationNotFound."""
    withdrawn = await session.execute(
        update(Request)
        .where(Request.person_id == viewer.person_id, Request.state == "pending")
        .values(state="withdrawn", decided_at=clock.now())
        .returning(Request.id)
    )
    if withdrawn.one_or_none() is None:
        raise VerificationNotFound


async def own_verifications(session: AsyncSession, viewer: Viewer) -> list[OwnVerificationView]:
    """The viewer's requests, the newest first; at most 20."""
    rows = await session.execute(
        select(*OWN).where(Request.person_id == viewer.person_id).order_by(Request.id.desc()).limit(20)
    )
    return [OwnVerificationView(**row._mapping) for row in rows]  # noqa: SLF001 - its public name


async def verification_queue(
    session: AsyncSession,
    *,
    viewer: Viewer,
    state: str = "pending",
    after: UUID | None = None,
    limit: int = 25,
) -> list[QueuedVerification]:
    """What registrars decide on, the oldest first; at most 100. Raises Forbidden."""
    if not policy.may_decide_verifications(viewer):
        raise Forbidden
    page = _queued().where(Request.state == state).order_by(Request.id).limit(max(1, min(limit, 100)))
    if after is not None:
        page = page.where(Request.id > after)
    return [_view(row) for row in await session.execute(page)]


async def verification(session: AsyncSession, *, viewer: Viewer, request_id: UUID) -> QueuedVerification:
    """Raises VerificationNotFound, also for those who are no registrars."""
    if not policy.may_decide_verifications(viewer):
        raise VerificationNotFound
    row = (await session.execute(_queued().where(Request.id == request_id))).one_or_none()
    if row is None:
        raise VerificationNotFound
    return _view(row)


async def decide_verification(
    session: AsyncSession, *, actor: Viewer, request_id: UUID, granted: bool, reason: str
) -> None:
    """Grant or refuse, with a reason that the person reads. One decision stands.

    Raises VerificationNotFound, OwnVerification, VerificationDecidedAlready.
    """
    if not policy.may_decide_verifications(actor):
        raise VerificationNotFound
    request = await session.get(Request, request_id, with_for_update=True)
    if request is None:
        raise VerificationNotFound
    if request.person_id == actor.person_id:
        raise OwnVerification
    if request.state != "pending":
        raise VerificationDecidedAlready
    request.state = "granted" if granted else "refused"
    request.decided_by, request.decided_at, request.reason = actor.person_id, clock.now(), reason
    await session.flush()
    await _record(session, actor, f"verification {request.state}", request.person_id, request.id, reason)
    await _apply(session, actor, request)


async def _apply(session: AsyncSession, actor: Viewer, request: VerificationRequest) -> None:
    person = await session.get_one(Person, request.person_id)
    granted = request.state == "granted"
    if granted:
        person.profession = request.profession
        await session.flush()
        await give(session, actor_id=actor.person_id, person_id=person.id, role=Role.VERIFIED_CLINICIAN)
    await write(
        session,
        Letter.VERIFICATION_DECIDED,
        to=person.email,
        locale=person.locale,
        path="/account/verification",
    )
    await publish(session, VerificationDecided(person_id=person.id, request_id=request.id, granted=granted))


def _queued() -> Select[*tuple[Any, ...]]:
    other = aliased(Request)
    others = (
        select(func.count(other.person_id.distinct()))
        .where(other.register == Request.register, other.number == Request.number)
        .where(other.person_id != Request.person_id, other.state.in_(["pending", "granted"]))
        .scalar_subquery()
    )
    return select(
        Request.id.label("request_id"),
        Request.profession.label("claimed"),
        Request.jurisdiction,
        Request.register,
        Request.number,
        Request.evidence,
        Request.state,
        Request.created_at,
        Request.decided_at,
        Request.reason,
        others.label("same_number"),
        *CARD,
    ).join(Person, Person.id == Request.person_id)


def _view(row: Any) -> QueuedVerification:
    return QueuedVerification(
        id=row.request_id,
        person=card_of(row),
        profession=row.claimed,
        jurisdiction=row.jurisdiction,
        register=row.register,
        number=row.number,
        evidence=row.evidence,
        state=row.state,
        created_at=row.created_at,
        decided_at=row.decided_at,
        reason=row.reason,
        same_number=row.same_number,
    )


async def _record(  # noqa: PLR0917
    session: AsyncSession,
    actor: Viewer,
    act: str,
    person_id: UUID,
    request_id: UUID,
    reason: str | None = None,
) -> None:
    await audit.record(
        session,
        actor_id=actor.person_id,
        act=act,
        subject_kind="person",
        subject_id=person_id,
        detail={"request": str(request_id), "reason": reason},
    )
