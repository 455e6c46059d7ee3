"""Who wrote what in a document: Yjs keeps the client of each insertion, we keep whose that is."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from identity import service as identity
from realtime.documents import storage
from realtime.schemas import Writer

COLOURS = 8


def colour_of(person_id: UUID) -> int:
    """0 to 7, the same for a person everywhere."""
    return person_id.int % COLOURS


async def writers(session: AsyncSession, *, document_id: UUID) -> list[Writer]:
    """The caller has asked whether the document may be read. Two queries."""
    clients = await storage.writers(session, document_id)
    cards = await identity.people_by_ids(session, set(clients.values()))
    return [
        Writer(
            client=client,
            person_id=person_id,
            name=cards[person_id].name if person_id in cards else "",
            colour=colour_of(person_id),
        )
        for client, person_id in sorted(clients.items())
    ]
