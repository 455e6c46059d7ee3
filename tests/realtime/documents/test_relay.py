"""Names and cursors from one process to another: as many as fit, not too often, and how they end."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from uuid import UUID

import msgspec
import pytest
from pycrdt import Doc

from cases.service import sharing
from core.db import Sessions
from core.ids import new_id
from identity.models import Person
from realtime.documents import presence, relay, wire
from realtime.documents.content import Loaded
from realtime.documents.desk import Desk
from realtime.documents.lines import Line
from realtime.documents.presence import GONE, State
from realtime.documents.relay import Relay
from realtime.documents.room import Room
from tests.realtime.documents.test_two_processes import until

DOCUMENT = new_id()


class Process:
    """One of several, without a database: what it tells waits until it is carried to the others."""

    def __init__(self) -> None:
        self.rooms: dict[UUID, Room] = {DOCUMENT: empty_room()}
        self.told: list[str] = []
        self.relay = Relay(self.rooms, self._tell)

    @property
    def room(self) -> Room:
        return self.rooms[DOCUMENT]

    async def _tell(self, payloads: list[str]) -> None:
        self.told += payloads

    def sit_down(self, client: int, **shown: object) -> Line:
        line = Line(person_id=new_id(), writes=True, name=f"Author {client}")
        self.room.enter(line)
        self.show(line, client, clock=1, **shown)
        return line

    def show(self, line: Line, client: int, clock: int, **shown: object) -> None:
        state = State(client, clock, msgspec.json.encode({"cursor": shown}))
        self.room.receive(line, wire.Awareness(presence.write([state])))


def empty_room() -> Room:
    async def store(_: object) -> int:
        return 0

    async def catch_up() -> None:
        return None

    loaded = Loaded(new_id(), 0, Doc().get_update(), [])
    return Room(DOCUMENT, loaded, store=store, catch_up=catch_up)


async def turns(now: float, *processes: Process, count: int = 3) -> int:
    """So many turns at one moment; returns how many payloads were told."""
    told = 0
    for _ in range(count):
        for process in processes:
            await process.relay.turn(now)
        for process in processes:
            payloads, process.told = process.told, []
            told += len(payloads)
            for payload in payloads:
                for other in processes:
                    other.relay.hear(payload, now)
    return told


async def test_a_cursor_is_seen_by_who_was_there_and_by_who_comes() -> None:
    one, other = Process(), Process()
    await turns(0, one, other)
    ada = one.sit_down(7, at=1)
    ben = other.sit_down(8, at=2)
    await turns(1, one, other)
    assert set(one.room.presence.states) == set(other.room.presence.states) == {7, 8}
    assert any(b"Author 7" in frame for frame in ben.frames)
    assert any(b"Author 8" in frame for frame in ada.frames)
    late = other.sit_down(9)
    assert any(b"Author 7" in frame for frame in late.frames)


async def test_who_leaves_is_gone_for_the_others_and_who_closes_takes_all_along() -> None:
    one, other = Process(), Process()
    lines = [one.sit_down(7), one.sit_down(8)]
    ben = other.sit_down(9)
    await turns(0, one, other)
    one.room.leave(lines[0])
    await turns(1, one, other)
    assert set(other.room.presence.states) == {8, 9}
    assert wire.awareness(presence.write([State(7, 2, GONE)])) in ben.frames
    one.rooms.clear()
    await turns(2, one, other)
    assert set(other.room.presence.states) == {9}
    assert wire.awareness(presence.write([State(8, 1, GONE)])) in ben.frames


async def test_a_process_that_falls_silent_is_lost_with_its_people_and_is_found_again() -> None:
    one, other = Process(), Process()
    ada = one.sit_down(7)
    ben = other.sit_down(8)
    await turns(0, one, other)
    await turns(relay.SILENT_PROCESS + 1, other)
    assert set(other.room.presence.states) == {8}
    assert wire.awareness(presence.write([State(7, 1, GONE)])) in ben.frames
    one.show(ada, 7, clock=2)
    await turns(relay.SILENT_PROCESS + 2, one, other)
    assert set(other.room.presence.states) == {7, 8}


async def test_somebody_whose_farewell_was_missed_is_not_shown_for_ever() -> None:
    one, other = Process(), Process()
    ada, carl = one.sit_down(7), one.sit_down(8)
    other.sit_down(9)
    await turns(0, one, other)
    one.room.leave(ada)
    one.room.presence.untold.clear()
    for clock, now in enumerate(range(3, 60, 3), start=2):
        one.show(carl, 8, clock=clock)
        await turns(now, one, other)
    assert set(other.room.presence.states) == {8, 9}


async def test_a_process_alone_tells_of_nobody() -> None:
    one = Process()
    one.sit_down(7)
    assert await turns(0, one) == 1
    assert await turns(1, one) == 0
    await one.relay.turn(1 + relay.SAYS_EVERY)
    assert [payload.split(" ")[2] for payload in one.told] == [relay.HERE]


async def test_however_many_move_a_turn_is_one_payload_that_postgresql_takes() -> None:
    one, other = Process(), Process()
    await turns(0, one, other)
    lines = [one.sit_down(client, at="x" * 300) for client in range(400)]
    sizes: list[int] = []
    while len(other.room.presence.states) < len(lines):
        for client, line in enumerate(lines):
            one.show(line, client, clock=2 + len(sizes), at="x" * 300)
        await one.relay.turn(1)
        (payload,) = one.told
        sizes.append(len(payload.encode()))
        other.relay.hear(one.told.pop(), 1)
        known = len(other.room.presence.states)
        assert known > 10 * len(sizes) or known == len(lines)
    assert max(sizes) < 8_000


@pytest.fixture
async def desks(sessions: Sessions) -> AsyncIterator[tuple[Desk, Desk]]:
    both = Desk(sessions, sharing), Desk(sessions, sharing)
    yield both
    await asyncio.gather(*(desk.stop() for desk in both))


def shows(line: Line, room: Room, client: int) -> None:
    state = State(client, 1, b'{"cursor":{"at":1}}')
    room.receive(line, wire.Awareness(presence.write([state])))


async def test_two_desks_on_one_database_see_each_others_people(
    desks: tuple[Desk, Desk], ada: Person, ben: Person, case_id: UUID
) -> None:
    lines = [Line(person_id=person.id, writes=True, name=person.name) for person in (ada, ben)]
    async with AsyncExitStack() as stack:
        other = await stack.enter_async_context(desks[1].at(case_id, lines[1], ""))
        shows(lines[1], other, 8)
        async with desks[0].at(case_id, lines[0], "") as one:
            shows(lines[0], one, 7)
            await until(lambda: set(one.presence.states) == set(other.presence.states) == {7, 8})
            assert ada.name.encode() in other.presence.states[7].json
        await until(lambda: set(other.presence.states) == {8})


async def test_the_people_of_a_desk_that_died_are_gone(
    desks: tuple[Desk, Desk], ada: Person, ben: Person, case_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "SAYS_EVERY", 0.2)
    monkeypatch.setattr(relay, "SILENT_PROCESS", 1.0)
    lines = [Line(person_id=person.id, writes=True, name=person.name) for person in (ada, ben)]
    async with desks[0].at(case_id, lines[0], "") as one, desks[1].at(case_id, lines[1], "") as other:
        shows(lines[0], one, 7)
        await until(lambda: set(other.presence.states) == {7})
        dead = desks[0]._relaying  # as when the process is killed: it says nothing any more
        assert dead is not None
        dead.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await dead
        await until(lambda: other.presence.states == {})
