"""What rooms keep of a person, for the export of own data and for leaving."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from identity.erasure import Kept
from identity.words import N_
from realtime.documents import remarks
from realtime.models import Acknowledgement, Chat, DocumentClient, Presence, Room


async def export(session: AsyncSession, person_id: UUID) -> dict[str, object]:
    """Rooms hosted, visits, own lines of chat, disclosures acknowledged, what was said beside write-ups."""
    return {
        "hosted": await _rows(
            session,
            select(Room.id, Room.title, Room.programme, Room.starts_at, Room.ends_at, Room.ended_at).where(
                Room.host_id == person_id
            ),
        ),
        "visits": await _rows(
            session,
            select(
                Presence.room_id,
                Presence.device,
                Presence.joined_at,
                Presence.last_heartbeat_at,
                Presence.left_at,
            ).where(Presence.person_id == person_id),
        ),
        "chat": await _rows(
            session,
            select(Chat.room_id, Chat.created_at, Chat.text).where(Chat.person_id == person_id),
        ),
        "acknowledged": await _rows(
            session,
            select(Acknowledgement.room_id, Acknowledgement.created_at, Acknowledgement.statement).where(
                Acknowledgement.person_id == person_id
            ),
        ),
        "written_together": await _rows(
            session,
            select(DocumentClient.document_id.label("case_id"), func.count().label("devices"))
            .where(DocumentClient.person_id == person_id)
            .group_by(DocumentClient.document_id),
        ),
        "remarks": [
            {"case_id": document_id} | said
            for document_id in await _documents(session, person_id)
            for said in await remarks.said_by(session, document_id=document_id, person_id=person_id)
        ],
    }


async def erase(session: AsyncSession, person_id: UUID) -> list[Kept]:
    """Empty what was said in chat, take the name from comments; keep visits, which credit counts."""
    for document_id in await _documents(session, person_id):
        await remarks.unname(session, document_id=document_id, person_id=person_id)
    await session.execute(update(Chat).where(Chat.person_id == person_id).values(text=""))
    visits = select(func.count()).select_from(Presence).where(Presence.person_id == person_id)
    return [
        Kept(
            what=N_("When you were in live rooms, without your name"),
            why=N_("Credit for attendance must stay checkable."),
            count=int(await session.scalar(visits) or 0),
        )
    ]


async def _documents(session: AsyncSession, person_id: UUID) -> list[UUID]:
    """Write-ups that the person wrote in, oldest first: whoever says something beside a text has a client."""
    mine = select(DocumentClient.document_id).where(DocumentClient.person_id == person_id).distinct()
    return list(await session.scalars(mine.order_by(DocumentClient.document_id)))


async def _rows(session: AsyncSession, query: Select[*tuple[Any, ...]]) -> list[dict[str, object]]:
    return [dict(row._mapping) for row in await session.execute(query)]  # noqa: SLF001 - its public name
