"""Rooms as services and pages keep them: who may, when, for whom, and what attendance comes of it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock, outbox
from core.db import Sessions, transaction
from core.errors import SignInRequired
from core.events import Bus
from core.policy import GUEST, Role, Viewer
from core.settings import Settings
from credit.models import LedgerEntry
from forums import service as forums
from forums.schemas import BoardDraft
from identity.models import Person
from identity.policy import OPERATOR
from realtime import errors, privacy, service
from realtime.events import AttendanceRecorded
from realtime.models import Chat, Presence, Room
from realtime.schemas import RoomDraft
from realtime.turn import ice_servers
from tests.conftest import Enter
from tests.queries import count_queries
from tests.realtime.conftest import MakeRoom, viewer

HOUR = timedelta(hours=1)
SOON = f"{clock.now().year + 1}-07-01T18:30"


async def visit(
    sessions: Sessions, room_id: UUID, person: Person, *, minutes: int, device: str = "phone-000"
) -> None:
    """Comes now, leaves after `minutes`, with the heartbeats of so long a visit."""
    visit_id, start = uuid4(), clock.now()
    with clock.at(start):
        async with transaction(sessions) as session:
            await service.arrive(
                session, room_id=room_id, person_id=person.id, device=device, visit_id=visit_id
            )
    with clock.at(start + timedelta(minutes=minutes)):
        async with transaction(sessions) as session:
            await service.beat(session, visit_id=visit_id)
            await service.depart(session, visit_id=visit_id, heard=True)


async def settle(sessions: Sessions, room_id: UUID) -> None:
    async with transaction(sessions) as session:
        await service.settle(session, {"room_id": str(room_id)})


@pytest.fixture
def recorded(bus: Bus) -> list[AttendanceRecorded]:
    heard: list[AttendanceRecorded] = []

    async def hear(event: AttendanceRecorded) -> None:
        heard.append(event)

    bus.after[AttendanceRecorded].append(hear)
    return heard


# who may


async def test_only_verified_clinicians_open_rooms(session: AsyncSession, gil: Person) -> None:
    with pytest.raises(errors.MayNotSchedule):
        await service.schedule(session, viewer(gil, Role.MEMBER), draft=RoomDraft(title="Mine"))
    with pytest.raises(SignInRequired):
        await service.schedule(session, GUEST, draft=RoomDraft(title="Mine"))


@pytest.mark.parametrize(
    ("starts", "ends", "error"),
    [
        (HOUR, None, errors.EndsBeforeStart),
        (None, HOUR, errors.EndsBeforeStart),
        (2 * HOUR, HOUR, errors.EndsBeforeStart),
        (HOUR, 14 * HOUR, errors.EndsBeforeStart),
        (-HOUR, HOUR, errors.StartsInThePast),
        (20_000 * HOUR, 20_001 * HOUR, errors.StartsTooLate),
    ],
)
async def test_a_meeting_has_a_sound_time(
    make_room: MakeRoom, starts: timedelta | None, ends: timedelta | None, error: type[Exception]
) -> None:
    now = clock.now()
    with pytest.raises(error):
        await make_room(starts_at=now + starts if starts else None, ends_at=now + ends if ends else None)


async def test_a_room_of_its_own_is_for_members(
    session: AsyncSession, make_room: MakeRoom, gil: Person
) -> None:
    open_to_all, clinical = await make_room(), await make_room(clinicians_only=True)
    member = viewer(gil, Role.MEMBER)
    await service.room(session, member, room_id=open_to_all)
    for who, room_id in ((member, clinical), (GUEST, open_to_all), (GUEST, clinical)):
        with pytest.raises(errors.RoomNotFound):
            await service.room(session, who, room_id=room_id)


async def test_a_room_of_a_board_is_for_its_readers(
    session: AsyncSession, make_room: MakeRoom, ada: Person, ben: Person, gil: Person
) -> None:
    rooms = {}
    for name in ("public", "clinicians", "private"):
        draft = BoardDraft(slug=name, name=name.title(), visibility=name)  # type: ignore[arg-type]
        board = await forums.create_board(session, OPERATOR, draft=draft)
        if name == "private":
            await forums.admit(session, OPERATOR, board_id=board.id, person_id=ada.id)
        await session.commit()
        rooms[name] = await make_room(board_id=board.id)

    async def seen(who: Viewer) -> set[str]:
        listed = {row.id for row in await service.live_and_upcoming(session, who)}
        return {name for name, room_id in rooms.items() if room_id in listed}

    assert await seen(GUEST) == {"public"}
    assert await seen(viewer(gil, Role.MEMBER)) == {"public"}
    assert await seen(viewer(ben)) == {"public", "clinicians"}
    assert await seen(viewer(ada)) == {"public", "clinicians", "private"}


async def test_nobody_opens_a_room_for_a_board_or_case_they_cannot_see(
    session: AsyncSession, make_room: MakeRoom
) -> None:
    board = await forums.create_board(
        session,
        OPERATOR,
        draft=BoardDraft(slug="inner", name="Inner", visibility="private"),  # type: ignore[arg-type]
    )
    await session.commit()
    with pytest.raises(errors.BoardForRoomNotFound):
        await make_room(board_id=board.id)
    with pytest.raises(errors.RoomNotFound):
        await make_room(case_id=uuid4())


async def test_doors_open_half_an_hour_before(
    session: AsyncSession, make_room: MakeRoom, ben: Person
) -> None:
    starts = clock.now() + 2 * HOUR
    room_id = await make_room(starts_at=starts, ends_at=starts + HOUR)
    with pytest.raises(errors.RoomNotOpenYet):
        await service.may_stay(session, viewer(ben), room_id=room_id)
    with clock.at(starts - timedelta(minutes=29)):
        await service.may_stay(session, viewer(ben), room_id=room_id)


async def test_a_guest_sees_a_public_programme_but_never_enters(
    session: AsyncSession, make_room: MakeRoom
) -> None:
    draft = BoardDraft(slug="open", name="Open")
    board = await forums.create_board(session, OPERATOR, draft=draft)
    await session.commit()
    room_id = await make_room(board_id=board.id)
    await service.room(session, GUEST, room_id=room_id)
    with pytest.raises(SignInRequired):
        await service.may_stay(session, GUEST, room_id=room_id)


# attendance


async def test_attendance_is_the_union_over_devices_within_the_programme(
    sessions: Sessions, make_room: MakeRoom, ben: Person, recorded: list[AttendanceRecorded]
) -> None:
    starts = clock.now() + HOUR
    room_id = await make_room(starts_at=starts, ends_at=starts + HOUR)
    with clock.at(starts - timedelta(minutes=10)):
        await visit(sessions, room_id, ben, minutes=30)
    with clock.at(starts + timedelta(minutes=15)):
        await visit(sessions, room_id, ben, minutes=15, device="laptop-00")
    with clock.at(starts + timedelta(minutes=34)):  # four minutes away: a reconnect
        await visit(sessions, room_id, ben, minutes=10)
    with clock.at(starts + timedelta(minutes=55)):  # eleven minutes away: a break
        await visit(sessions, room_id, ben, minutes=30)
    with clock.at(starts + 2 * HOUR):
        await settle(sessions, room_id)
    assert [(event.person_id, event.minutes) for event in recorded] == [(ben.id, 44 + 5)]
    assert recorded[0].started_at == starts
    assert recorded[0].ended_at == starts + HOUR


async def test_what_was_attended_becomes_credit_once(
    sessions: Sessions, room_id: UUID, ben: Person, ada: Person
) -> None:
    await visit(sessions, room_id, ben, minutes=40)
    with clock.at(clock.now() + timedelta(minutes=45)):
        async with transaction(sessions) as session:
            await service.end(session, viewer(ada), room_id=room_id)
        for _ in range(2):
            await settle(sessions, room_id)
    async with sessions() as session:
        entries = (await session.scalars(select(LedgerEntry))).all()
    assert [(entry.learner_id, entry.minutes, entry.artefact_id) for entry in entries] == [
        (ben.id, 40, room_id)
    ]


async def test_after_a_crash_a_visit_ends_at_its_last_heartbeat(
    sessions: Sessions, room_id: UUID, ben: Person, recorded: list[AttendanceRecorded]
) -> None:
    start, visit_id = clock.now(), uuid4()
    with clock.at(start):
        async with transaction(sessions) as session:
            await service.arrive(
                session, room_id=room_id, person_id=ben.id, device="phone-000", visit_id=visit_id
            )
    with clock.at(start + timedelta(minutes=20)):
        async with transaction(sessions) as session:
            await service.beat(session, visit_id=visit_id)
    with clock.at(start + timedelta(minutes=25)):  # it may be a restart: somebody was there just now
        await settle(sessions, room_id)
    assert recorded == []
    with clock.at(start + timedelta(minutes=31)):
        await settle(sessions, room_id)
    assert [event.minutes for event in recorded] == [20]
    async with sessions() as session:
        left = await session.scalar(select(Presence.left_at))
    assert left == start + timedelta(minutes=20)


async def test_a_device_that_comes_back_closes_the_visit_it_never_left(
    sessions: Sessions, room_id: UUID, ben: Person
) -> None:
    for _ in range(2):
        async with transaction(sessions) as session:
            await service.arrive(
                session, room_id=room_id, person_id=ben.id, device="phone-000", visit_id=uuid4()
            )
    async with sessions() as session:
        visits = (await session.scalars(select(Presence).order_by(Presence.joined_at))).all()
    assert [visit.left_at is None for visit in visits] == [False, True]


async def test_a_scheduled_meeting_is_not_over_before_its_time(
    sessions: Sessions, make_room: MakeRoom, ben: Person, recorded: list[AttendanceRecorded]
) -> None:
    starts = clock.now() + timedelta(minutes=10)
    room_id = await make_room(starts_at=starts, ends_at=starts + HOUR)
    with clock.at(starts):
        await visit(sessions, room_id, ben, minutes=20)
    with clock.at(starts + timedelta(minutes=50)):
        await settle(sessions, room_id)
    assert recorded == []
    async with sessions() as session:
        due = await session.scalars(select(outbox.Job.run_at).where(outbox.Job.kind == service.SETTLE))
        assert starts + HOUR + timedelta(minutes=15) in set(due)


async def test_a_room_nobody_came_to_ends_by_itself(
    sessions: Sessions, room_id: UUID, recorded: list[AttendanceRecorded]
) -> None:
    with clock.at(clock.now() + timedelta(minutes=61)):
        await settle(sessions, room_id)
    async with sessions() as session:
        room = await session.get_one(Room, room_id)
    assert room.ended_at is not None
    assert recorded == []


async def test_the_worker_knows_the_job(
    sessions: Sessions, room_id: UUID, settings: Settings, ada: Person, ben: Person
) -> None:
    from api import wiring  # noqa: PLC0415
    from core.outbox.worker import drain  # noqa: PLC0415

    await visit(sessions, room_id, ben, minutes=40)
    with clock.at(clock.now() + timedelta(minutes=45)):
        async with transaction(sessions) as session:
            await service.end(session, viewer(ada), room_id=room_id)
        await drain(sessions, wiring.jobs(settings))
    async with sessions() as session:
        assert (await session.get_one(Room, room_id)).settled_at is not None


# own data


async def test_own_visits_and_words_are_told_and_words_are_emptied(
    sessions: Sessions, room_id: UUID, ben: Person
) -> None:
    await visit(sessions, room_id, ben, minutes=5)
    async with transaction(sessions) as session:
        await service.say(session, viewer(ben), room_id=room_id, key="12345678", text="A private thought")
    async with transaction(sessions) as session:
        told = await privacy.export(session, ben.id)
        kept = await privacy.erase(session, ben.id)
        chat = (await session.scalars(select(Chat))).one()
    assert len(told["visits"]) == 1  # type: ignore[arg-type]
    assert "A private thought" in str(told["chat"])
    assert [entry.count for entry in kept] == [1]
    assert chat.text == ""


# TURN


async def test_turn_credentials_are_short_lived_and_of_the_person(settings: Settings, ben: Person) -> None:
    from msgspec.structs import replace  # noqa: PLC0415

    assert ice_servers(settings, ben.id) == []
    with_turn = replace(settings, turn_urls="turn:a.example, turns:b.example", turn_secret="x" * 32)
    (server,) = ice_servers(with_turn, ben.id)
    assert server["urls"] == ["turn:a.example", "turns:b.example"]
    assert str(server["username"]).endswith(f":{ben.id}")


# pages and API


async def test_the_form_makes_a_room_at_a_local_time(as_: Enter, ada: Person, session: AsyncSession) -> None:
    client = await as_(ada)
    answer = await client.post(
        "/conferences/new",
        data={
            "title": "ECHO: heart failure",
            "programme": "Two cases.",
            "when": "later",
            "starts": SOON,
            "zone": "Europe/Madrid",
            "minutes": "90",
        },
    )
    assert answer.status_code == 303, answer.text
    room = (await session.scalars(select(Room))).one()
    assert room.starts_at is not None
    assert room.starts_at.isoformat() == f"{clock.now().year + 1}-07-01T16:30:00+00:00"
    assert room.ends_at == room.starts_at + 1.5 * HOUR
    page = await client.get(answer.headers["location"])
    assert "ECHO: heart failure" in page.text
    assert "The doors open half an hour before" in page.text


async def test_what_has_not_begun_is_cancelled_and_what_runs_is_ended(
    as_: Enter, make_room: MakeRoom, ada: Person, ben: Person
) -> None:
    host, guest = await as_(ada), await as_(ben)
    begins = clock.now() + HOUR
    coming = f"/rooms/{await make_room(starts_at=begins, ends_at=begins + HOUR)}"
    running = f"/rooms/{await make_room(title='Running now')}"
    page = (await host.get(coming)).text
    assert "Cancel the conference" in page
    assert "It cannot be brought back." in page
    assert "End the meeting" not in page
    assert "Cancel the conference" not in (await guest.get(coming)).text
    assert "End the meeting" in (await host.get(running)).text
    assert (await guest.post(f"{coming}/end")).status_code == 403
    for path, said in ((coming, "The conference is cancelled."), (running, "The meeting is over.")):
        answer = await host.post(f"{path}/end")
        assert answer.status_code == 303
        assert said in (await host.get(path)).text
    assert "Called off" in (await guest.get(coming)).text
    assert "Called off" not in (await guest.get(running)).text
    assert (await guest.get("/conferences")).text.count("Called off") == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"title": ""}, "Fill this in."),
        ({"when": "later", "starts": "", "zone": "UTC"}, "Enter the day and the time"),
        ({"when": "later", "starts": SOON, "zone": "Mars/Olympus"}, "Enter a time zone"),
        ({"when": "later", "starts": SOON, "zone": "../../etc"}, "Enter a time zone"),
        ({"when": "later", "starts": "2001-07-01T18:30", "zone": "UTC"}, "Choose a start that is still"),
        ({"board_id": str(uuid4())}, "Choose one of the boards"),
    ],
)
async def test_a_refused_form_keeps_the_text_and_says_what_to_do(
    as_: Enter, ada: Person, typed: dict[str, str], says: str
) -> None:
    client = await as_(ada)
    sent = {"title": "Rounds", "programme": "What we read", "when": "now", "minutes": "60"} | typed
    answer = await client.post("/conferences/new", data=sent)
    assert answer.status_code == 422
    assert says in answer.text
    assert "What we read" in answer.text


async def test_pages_follow_the_policy(as_: Enter, make_room: MakeRoom, gil: Person, ben: Person) -> None:
    room_id = await make_room(title="For clinicians", clinicians_only=True)
    at_gil, at_ben, guest = await as_(gil), await as_(ben), await as_()
    for client in (at_gil, guest):
        assert "For clinicians" not in (await client.get("/conferences")).text
        assert "For clinicians" not in (await client.get("/api/realtime/rooms")).text
        for path in (f"/rooms/{room_id}", f"/rooms/{room_id}/join", f"/api/realtime/rooms/{room_id}"):
            assert (await client.get(path)).status_code == 404
    assert (await at_gil.get("/conferences/new")).status_code == 403
    assert (await guest.get("/conferences/new")).status_code == 401
    assert "For clinicians" in (await at_ben.get("/conferences")).text
    assert (await at_ben.get(f"/rooms/{room_id}/join")).status_code == 200
    assert (await at_ben.post(f"/rooms/{room_id}/end")).status_code == 403


async def test_chat_is_for_those_who_were_there(
    *, as_: Enter, sessions: Sessions, room_id: UUID, ada: Person, ben: Person, mia: Person
) -> None:
    await visit(sessions, room_id, ben, minutes=5)
    path = f"/api/realtime/rooms/{room_id}/chat"
    assert [(await (await as_(who)).get(path)).status_code for who in (ada, ben, mia)] == [200, 200, 404]


async def test_the_list_asks_a_fixed_number_of_questions(
    as_: Enter, sessions: Sessions, make_room: MakeRoom, ben: Person
) -> None:
    client = await as_(ben)
    counts = []
    for _ in range(2):
        await make_room()
        async with count_queries(sessions) as queries:
            assert (await client.get("/conferences")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


async def test_a_board_leads_clinicians_to_a_conference_of_its_own(
    as_: Enter, sessions: Sessions, ada: Person, gil: Person
) -> None:
    async with transaction(sessions) as session:
        draft = BoardDraft(slug="cardiology", name="Cardiology")
        board = await forums.create_board(session, OPERATOR, draft=draft)
    link = f"/conferences/new?board_id={board.id}"
    browser = await as_(ada)
    assert link in (await browser.get("/boards/cardiology")).text
    assert (await browser.get(link)).status_code == 200
    assert link not in (await (await as_(gil)).get("/boards/cardiology")).text
