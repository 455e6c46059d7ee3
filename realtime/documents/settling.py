"""What a document says reaches its owner's tables here, and what forms save reaches the document.

The order of locks is the same everywhere: the owner's row, then the document's.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from anyio import to_thread
from pycrdt import TextEvent
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from cases.care import WRITTEN
from realtime.documents import amending, content, storage
from realtime.documents.owner import Owner, Written
from realtime.documents.storage import COMPACTED_AFTER, LARGE

KEYS = tuple(slot.key for slot in WRITTEN)


async def settle(session: AsyncSession, owner: Owner, document_id: UUID) -> None:
    """Pass on whatever is new. Of a document that is not there, or has nothing new: one query."""
    if not await storage.unsettled(session, document_id):
        return
    await owner.hold(session, document_id=document_id)
    row = await storage.locked(session, document_id)
    if row is None:
        return
    rows = await storage.rows_after(session, document_id, row.state_seq)
    texts, state = await to_thread.run_sync(_read, row, rows)
    if texts:
        await owner.take(session, document_id=document_id, texts=texts)
    await storage.settled(session, document_id, row.last_seq)
    if row.last_seq - row.state_seq >= COMPACTED_AFTER or row.bytes > LARGE:
        await storage.compact(session, document_id, state, row.last_seq)


async def write_through(
    session: AsyncSession, *, document_id: UUID, key: str, text: str, person_id: UUID
) -> None:
    """Make a section read `text`, as an edit of the person's; nothing if there is no document.

    The caller has settled the document in this transaction and kept `text` itself.
    """
    seq = await amending.amend(
        session,
        document_id=document_id,
        person_id=person_id,
        change=lambda document: content.edit(document, key, text),
    )
    if seq is not None:
        await storage.settled(session, document_id, seq)


def _read(
    row: Row[*tuple[Any, ...]], rows: Sequence[Row[*tuple[Any, ...]]]
) -> tuple[dict[str, Written], bytes]:
    """The sections that changed since they were settled, and the state of all."""
    old = [one.update for one in rows if one.seq <= row.settled_seq]
    document = content.restored(row.state, old)
    changed = dict(_changes(document, [one for one in rows if one.seq > row.settled_seq]))
    texts = {key: (str(content.text_of(document, key)), by) for key, by in changed.items()}
    return texts, document.get_update()


def _changes(document: content.Document, rows: Sequence[Row[*tuple[Any, ...]]]) -> Iterable[tuple[str, UUID]]:
    """Apply the updates one by one, and tell which section each of them changed."""
    touched: list[str] = []
    sections = {key: content.text_of(document, key) for key in KEYS}  # watched for as long as they are held
    for key, section in sections.items():
        section.observe(_noter(key, touched))
    for row in rows:
        content.apply(document, row.update)
        yield from ((key, row.person_id) for key in touched)
        touched.clear()


def _noter(key: str, touched: list[str]) -> Any:
    def note(_: TextEvent) -> None:
        touched.append(key)

    return note
