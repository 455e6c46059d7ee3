"""What was done by whom: append-only, each entry carries the hash of the one before it."""

import hashlib
from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import BigInteger, Identity, String, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base

_LOCK = 0x436F6E73  # one writer at a time: the chain has one end
GENESIS = "0" * 64


class Entry(Base):
    __tablename__ = "core_audit_entry"
    __table_args__ = {"info": {"append_only": True}}

    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    act: Mapped[str] = mapped_column(String(80))
    subject_kind: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    detail: Mapped[dict[str, object]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


def chain_hash(  # noqa: PLR0917
    previous: str, at: datetime, actor: UUID | None, act: str, kind: str, subject: UUID | None, detail: object
) -> str:
    """SHA-256 over the canonical JSON of the entry and the hash before it, in hexadecimal."""
    fields = [previous, at.isoformat(), str(actor or ""), act, kind, str(subject or ""), detail]
    return hashlib.sha256(msgspec.json.encode(fields, order="deterministic")).hexdigest()


async def record(
    session: AsyncSession,
    *,
    actor_id: UUID | None,
    act: str,
    subject_kind: str,
    subject_id: UUID | None,
    detail: dict[str, object] | None = None,
) -> None:
    """Append to the chain in the caller's transaction. `detail` is plain JSON and holds no clinical text."""
    await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    last = await session.scalar(select(Entry.hash).order_by(Entry.seq.desc()).limit(1))
    at, previous = clock.now(), last or GENESIS
    plain = msgspec.json.decode(msgspec.json.encode(detail or {}))
    digest = chain_hash(previous, at, actor_id, act, subject_kind, subject_id, plain)
    session.add(
        Entry(
            at=at,
            actor_id=actor_id,
            act=act,
            subject_kind=subject_kind,
            subject_id=subject_id,
            detail=plain,
            previous_hash=previous,
            hash=digest,
        )
    )
    await session.flush()


async def entries(session: AsyncSession, *, batch: int = 1000) -> AsyncIterator[Entry]:
    """All entries in order, read in batches."""
    after = 0
    while rows := (
        await session.scalars(select(Entry).where(Entry.seq > after).order_by(Entry.seq).limit(batch))
    ).all():
        for row in rows:
            yield row
        after = rows[-1].seq
        session.expunge_all()


async def verify(session: AsyncSession) -> tuple[int, int | None]:
    """Walk the chain. Returns the number of sound entries and the `seq` of the first that is not, if any."""
    previous, sound = GENESIS, 0
    async for e in entries(session):
        digest = chain_hash(previous, e.at, e.actor_id, e.act, e.subject_kind, e.subject_id, e.detail)
        if e.previous_hash != previous or e.hash != digest:
            return sound, e.seq
        previous, sound = e.hash, sound + 1
    return sound, None


# PostgreSQL itself refuses what an append-only log must refuse; migrations and tests install this.
APPEND_ONLY = """
CREATE OR REPLACE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""


def append_only_trigger(table: str) -> str:
    """SQL that makes `table` refuse UPDATE, DELETE and TRUNCATE."""
    return (
        f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change()"
    )
