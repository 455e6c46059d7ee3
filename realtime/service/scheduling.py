"""Making, finding and ending rooms."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from cases import policy as case_policy
from core import audit, clock
from core.asking import ask
from core.errors import SignInRequired
from core.events import publish
from core.policy import Grant, Viewer
from forums import policy as forums
from realtime import policy
from realtime.errors import (
    BoardForRoomNotFound,
    EndsBeforeStart,
    MayNotHost,
    MayNotSchedule,
    RoomNotFound,
    StartsInThePast,
    StartsTooLate,
)
from realtime.events import RoomEnded, RoomScheduled
from realtime.models import Presence, Room
from realtime.rooms import attendance
from realtime.schemas import Attended, RoomDraft, RoomRow, RoomView
from realtime.service.settling import GRACE, SILENT, look_later, programme_of

LONGEST = timedelta(hours=12)
FURTHEST = timedelta(days=731)
FIRST_LOOK = timedelta(hours=1)
LATE = timedelta(minutes=5)  # a form may lie a while before it is sent

_ROW = tuple(getattr(Room, name) for name in RoomRow.__struct_fields__)
_VIEW = tuple(getattr(Room, name) for name in RoomView.__struct_fields__)


async def schedule(session: AsyncSession, viewer: Viewer, *, draft: RoomDraft) -> UUID:
    """A new room, hosted by the viewer.

    Raises SignInRequired, MayNotSchedule, EndsBeforeStart, StartsInThePast, StartsTooLate,
    BoardForRoomNotFound, RoomNotFound (the case).
    """
    if viewer.person_id is None:
        raise SignInRequired
    if not policy.may_schedule(viewer):
        raise MayNotSchedule
    _check_times(draft.starts_at, draft.ends_at)
    await _check_place(session, viewer, draft)
    room = Room(
        title=draft.title,
        programme=draft.programme,
        host_id=viewer.person_id,
        board_id=draft.board_id,
        case_id=draft.case_id,
        clinicians_only=draft.clinicians_only,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
    )
    session.add(room)
    await session.flush()
    await look_later(
        session, room.id, at=draft.ends_at + GRACE if draft.ends_at else clock.now() + FIRST_LOOK
    )
    await publish(session, RoomScheduled(room_id=room.id, host_id=viewer.person_id))
    return room.id


def _check_times(starts: datetime | None, ends: datetime | None) -> None:
    if starts is None and ends is None:
        return
    if starts is None or ends is None:
        raise EndsBeforeStart({"ends": str(EndsBeforeStart.__doc__)})
    now = clock.now()
    if starts > now + FURTHEST:
        raise StartsTooLate({"starts": str(StartsTooLate.__doc__)})
    if starts < now - LATE:
        raise StartsInThePast({"starts": str(StartsInThePast.__doc__)})
    if not starts < ends <= starts + LONGEST:
        raise EndsBeforeStart({"ends": str(EndsBeforeStart.__doc__)})


async def _check_place(session: AsyncSession, viewer: Viewer, draft: RoomDraft) -> None:
    """A room can only be opened where one may look."""
    if draft.board_id is not None:
        boards = forums.visible_board_ids(viewer).subquery()
        if await session.scalar(select(boards.c.id).where(boards.c.id == draft.board_id)) is None:
            raise BoardForRoomNotFound({"board_id": str(BoardForRoomNotFound.__doc__)})
    if draft.case_id is not None:
        cases = case_policy.visible_case_ids(viewer).subquery()
        if await session.scalar(select(cases.c.id).where(cases.c.id == draft.case_id)) is None:
            raise RoomNotFound


async def room(session: AsyncSession, viewer: Viewer, *, room_id: UUID) -> RoomView:
    """One room. Raises RoomNotFound."""
    row = (
        await session.execute(select(*_VIEW).where(Room.id == room_id, policy.visible_to(viewer)))
    ).one_or_none()
    if row is None:
        raise RoomNotFound
    return RoomView(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


async def live_and_upcoming(
    session: AsyncSession,
    viewer: Viewer,
    *,
    board_id: UUID | None = None,
    case_id: UUID | None = None,
    limit: int = 50,
) -> list[RoomRow]:
    """Rooms that are not over, perhaps of one board or case: those open at once first, then by start."""
    coming = _coming(viewer.person_id, viewer.grants, board=board_id is not None, case=case_id is not None)
    earliest = clock.now() - GRACE
    rows = await ask(session, coming, board=board_id, case=case_id, earliest=earliest, limit=limit)
    return [RoomRow(**row) for row in rows]


@lru_cache(maxsize=1024)
def _coming(
    me: UUID | None, grants: frozenset[Grant], *, board: bool, case: bool
) -> Select[*tuple[Any, ...]]:
    """Built once a person and kept: putting the statement together costs more than sending it."""
    about = [Room.board_id == bindparam("board")] if board else []
    about += [Room.case_id == bindparam("case")] if case else []
    return (
        select(*_ROW)
        .where(policy.visible_to(Viewer(person_id=me, grants=grants)), *about)
        .where(_not_over(bindparam("earliest", type_=Room.ends_at.type)))
        .order_by(Room.starts_at.asc().nulls_first(), Room.id)
        .limit(bindparam("limit", type_=Integer))
    )


async def past(
    session: AsyncSession, viewer: Viewer, *, after: UUID | None = None, limit: int = 20
) -> list[RoomRow]:
    """Rooms that are over, the latest made first; `after` is the last id seen."""
    over = select(*_ROW).where(policy.visible_to(viewer), ~_not_over(clock.now() - GRACE))
    if after is not None:
        over = over.where(Room.id < after)
    rows = await session.execute(over.order_by(Room.id.desc()).limit(limit))
    return [RoomRow(**row._mapping) for row in rows]  # noqa: SLF001


def _not_over(earliest: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """`earliest`: a room that should have ended before it is over."""
    return and_(Room.ended_at.is_(None), or_(Room.ends_at.is_(None), Room.ends_at > earliest))


async def end(session: AsyncSession, viewer: Viewer, *, room_id: UUID) -> None:
    """The host ends it for everybody; attendance is counted next. Raises RoomNotFound, MayNotHost."""
    here = await room(session, viewer, room_id=room_id)
    if not policy.may_host(viewer, here):
        raise MayNotHost
    ended = update(Room).where(Room.id == room_id, Room.ended_at.is_(None)).values(ended_at=clock.now())
    if await session.scalar(ended.returning(Room.id)) is None:
        return
    await session.execute(
        update(Presence)
        .where(Presence.room_id == room_id, Presence.left_at.is_(None))
        .where(Presence.last_heartbeat_at > clock.now() - SILENT)
        .values(left_at=clock.now())
    )
    await look_later(session, room_id, at=clock.now())
    await audit.record(
        session, actor_id=viewer.person_id, act="room.end", subject_kind="room", subject_id=room_id
    )
    await publish(session, RoomEnded(room_id=room_id))


async def attended(session: AsyncSession, viewer: Viewer, *, room: RoomView) -> Attended | None:
    """What counts for the viewer so far, of a room the viewer was given; None for nothing."""
    visits = await session.execute(
        select(Presence.joined_at, Presence.left_at, Presence.last_heartbeat_at).where(
            Presence.room_id == room.id, Presence.person_id == viewer.person_id
        )
    )
    there = [(v.joined_at, v.left_at or v.last_heartbeat_at) for v in visits]
    counted = attendance.attended(there, [programme_of(room, now=clock.now())])
    return (
        None if counted is None else Attended(minutes=counted[0], started_at=counted[1], ended_at=counted[2])
    )
