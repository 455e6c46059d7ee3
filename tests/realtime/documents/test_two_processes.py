"""Two desks on one database, as two service processes are."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from uuid import UUID

import pytest
from pycrdt import Doc, Text
from sqlalchemy import text

from cases.service import sharing
from core.db import Sessions
from identity.models import Person
from realtime.documents import wire
from realtime.documents.desk import Desk
from realtime.documents.lines import Line
from realtime.documents.room import Room
from realtime.documents.wire import Step, Sync

SECTION = "section:abstract"


@pytest.fixture
async def desks(sessions: Sessions) -> AsyncIterator[tuple[Desk, Desk]]:
    both = Desk(sessions, sharing), Desk(sessions, sharing)
    yield both
    await asyncio.gather(*(desk.stop() for desk in both))


def shown(room: Room) -> str:
    return str(room.shown.get(SECTION, type=Text))


def said(words: str) -> Sync:
    document: Doc[Text] = Doc()
    document.get(SECTION, type=Text).insert(0, words)
    return Sync(Step.UPDATE, document.get_update())


async def until(true: object) -> None:
    async with asyncio.timeout(10):
        while not true():  # type: ignore[operator]
            await asyncio.sleep(0.02)


async def test_what_one_process_stores_the_other_shows(
    desks: tuple[Desk, Desk], ada: Person, case_id: UUID
) -> None:
    lines = [Line(person_id=ada.id, writes=True) for _ in desks]
    async with AsyncExitStack() as stack:
        one, other = [
            await stack.enter_async_context(desk.at(case_id, line, ""))
            for desk, line in zip(desks, lines, strict=True)
        ]
        assert one.generation == other.generation
        one.receive(lines[0], said("From one. "))
        await until(lambda: shown(other) == "From one. ")
        other.receive(lines[1], said("From the other. "))
        await until(lambda: "From the other. " in shown(one))
        await until(lambda: shown(one) == shown(other))
        assert [line.durable for line in lines] == [1, 1]


async def test_both_at_once_end_up_with_the_same(
    desks: tuple[Desk, Desk], ada: Person, case_id: UUID
) -> None:
    lines = [Line(person_id=ada.id, writes=True) for _ in desks]
    async with AsyncExitStack() as stack:
        rooms = [
            await stack.enter_async_context(desk.at(case_id, line, ""))
            for desk, line in zip(desks, lines, strict=True)
        ]
        for number in range(40):
            rooms[number % 2].receive(lines[number % 2], said(f"<{number}>"))
            await asyncio.sleep(0.003)
        await until(
            lambda: all(len(shown(room)) == len("".join(f"<{n}>" for n in range(40))) for room in rooms)
        )
        assert shown(rooms[0]) == shown(rooms[1])


async def test_whoever_comes_after_a_process_died_has_all(
    desks: tuple[Desk, Desk], ada: Person, case_id: UUID
) -> None:
    """Nothing is handed over: what was acknowledged is in the database."""
    line = Line(person_id=ada.id, writes=True)
    async with desks[0].at(case_id, line, "") as room:
        room.receive(line, said("Acknowledged."))
        await until(lambda: line.durable == 1)
        late = Line(person_id=ada.id, writes=True)
        async with desks[1].at(case_id, late, "") as other:
            assert shown(other) == "Acknowledged."
            frames = late.take()
            assert frames[0] == wire.sync(Step.STATE, other.shown.get_state())


async def test_a_process_that_stopped_hearing_listens_again(
    desks: tuple[Desk, Desk], sessions: Sessions, ada: Person, case_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection it listens on is cut, as when PostgreSQL restarts; nothing is missed meanwhile."""
    monkeypatch.setattr("realtime.documents.desk.LISTENS_AGAIN_AFTER", 0.3)
    lines = [Line(person_id=ada.id, writes=True) for _ in desks]
    async with desks[0].at(case_id, lines[0], "") as one, desks[1].at(case_id, lines[1], "") as other:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
        async with sessions() as session:
            assert len((await session.execute(text(cut))).all()) >= 2
        one.receive(lines[0], said("While nobody heard. "))
        await until(lambda: shown(other) == "While nobody heard. ")
        one.receive(lines[0], said("And after. "))
        await until(lambda: "And after. " in shown(other))


async def test_a_room_that_ended_with_somebody_in_it_leaves_nothing_running(
    desks: tuple[Desk, Desk], ada: Person, case_id: UUID
) -> None:
    desk = desks[0]
    slow, quick = (Line(person_id=ada.id, writes=True) for _ in range(2))
    async with desk.at(case_id, slow, "") as ended:
        ended.end("restarting")
        async with desk.at(case_id, quick, "") as anew:
            assert anew is not ended
    assert all(task.done() for task in (*ended.tasks, *anew.tasks))


async def test_a_line_that_does_not_read_is_cut(
    desks: tuple[Desk, Desk], ada: Person, case_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("realtime.documents.lines.MOST_BEHIND", 200)
    slow, quick = (Line(person_id=ada.id, writes=True) for _ in range(2))
    async with desks[0].at(case_id, slow, "") as room, desks[0].at(case_id, quick, ""):
        for number in range(10):
            room.receive(quick, said(f"A sentence that is long enough, number {number}."))
            await until(lambda wanted=number + 1: quick.durable == wanted or quick.over)
            quick.take()
        assert slow.over == "too_slow"
        assert quick.over is None
