"""Evidence: one chain of hashes a learner, so that a removed or changed piece shows."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.ids import new_id
from credit.models import Evidence

GENESIS = "0" * 64


def digest(piece: Evidence) -> str:
    """SHA-256 in hexadecimal over the canonical JSON of the piece and the hash before it."""
    fields = [
        piece.previous_hash,
        str(piece.id),
        str(piece.learner_id),
        piece.kind,
        piece.title,
        piece.artefact_kind,
        str(piece.artefact_id),
        piece.started_at.isoformat() if piece.started_at else "",
        piece.ended_at.isoformat() if piece.ended_at else "",
        piece.minutes,
        piece.detail,
    ]
    return hashlib.sha256(msgspec.json.encode(fields, order="deterministic")).hexdigest()


async def lock_learner(session: AsyncSession, learner_id: UUID) -> None:
    """One writer a learner until the transaction ends: chain, daily cap and ledger stay consistent."""
    await session.execute(
        select(func.pg_advisory_xact_lock(func.hashtextextended(f"credit:{learner_id}", 0)))
    )


async def record(
    session: AsyncSession,
    *,
    learner_id: UUID,
    kind: str,
    title: str,
    artefact_kind: str,
    artefact_id: UUID,
    minutes: int,
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
    detail: Mapping[str, object] | None = None,
) -> Evidence:
    """Append a piece to the learner's chain. `minutes` are whole minutes; `detail` plain JSON."""
    await lock_learner(session, learner_id)
    last = select(Evidence.hash).where(Evidence.learner_id == learner_id)
    piece = Evidence(
        id=new_id(),
        created_at=clock.now(),
        learner_id=learner_id,
        kind=kind,
        title=title[:300],
        artefact_kind=artefact_kind,
        artefact_id=artefact_id,
        started_at=started_at,
        ended_at=ended_at,
        minutes=minutes,
        detail=msgspec.json.decode(msgspec.json.encode(detail or {})),
        previous_hash=await session.scalar(last.order_by(Evidence.seq.desc()).limit(1)) or GENESIS,
    )
    piece.hash = digest(piece)
    session.add(piece)
    await session.flush()
    return piece


async def verify_chain(session: AsyncSession, *, learner_id: UUID) -> tuple[int, UUID | None]:
    """Walk a learner's chain. Returns the number of sound pieces and the id of the first that is not."""
    previous, sound = GENESIS, 0
    rows = select(Evidence).where(Evidence.learner_id == learner_id).order_by(Evidence.seq)
    for piece in await session.scalars(rows):
        if piece.previous_hash != previous or piece.hash != digest(piece):
            return sound, piece.id
        previous, sound = piece.hash, sound + 1
    return sound, None


async def verify_all(session: AsyncSession) -> tuple[int, list[UUID]]:
    """Every learner's chain, for `consilium audit verify`: how many chains, and whose are broken."""
    learners = (await session.scalars(select(Evidence.learner_id).distinct())).all()
    broken = [who for who in learners if (await verify_chain(session, learner_id=who))[1] is not None]
    return len(learners), broken


__all__ = ["lock_learner", "record", "verify_all", "verify_chain"]
