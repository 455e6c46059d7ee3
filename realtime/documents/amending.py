"""The service's own edits of a document: made on what is stored, and stored as the edit of a person."""

from collections.abc import Callable
from uuid import UUID

from anyio import to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from realtime.documents import content, storage
from realtime.documents.content import Document, Entry

Change = Callable[[Document], bytes | None]
"""Changes a document and returns the update; None when there was nothing to change. Runs in a thread."""


async def amend(session: AsyncSession, *, document_id: UUID, person_id: UUID, change: Change) -> int | None:
    """Returns the number of the update, None if there is none. Holds the document's row until the end."""
    row = await storage.locked(session, document_id)
    if row is None:
        return None
    updates = [one.update for one in await storage.rows_after(session, document_id, row.state_seq)]
    update = await to_thread.run_sync(lambda: change(content.restored(row.state, updates)))
    if update is None:
        return None
    entry = Entry(person_id, update, content.clients_of(update))
    return await storage.append(session, document_id, row.generation, [entry])
