"""Chat: numbered in the room's row, so that a line has one place for everybody."""

from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from identity import service as identity
from realtime import policy
from realtime.errors import RoomNotFound
from realtime.models import Chat, Presence, Room
from realtime.protocol.messages import Line
from realtime.service.scheduling import room

RECENT = 200
"""As many lines a newcomer or a browser that was away gets at most."""


async def say(session: AsyncSession, viewer: Viewer, *, room_id: UUID, key: str, text: str) -> Line | None:
    """Write a line for somebody who `may_stay`. None when this `key` has been said before."""
    assert viewer.person_id is not None
    # Locks the room's row: numbers are given in the order of commits.
    numbered = (
        update(Room).where(Room.id == room_id).values(last_seq=Room.last_seq + 1).returning(Room.last_seq)
    )
    seq = (await session.execute(numbered)).scalar_one()
    said = select(Chat.id).where(Chat.room_id == room_id, Chat.person_id == viewer.person_id, Chat.key == key)
    if await session.scalar(said) is not None:
        await session.execute(update(Room).where(Room.id == room_id).values(last_seq=seq - 1))
        return None
    line = Chat(room_id=room_id, seq=seq, key=key, person_id=viewer.person_id, text=text)
    session.add(line)
    await session.flush()
    return Line(seq=seq, id=key, person=viewer.person_id, name=viewer.name, text=text, at=line.created_at)


async def lines(session: AsyncSession, *, room_id: UUID, after: int = 0) -> list[Line]:
    """The last RECENT lines after that number, in order."""
    rows = (
        await session.execute(
            select(Chat.seq, Chat.key, Chat.person_id, Chat.text, Chat.created_at)
            .where(Chat.room_id == room_id, Chat.seq > after)
            .order_by(Chat.seq.desc())
            .limit(RECENT)
        )
    ).all()
    people = await identity.people_by_ids(session, {row.person_id for row in rows})
    return [
        Line(
            seq=row.seq,
            id=row.key,
            person=row.person_id,
            name=people[row.person_id].name,
            text=row.text,
            at=row.created_at,
        )
        for row in reversed(rows)
    ]


async def chat_of(session: AsyncSession, viewer: Viewer, *, room_id: UUID, after: int = 0) -> list[Line]:
    """For the host and for those who were there. Raises RoomNotFound."""
    here = await room(session, viewer, room_id=room_id)
    was_there = exists().where(Presence.room_id == room_id, Presence.person_id == viewer.person_id)
    if not policy.may_host(viewer, here) and not await session.scalar(select(was_there)):
        raise RoomNotFound
    return await lines(session, room_id=room_id, after=after)
