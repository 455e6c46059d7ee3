"""Who may see and enter rooms. Every outlet asks here; a room is for those its board or case is for."""

from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, true

from cases import policy as cases
from core.policy import Viewer
from forums import policy as forums
from realtime.models import Room

DOORS = timedelta(minutes=30)


class RoomFacts(Protocol):
    """What the claims need to know of a room."""

    @property
    def host_id(self) -> UUID: ...
    @property
    def starts_at(self) -> datetime | None: ...


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """On Room. One that stands alone is for members; a board or a case decides for its own."""
    belongs = or_(
        and_(Room.board_id.is_(None), Room.case_id.is_(None), true() if viewer.signed_in else false()),
        and_(Room.case_id.is_(None), Room.board_id.in_(forums.visible_board_ids(viewer))),
        Room.case_id.in_(cases.visible_case_ids(viewer)),
    )
    return belongs if viewer.is_verified else and_(belongs, Room.clinicians_only.is_(False))


def may_schedule(viewer: Viewer) -> bool:
    return viewer.is_verified


def may_enter(viewer: Viewer) -> bool:
    """For somebody who may see the room: people, not programs with an access token."""
    return viewer.signed_in and viewer.token_scopes is None


def may_host(viewer: Viewer, room: RoomFacts) -> bool:
    return viewer.signed_in and viewer.person_id == room.host_id


def doors_open(room: RoomFacts, at: datetime) -> bool:
    return room.starts_at is None or at >= room.starts_at - DOORS
