"""Into a room and out of it: acknowledgement, ticket, visit."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clock
from core.errors import SignInRequired
from core.ids import new_id
from core.policy import Viewer
from realtime import policy
from realtime.errors import (
    BadTicket,
    MayNotEnter,
    MayNotHost,
    NotAcknowledged,
    RoomEnded,
    RoomNotFound,
    RoomNotOpenYet,
)
from realtime.models import Acknowledgement, Barred, Presence, Room, Ticket
from realtime.service.settling import EMPTY, GRACE, look_later

TICKET_LIFE = timedelta(seconds=60)


class Entry(NamedTuple):
    """What the door knows of a room."""

    id: UUID
    title: str
    host_id: UUID
    board_id: UUID | None
    starts_at: datetime | None
    ends_at: datetime | None
    ended_at: datetime | None
    epoch: UUID
    last_seq: int
    barred: bool


async def acknowledge(session: AsyncSession, viewer: Viewer, *, room_id: UUID, statement: str) -> None:
    """Keep that the viewer has seen the disclosures, and which (IN-13). Safe to repeat.

    Raises as `may_stay`.
    """
    await may_stay(session, viewer, room_id=room_id)
    row = {
        "id": new_id(),
        "created_at": clock.now(),
        "room_id": room_id,
        "person_id": viewer.person_id,
        "statement_hash": _digest(statement),
        "statement": statement,
    }
    await session.execute(insert(Acknowledgement).values(row).on_conflict_do_nothing())


async def has_acknowledged(session: AsyncSession, viewer: Viewer, *, room_id: UUID, statement: str) -> bool:
    """Whether the viewer has seen these very disclosures."""
    seen = exists().where(
        Acknowledgement.room_id == room_id,
        Acknowledgement.person_id == viewer.person_id,
        Acknowledgement.statement_hash == _digest(statement),
    )
    return bool(await session.scalar(select(seen)))


async def issue_ticket(session: AsyncSession, viewer: Viewer, *, room_id: UUID, statement: str) -> str:
    """A ticket for the next minute. Raises as `may_stay`, and NotAcknowledged."""
    await may_stay(session, viewer, room_id=room_id)
    if not await has_acknowledged(session, viewer, room_id=room_id, statement=statement):
        raise NotAcknowledged
    token, now = secrets.token_urlsafe(32), clock.now()
    await session.execute(delete(Ticket).where(Ticket.expires_at <= now))
    session.add(
        Ticket(
            token_hash=_digest(token),
            room_id=room_id,
            person_id=viewer.person_id,
            expires_at=now + TICKET_LIFE,
        )
    )
    await session.flush()
    return token


async def redeem(session: AsyncSession, viewer: Viewer, *, room_id: UUID, token: str) -> None:
    """Use a ticket up. Raises BadTicket: unknown, used, too old, of another room or account."""
    used = (
        delete(Ticket)
        .where(Ticket.token_hash == _digest(token), Ticket.room_id == room_id)
        .where(Ticket.person_id == viewer.person_id, Ticket.expires_at > clock.now())
        .returning(Ticket.person_id)
    )
    if await session.scalar(used) is None:
        raise BadTicket


async def may_stay(session: AsyncSession, viewer: Viewer, *, room_id: UUID) -> Entry:
    """The rule of the door, asked at entry, at every frame and at every heartbeat.

    Raises SignInRequired, RoomNotFound, RoomEnded, RoomNotOpenYet, MayNotEnter.
    """
    if not policy.may_enter(viewer):
        raise SignInRequired
    barred = exists().where(Barred.room_id == Room.id, Barred.person_id == viewer.person_id)
    columns = [getattr(Room, name) for name in Entry._fields[:-1]]
    row = (
        await session.execute(
            select(*columns, barred.label("barred")).where(Room.id == room_id, policy.visible_to(viewer))
        )
    ).one_or_none()
    if row is None:
        raise RoomNotFound
    room = Entry._make(row)
    if room.barred:
        raise MayNotEnter
    if room.ended_at is not None:
        raise RoomEnded
    if not policy.doors_open(room, clock.now()):
        raise RoomNotOpenYet
    return room


async def arrive(
    session: AsyncSession, *, room_id: UUID, person_id: UUID, device: str, visit_id: UUID
) -> None:
    """A visit begins. A visit of the same device that never ended did so at its last heartbeat."""
    await session.execute(
        update(Presence)
        .where(Presence.room_id == room_id, Presence.person_id == person_id)
        .where(Presence.device == device, Presence.left_at.is_(None))
        .values(left_at=Presence.last_heartbeat_at)
    )
    now = clock.now()
    session.add(
        Presence(
            id=visit_id,
            room_id=room_id,
            person_id=person_id,
            device=device,
            joined_at=now,
            last_heartbeat_at=now,
        )
    )
    await session.flush()


async def beat(session: AsyncSession, *, visit_id: UUID) -> None:
    """Still there (LV-1: at least every 30 seconds)."""
    await session.execute(
        update(Presence)
        .where(Presence.id == visit_id, Presence.left_at.is_(None))
        .values(last_heartbeat_at=clock.now())
    )


async def depart(session: AsyncSession, *, visit_id: UUID, heard: bool) -> None:
    """The visit is over, now or, for a browser that fell silent, when it was last `heard` of."""
    left = update(Presence).where(Presence.id == visit_id, Presence.left_at.is_(None))
    end = clock.now() if heard else Presence.last_heartbeat_at
    room_id = await session.scalar(left.values(left_at=end).returning(Presence.room_id))
    if room_id is None:
        return
    scheduled = await session.scalar(select(Room.ends_at).where(Room.id == room_id))
    later = clock.now() + EMPTY
    await look_later(session, room_id, at=later if scheduled is None else max(later, scheduled + GRACE))


async def bar(session: AsyncSession, viewer: Viewer, *, room: Entry, person_id: UUID) -> None:
    """The host sends an account out for good (LV-10). Raises MayNotHost; the host stays."""
    if not policy.may_host(viewer, room) or person_id == room.host_id:
        raise MayNotHost
    row = {"room_id": room.id, "person_id": person_id, "by_id": viewer.person_id, "at": clock.now()}
    await session.execute(insert(Barred).values(row).on_conflict_do_nothing())
    await audit.record(
        session,
        actor_id=viewer.person_id,
        act="room.bar",
        subject_kind="room",
        subject_id=room.id,
        detail={"person_id": str(person_id)},
    )


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
