from datetime import datetime
from uuid import UUID

from core.events import Event


class RoomScheduled(Event, frozen=True, kw_only=True):
    room_id: UUID
    host_id: UUID


class RoomEnded(Event, frozen=True, kw_only=True):
    """Nobody comes in any more; who is still there is sent out."""

    room_id: UUID


class AttendanceRecorded(Event, frozen=True, kw_only=True):
    """How long one person was there, over all devices, within the programme (LV-1). Once per room."""

    room_id: UUID
    person_id: UUID
    title: str
    minutes: int
    started_at: datetime
    ended_at: datetime
