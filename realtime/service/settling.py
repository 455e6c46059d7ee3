"""After a meeting: who was there for how long, once (LV-1)."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock, outbox
from core.events import publish
from core.intervals import Interval
from realtime.events import AttendanceRecorded, RoomEnded
from realtime.models import Presence, Room
from realtime.rooms import attendance

SETTLE = "realtime.settle"
GRACE = timedelta(minutes=15)
"""How long after its scheduled end a meeting is still looked upon as running."""
EMPTY = timedelta(minutes=10)
"""A meeting without a schedule is over when nobody was there for so long."""
SILENT = timedelta(seconds=90)
"""A visit without a heartbeat for so long is over, whatever became of the process that kept it."""


class Times(Protocol):
    @property
    def created_at(self) -> datetime: ...
    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def ends_at(self) -> datetime | None: ...
    @property
    def ended_at(self) -> datetime | None: ...


def programme_of(room: Times, *, now: datetime) -> Interval:
    """What counts as the meeting: as scheduled, cut short when the host ended it."""
    end = room.ended_at or now
    if room.starts_at is None or room.ends_at is None:
        return room.created_at, end
    return room.starts_at, min(room.ends_at, max(end, room.starts_at))


async def look_later(session: AsyncSession, room_id: UUID, *, at: datetime) -> None:
    """See then whether attendance can be counted. To the minute, so that coming and going makes few jobs."""
    minute = int(at.timestamp()) // 60
    await outbox.enqueue(
        session, SETTLE, {"room_id": str(room_id)}, key=f"{SETTLE}:{room_id}:{minute}", run_at=at
    )


async def settle(session: AsyncSession, payload: Mapping[str, Any]) -> None:
    """The job: count, unless the meeting still runs; then look again. Done once, repeated safely."""
    room_id = UUID(payload["room_id"])
    room = await session.scalar(select(Room).where(Room.id == room_id).with_for_update())
    if room is None or room.settled_at is not None:
        return
    later = await _runs_until(session, room)
    if later is not None:
        await look_later(session, room_id, at=later)
        return
    await _close(session, room)
    for person_id, visits in (await _visits(session, room_id)).items():
        await _record(session, room, person_id, visits)


async def _runs_until(session: AsyncSession, room: Room) -> datetime | None:
    """When to look again; None when the meeting is over."""
    now = clock.now()
    if room.ended_at is not None:
        return None
    if room.ends_at is not None and now < room.ends_at + GRACE:
        return room.ends_at + GRACE
    recent = EMPTY if room.ends_at is None else SILENT
    visit = exists().where(Presence.room_id == room.id, Presence.last_heartbeat_at > now - recent)
    return now + EMPTY if await session.scalar(select(visit)) else None


async def _close(session: AsyncSession, room: Room) -> None:
    now = clock.now()
    if room.ended_at is None:
        room.ended_at = now
        await publish(session, RoomEnded(room_id=room.id))
    room.settled_at = now
    await session.execute(
        update(Presence)
        .where(Presence.room_id == room.id, Presence.left_at.is_(None))
        .values(left_at=Presence.last_heartbeat_at)
        .execution_options(synchronize_session=False)
    )
    await session.flush()


async def _visits(session: AsyncSession, room_id: UUID) -> dict[UUID, list[Interval]]:
    rows = await session.execute(
        select(
            Presence.person_id,
            Presence.joined_at,
            func.coalesce(Presence.left_at, Presence.last_heartbeat_at),
        )
        .where(Presence.room_id == room_id)
        .order_by(Presence.person_id, Presence.joined_at)
    )
    visits: defaultdict[UUID, list[Interval]] = defaultdict(list)
    for person_id, joined_at, left_at in rows:
        visits[person_id].append((joined_at, left_at))
    return visits


async def _record(session: AsyncSession, room: Room, person_id: UUID, visits: list[Interval]) -> None:
    counted = attendance.attended(visits, [programme_of(room, now=clock.now())])
    if counted is None or counted[0] == 0:
        return
    minutes, started_at, ended_at = counted
    await publish(
        session,
        AttendanceRecorded(
            room_id=room.id,
            person_id=person_id,
            title=room.title,
            minutes=minutes,
            started_at=started_at,
            ended_at=ended_at,
        ),
    )
