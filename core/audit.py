"""What was done by whom: append-only, each entry carries the hash of the one before it.

Entries are written when the transaction commits. The chain has one end, so its lock is everybody's; taken
last and held for a moment, it can be part of no circle of waiting.
"""

import hashlib
from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import BigInteger, Identity, String, event, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column

from core import clock
from core.db import Base

_LOCK = 0x436F6E73  # one writer at a time: the chain has one end
GENESIS = "0" * 64
_NOTED = "audit"  # in `session.info`: entries to write, with the transaction or savepoint they belong to


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
    """Append to the chain when the caller's transaction commits; a savepoint undone takes its entries along.

    `detail` is plain JSON and holds no clinical text.
    """
    if not session.in_transaction():
        await session.begin()
    sync = session.sync_session
    entry = Entry(
        at=clock.now(),
        actor_id=actor_id,
        act=act,
        subject_kind=subject_kind,
        subject_id=subject_id,
        detail=msgspec.json.decode(msgspec.json.encode(detail or {})),
    )
    within = sync.get_nested_transaction() or sync.get_transaction()
    session.info.setdefault(_NOTED, []).append((within, entry))


@event.listens_for(Session, "before_commit")
def _commit(session: Session) -> None:
    noted = session.info.get(_NOTED)
    if not noted:
        return
    savepoint = session.get_nested_transaction()
    if savepoint is not None:
        outer = savepoint.parent
        session.info[_NOTED] = [(outer if within is savepoint else within, e) for within, e in noted]
        return
    del session.info[_NOTED]
    _append(session, [entry for _, entry in noted])


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, ended: SessionTransaction) -> None:
    """What was noted in a transaction or savepoint that was rolled back did not happen."""
    if noted := session.info.pop(_NOTED, None):
        left = [(within, entry) for within, entry in noted if within is not ended]
        session.info[_NOTED] = left if ended.parent is not None else []


def _append(session: Session, noted: list[Entry]) -> None:
    session.flush()  # all other rows are locked before the chain is
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    previous = session.scalar(select(Entry.hash).order_by(Entry.seq.desc()).limit(1)) or GENESIS
    for e in noted:
        e.previous_hash = previous
        e.hash = chain_hash(previous, e.at, e.actor_id, e.act, e.subject_kind, e.subject_id, e.detail)
        previous = e.hash
        session.add(e)
        session.flush()  # one by one: `seq` follows the chain


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
