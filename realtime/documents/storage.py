"""Documents in PostgreSQL. Who adds updates locks the document's row: `seq` has no gaps."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    TIMESTAMP,
    BigInteger,
    LargeBinary,
    Row,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.ids import new_id
from realtime.documents.content import Entry, Loaded
from realtime.errors import DocumentFull
from realtime.models import Document, DocumentClient, DocumentUpdate

CHANNEL = "consilium_documents"
MOST_BYTES = 30_000_000
LARGE = 15_000_000  # updates become a state early, so that only what is really there counts
COMPACTED_AFTER = 300


_APPEND = text("""
    WITH document AS (
        UPDATE realtime_document SET last_seq = last_seq + :count, bytes = bytes + :size
        WHERE id = :id AND generation = :generation RETURNING last_seq, bytes
    ), added AS (
        INSERT INTO realtime_document_update (document_id, seq, person_id, created_at, update)
        SELECT :id, document.last_seq - :count + entry.place, entry.person, :now, entry.update
        FROM document, unnest(:people, :updates) WITH ORDINALITY AS entry (person, update, place)
    )
    SELECT last_seq, bytes, pg_notify(:channel, concat_ws(' ', CAST(:id AS text), last_seq, :teller))
    FROM document
""").bindparams(
    bindparam("id", type_=Uuid()),
    bindparam("generation", type_=Uuid()),
    bindparam("count", type_=BigInteger()),
    bindparam("size", type_=BigInteger()),
    bindparam("people", type_=ARRAY(Uuid())),
    bindparam("updates", type_=ARRAY(LargeBinary())),
    bindparam("now", type_=TIMESTAMP(timezone=True)),
    bindparam("channel", type_=Text()),
    bindparam("teller", type_=Text()),
)
"""One way to the database for a group: numbered, stored and told."""


class DocumentGone(Exception):
    """The document is there no more, or is another generation."""


async def create(session: AsyncSession, document_id: UUID, state: bytes) -> None:
    """Make the document unless it is there."""
    made = insert(Document).values(
        id=document_id, generation=new_id(), created_at=clock.now(), state=state, bytes=len(state)
    )
    await session.execute(made.on_conflict_do_nothing())


async def load(session: AsyncSession, document_id: UUID) -> Loaded | None:
    """All of it, as of one moment. One query."""
    updates = (
        select(func.array_agg(aggregate_order_by(DocumentUpdate.update, DocumentUpdate.seq)))
        .where(DocumentUpdate.document_id == document_id, DocumentUpdate.seq > Document.state_seq)
        .scalar_subquery()
    )
    columns = (Document.generation, Document.last_seq, Document.state, updates.label("updates"))
    row = (await session.execute(select(*columns).where(Document.id == document_id))).one_or_none()
    if row is None:
        return None
    return Loaded(row.generation, row.last_seq, row.state, list(row.updates or []))


async def append(
    session: AsyncSession, document_id: UUID, generation: UUID, entries: Sequence[Entry], *, teller: str = "-"
) -> int:
    """Store updates in their order; returns the number of the last.

    At the commit every process that has the document open is told, with the name of the `teller`.

    Raises DocumentGone, DocumentFull.
    """
    given = {
        "id": document_id,
        "generation": generation,
        "count": len(entries),
        "size": sum(len(entry.update) for entry in entries),
        "people": [entry.person_id for entry in entries],
        "updates": [entry.update for entry in entries],
        "now": clock.now(),
        "channel": CHANNEL,
        "teller": teller,
    }
    row = (await session.execute(_APPEND, given)).one_or_none()
    if row is None:
        raise DocumentGone
    if row.bytes > MOST_BYTES:
        raise DocumentFull
    await _name_clients(session, document_id, entries)
    return int(row.last_seq)


async def after(session: AsyncSession, document_id: UUID, generation: UUID, seq: int) -> Loaded | None:
    """What is newer than `seq`: updates, or a state when their rows are gone; None if nothing is.

    Raises DocumentGone.
    """
    columns = (DocumentUpdate.seq, DocumentUpdate.update)
    newer = (
        select(*columns)
        .join(Document, Document.id == DocumentUpdate.document_id)
        .where(Document.id == document_id, Document.generation == generation, DocumentUpdate.seq > seq)
        .order_by(DocumentUpdate.seq)
    )
    rows = (await session.execute(newer)).all()
    if rows and rows[0].seq == seq + 1:
        return Loaded(generation, rows[-1].seq, b"", [row.update for row in rows])
    loaded = await load(session, document_id)
    if loaded is None or loaded.generation != generation:
        raise DocumentGone
    return loaded if loaded.seq > seq else None


async def unsettled(session: AsyncSession, document_id: UUID) -> bool:
    """Whether the owner's tables lack something, or updates are to become a state. One query."""
    lacking = Document.last_seq > Document.settled_seq
    large = (Document.bytes > LARGE) & (Document.last_seq > Document.state_seq)
    return bool(await session.scalar(select(lacking | large).where(Document.id == document_id)))


async def locked(session: AsyncSession, document_id: UUID) -> Row[*tuple[Any, ...]] | None:
    """The document's row, until the transaction ends."""
    columns = (
        Document.generation,
        Document.last_seq,
        Document.settled_seq,
        Document.state_seq,
        Document.state,
        Document.bytes,
    )
    row = select(*columns).where(Document.id == document_id).with_for_update()
    return (await session.execute(row)).one_or_none()


async def rows_after(session: AsyncSession, document_id: UUID, seq: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """(seq, person_id, update), in their order."""
    columns = (DocumentUpdate.seq, DocumentUpdate.person_id, DocumentUpdate.update)
    found = select(*columns).where(DocumentUpdate.document_id == document_id, DocumentUpdate.seq > seq)
    return (await session.execute(found.order_by(DocumentUpdate.seq))).all()


async def settled(session: AsyncSession, document_id: UUID, seq: int) -> None:
    await session.execute(update(Document).where(Document.id == document_id).values(settled_seq=seq))


async def compact(session: AsyncSession, document_id: UUID, state: bytes, seq: int) -> None:
    """Put one state in the place of all updates up to `seq`. The caller holds the row."""
    values = {"state": state, "state_seq": seq, "bytes": len(state)}
    await session.execute(update(Document).where(Document.id == document_id).values(values))
    gone = delete(DocumentUpdate).where(DocumentUpdate.document_id == document_id, DocumentUpdate.seq <= seq)
    await session.execute(gone)


async def remove(session: AsyncSession, document_id: UUID) -> int:
    """The document with all it says. Whoever has it open is told."""
    gone = await session.execute(delete(Document).where(Document.id == document_id).returning(Document.id))
    await session.execute(select(func.pg_notify(CHANNEL, f"{document_id} 0 -")))
    return len(gone.all())


async def notify(session: AsyncSession, channel: str, payloads: Sequence[str]) -> None:
    """Tell all processes, at the commit. One query."""
    told = func.unnest(literal(list(payloads), ARRAY(Text()))).column_valued("told")
    await session.execute(select(func.pg_notify(channel, told)))


async def writers(session: AsyncSession, document_id: UUID) -> dict[int, UUID]:
    """Whose each Yjs client id of the document is."""
    columns = (DocumentClient.client, DocumentClient.person_id)
    rows = await session.execute(select(*columns).where(DocumentClient.document_id == document_id))
    return {row.client: row.person_id for row in rows}


async def _name_clients(session: AsyncSession, document_id: UUID, entries: Sequence[Entry]) -> None:
    clients = {client: entry.person_id for entry in reversed(entries) for client in entry.clients}
    if clients:
        named = [
            {"document_id": document_id, "client": client, "person_id": person}
            for client, person in clients.items()
        ]
        await session.execute(insert(DocumentClient).on_conflict_do_nothing(), named)
