"""A conference that is over, with its attendance, and one that is to come."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any

from api.demo.stage import Act, Stage, data, span
from core.ids import new_id
from realtime import service as realtime
from realtime.schemas import RoomDraft

STATEMENT = "All speakers: nothing to disclose."


def acts(begun: datetime) -> Iterator[Act]:
    for meeting in data("conferences"):
        yield Act(begun - span(meeting["announced"]), partial(_schedule, meeting))
        if "there" in meeting:
            yield from _attendance(meeting, starts(meeting, begun))


def starts(meeting: dict[str, Any], begun: datetime) -> datetime:
    if "ago" in meeting:
        return (begun - span(meeting["ago"])).replace(minute=0, second=0, microsecond=0)
    day = begun.date() + timedelta(days=meeting["starts_in"])
    return datetime.combine(day, time(meeting["hour"]), tzinfo=UTC)


def _attendance(meeting: dict[str, Any], start: datetime) -> Iterator[Act]:
    for key, (joined, left) in meeting["there"].items():
        yield Act(start + timedelta(minutes=joined), partial(_arrive, meeting, key))
        yield Act(start + timedelta(minutes=left), partial(_depart, meeting, key))
    end = start + timedelta(minutes=meeting["minutes"])
    yield Act(end + timedelta(minutes=1), partial(_end, meeting))
    yield Act(end + timedelta(minutes=20), partial(_settle, meeting))


async def _schedule(meeting: dict[str, Any], stage: Stage) -> None:
    start = starts(meeting, stage.begun)
    draft = RoomDraft(
        title=meeting["title"],
        programme=meeting["programme"].strip(),
        board_id=stage.boards[meeting["board"]] if "board" in meeting else None,
        case_id=stage.made[f"case:{meeting['case']}"] if "case" in meeting else None,
        starts_at=start,
        ends_at=start + timedelta(minutes=meeting["minutes"]),
    )
    host = await stage.viewer(meeting["host"])
    stage.made[f"room:{meeting['key']}"] = await realtime.schedule(stage.session, host, draft=draft)


async def _arrive(meeting: dict[str, Any], key: str, stage: Stage) -> None:
    viewer, room_id = await stage.viewer(key), stage.made[f"room:{meeting['key']}"]
    await realtime.acknowledge(stage.session, viewer, room_id=room_id, statement=STATEMENT)
    stage.made[f"visit:{meeting['key']}:{key}"] = visit_id = new_id()
    await realtime.arrive(
        stage.session, room_id=room_id, person_id=stage.people[key], device="sample", visit_id=visit_id
    )


async def _depart(meeting: dict[str, Any], key: str, stage: Stage) -> None:
    visit_id = stage.made[f"visit:{meeting['key']}:{key}"]
    await realtime.depart(stage.session, visit_id=visit_id, heard=True)


async def _end(meeting: dict[str, Any], stage: Stage) -> None:
    host, room_id = await stage.viewer(meeting["host"]), stage.made[f"room:{meeting['key']}"]
    await realtime.end(stage.session, host, room_id=room_id)


async def _settle(meeting: dict[str, Any], stage: Stage) -> None:
    """Attendance is counted, and becomes credit."""
    await realtime.settle(stage.session, {"room_id": str(stage.made[f"room:{meeting['key']}"])})
