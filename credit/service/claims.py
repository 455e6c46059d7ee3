"""What a learner claims or writes down. A claim never exceeds its evidence (CR-02)."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.clock import now
from core.errors import SignInRequired
from core.ids import new_id
from core.policy import Viewer
from credit import rulebook
from credit.arithmetic import quarters
from credit.errors import (
    AlreadyCounted,
    BadLogEntry,
    ClaimedTooMuch,
    EvidenceNotFound,
    NotAttested,
    NothingLeftToday,
    NotSelfClaimable,
    ReflectionTooShort,
)
from credit.models import Claim, Evidence, LedgerEntry
from credit.service.awards import counted, enter, minutes_left
from credit.service.evidence import lock_learner, record
from credit.service.reading import still_counts

MINIMUM_REFLECTION = 50
MOST_MINUTES = 480  # a day of eight hours
OLDEST = timedelta(days=2200)  # a cycle of five years and a year to write it down


async def claim(
    session: AsyncSession,
    viewer: Viewer,
    *,
    evidence_id: UUID,
    system: str,
    quarters_claimed: int,
    reflection: str,
    attested: bool,
) -> LedgerEntry:
    """Count a piece of one's own evidence in a self-claimable system. Quarters of an hour, CR-02, CR-03."""
    learner_id = owner(viewer)
    await lock_learner(session, learner_id)
    piece = await own_piece(session, learner_id=learner_id, evidence_id=evidence_id)
    rules = self_claimable(system, on=now().date())
    most = quarters(piece.minutes * 60 // rules.unit_minutes)
    check_claim(quarters_claimed, most, reflection, attested=attested, needs=rules.requires_reflection)
    if await counted(
        session,
        learner_id=learner_id,
        system=system,
        artefact_kind=piece.artefact_kind,
        artefact_id=piece.artefact_id,
    ):
        raise AlreadyCounted
    at = piece.ended_at or piece.created_at
    if await minutes_left(session, learner_id=learner_id, system=system, at=at) < quarters_claimed * 15:
        raise NothingLeftToday
    session.add(
        Claim(
            learner_id=learner_id,
            evidence_id=piece.id,
            system=system,
            quarters_max=most,
            quarters_claimed=quarters_claimed,
            reflection=reflection,
            attested_at=clock.now(),
        )
    )
    return await enter(
        session,
        piece,
        system=system,
        minutes=quarters_claimed * 15,
        at=at,
        rule=f"CR-02/{system}@{rules.version}",
        reason="self_claimed",
        by="learner",
    )


def owner(viewer: Viewer) -> UUID:
    if viewer.person_id is None:
        raise SignInRequired
    return viewer.person_id


async def own_piece(session: AsyncSession, *, learner_id: UUID, evidence_id: UUID) -> Evidence:
    """The learner's own piece, unless what it shows was taken back."""
    piece = await session.scalar(
        select(Evidence).where(Evidence.id == evidence_id, Evidence.learner_id == learner_id)
    )
    if piece is None or not await still_counts(session, piece):
        raise EvidenceNotFound
    return piece


def self_claimable(system: str, *, on: date) -> rulebook.System:
    try:
        rules = rulebook.system(system, on=on)
    except KeyError:
        raise NotSelfClaimable from None
    if rules.claim != "self":
        raise NotSelfClaimable
    return rules


def check_claim(claimed: int, most: int, reflection: str, *, attested: bool, needs: bool) -> None:
    if not 1 <= claimed <= most:
        raise ClaimedTooMuch({"quarters": ClaimedTooMuch.__doc__ or ""}, most=most)
    if needs and len(reflection.strip()) < MINIMUM_REFLECTION:
        raise ReflectionTooShort({"reflection": ReflectionTooShort.__doc__ or ""})
    if not attested:
        raise NotAttested({"attested": NotAttested.__doc__ or ""})


async def write_log(
    session: AsyncSession,
    viewer: Viewer,
    *,
    title: str,
    on: date,
    minutes: int,
    reflection: str,
    link: str = "",
) -> Evidence:
    """Write down learning of one's own, as evidence one may decide to self-claim from."""
    learner_id = owner(viewer)
    today = now().date()
    if not title.strip() or not 1 <= minutes <= MOST_MINUTES or not today - OLDEST <= on <= today:
        raise BadLogEntry({"title": BadLogEntry.__doc__ or ""})
    if len(reflection.strip()) < MINIMUM_REFLECTION:
        raise ReflectionTooShort({"reflection": ReflectionTooShort.__doc__ or ""})
    noon = datetime.combine(on, time(12), tzinfo=now().tzinfo)
    return await record(
        session,
        learner_id=learner_id,
        kind="reflection",
        title=title.strip(),
        artefact_kind="log",
        artefact_id=new_id(),
        minutes=minutes,
        started_at=min(noon, now()),
        ended_at=min(noon, now()),
        detail={"reflection": reflection.strip()[:5000], "link": link[:500], "contribution": "self_log"},
    )
