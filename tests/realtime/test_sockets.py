"""The room socket: who gets in, what the others see, and how it ends."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select

from core import clock
from core.db import Sessions
from core.policy import Role
from forums import service as forums
from forums.schemas import BoardDraft, BoardView
from identity.models import Person, RoleGrant, SignIn
from identity.policy import OPERATOR
from realtime import service, sockets
from realtime.models import Presence, Ticket
from realtime.protocol.closing import Close
from tests.conftest import Enter
from tests.realtime.conftest import Closed, Connect, MakeRoom, Walk, ticket_for, viewer


async def test_two_see_each_other_come_talk_and_go(
    walk_in: Walk, ada: Person, ben: Person, room_id: UUID
) -> None:
    at_ada, welcome = await walk_in(ada, room_id, microphone=True)
    assert welcome["you"]["role"] == "host"
    assert welcome["chat"] == []
    at_ben, welcome = await walk_in(ben, room_id)
    assert [member["name"] for member in welcome["members"]] == ["Ada Okafor", "Ben Sato"]
    assert welcome["members"][0]["microphone"]
    assert (await at_ada.hear("joined"))["member"]["name"] == "Ben Sato"
    await at_ben.tell(type="say", id="11111111-1", text="Any ECG before the fall?")
    assert (await at_ada.hear("said"))["line"]["text"] == "Any ECG before the fall?"
    assert (await at_ben.hear("said"))["line"]["seq"] == 1
    await at_ben.tell(type="devices", microphone=True, camera=False)
    assert (await at_ada.hear("changed"))["member"]["microphone"]
    await at_ben.tell(type="goodbye")
    assert await at_ben.closed() == Close.GOODBYE
    assert (await at_ada.hear("left"))["member"] == welcome["you"]["id"]


async def test_a_line_sent_twice_is_said_once(walk_in: Walk, ada: Person, room_id: UUID) -> None:
    socket, _ = await walk_in(ada, room_id)
    for text in ("first", "first", "second"):
        await socket.tell(type="say", id=f"key-{text}-0", text=text)
    lines = [(await socket.hear("said"))["line"] for _ in range(2)]
    assert [(line["seq"], line["text"]) for line in lines] == [(1, "first"), (2, "second")]


async def test_who_comes_back_gets_what_was_missed(
    walk_in: Walk, ada: Person, ben: Person, room_id: UUID
) -> None:
    at_ada, _ = await walk_in(ada, room_id)
    at_ben, welcome = await walk_in(ben, room_id)
    for number in range(3):
        await at_ada.tell(type="say", id=f"line-{number}-00", text=str(number))
    for _ in range(3):
        await at_ada.hear("said")
    await at_ben.vanish()
    await at_ada.hear("left")
    resume = {"epoch": welcome["epoch"], "seq": 1}
    _, again = await walk_in(ben, room_id, resume=resume)
    assert again["recovered"]
    assert [line["text"] for line in again["chat"]] == ["1", "2"]
    _, other = await walk_in(ben, room_id, resume={"epoch": str(uuid4()), "seq": 1})
    assert not other["recovered"]
    assert [line["text"] for line in other["chat"]] == ["0", "1", "2"]


async def test_a_reload_replaces_the_ghost_at_once(
    walk_in: Walk, ada: Person, ben: Person, room_id: UUID
) -> None:
    at_ada, _ = await walk_in(ada, room_id)
    ghost, _ = await walk_in(ben, room_id, device="device-1")
    _, welcome = await walk_in(ben, room_id, device="device-1")
    assert len(welcome["members"]) == 2
    assert await ghost.closed() == Close.REPLACED
    kinds = [(await at_ada.hear("joined", "left"))["type"] for _ in range(3)]
    assert kinds == ["joined", "left", "joined"]


async def test_two_devices_of_a_person_are_both_there(walk_in: Walk, ben: Person, room_id: UUID) -> None:
    await walk_in(ben, room_id, device="device-1")
    _, welcome = await walk_in(ben, room_id, device="device-2")
    assert len(welcome["members"]) == 2


async def test_a_ticket_is_good_once(connect: Connect, as_: Enter, ben: Person, room_id: UUID) -> None:
    client = await as_(ben)
    ticket = await ticket_for(client, room_id)
    hello = {"type": "hello", "version": 1, "ticket": ticket, "device": "device-1"}
    first, second = await connect(client, room_id), await connect(client, room_id)
    await first.tell(**hello)
    await first.hear("welcome")
    await second.tell(**hello)
    assert await second.closed() == Close.BAD_TICKET


async def test_a_ticket_is_bound_to_account_room_and_minute(
    *,
    connect: Connect,
    as_: Enter,
    sessions: Sessions,
    ada: Person,
    ben: Person,
    make_room: MakeRoom,
) -> None:
    room_id, other = await make_room(), await make_room(title="Another")
    at_ada, at_ben = await as_(ada), await as_(ben)
    for client, where, ticket in (
        (at_ada, room_id, await ticket_for(at_ben, room_id)),
        (at_ben, other, await ticket_for(at_ben, room_id)),
    ):
        socket = await connect(client, where)
        await socket.tell(type="hello", version=1, ticket=ticket, device="device-1")
        assert await socket.closed() == Close.BAD_TICKET
    late = await ticket_for(at_ben, room_id)
    async with sessions() as session, session.begin():
        for ticket_row in await session.scalars(select(Ticket)):
            ticket_row.expires_at = clock.now()
    socket = await connect(at_ben, room_id)
    await socket.tell(type="hello", version=1, ticket=late, device="device-1")
    assert await socket.closed() == Close.BAD_TICKET


async def test_only_our_own_pages_open_a_socket(
    connect: Connect, as_: Enter, ben: Person, room_id: UUID
) -> None:
    client = await as_(ben)
    with pytest.raises(Closed):
        await connect(client, room_id, origin="https://evil.example")


async def test_nobody_enters_without_having_seen_the_disclosures(
    as_: Enter, ben: Person, room_id: UUID
) -> None:
    client = await as_(ben)
    path = f"/api/realtime/rooms/{room_id}/ticket"
    refused = await client.post(path, json={})
    assert refused.status_code == 409
    assert refused.json()["type"] == "/problems/NotAcknowledged"
    assert (await client.post(path, json={"acknowledged": True})).status_code == 200
    assert (await client.post(path, json={})).status_code == 200


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ('{"type":"say","id":"12345678","text":"hi"}', Close.BAD_FRAME),
        ("not json", Close.BAD_FRAME),
        ('{"type":"hello","version":99,"ticket":"xxxxxxxxxxxxxxxxxxxx","device":"device-1"}', Close.OLD_PAGE),
        (
            '{"type":"hello","version":1,"ticket":"xxxxxxxxxxxxxxxxxxxx","device":"device-1"}',
            Close.BAD_TICKET,
        ),
        ("x" * 200_000, Close.BAD_FRAME),
    ],
    ids=["no hello", "no JSON", "an old page", "a made-up ticket", "too long"],
)
async def test_a_wrong_greeting_is_told_apart(
    *, connect: Connect, as_: Enter, ben: Person, room_id: UUID, first: str, code: Close
) -> None:
    socket = await connect(await as_(ben), room_id)
    await socket.write(first)
    assert await socket.closed() == code


async def test_who_says_nothing_is_not_waited_for(
    connect: Connect, as_: Enter, ben: Person, room_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "HELLO_SECONDS", 0.05)
    socket = await connect(await as_(ben), room_id)
    assert await socket.closed() == Close.NO_HELLO


async def test_a_host_sends_somebody_out_for_good(
    walk_in: Walk, as_: Enter, ada: Person, ben: Person, room_id: UUID
) -> None:
    at_ada, _ = await walk_in(ada, room_id)
    at_ben, welcome = await walk_in(ben, room_id)
    await at_ada.tell(type="remove", member=welcome["you"]["id"])
    assert await at_ben.closed() == Close.REMOVED
    assert (await at_ada.hear("left"))["member"] == welcome["you"]["id"]
    refused = await (await as_(ben)).post(
        f"/api/realtime/rooms/{room_id}/ticket", json={"acknowledged": True}
    )
    assert refused.json()["type"] == "/problems/MayNotEnter"


async def test_only_the_host_sends_out_and_ends(
    walk_in: Walk, ada: Person, ben: Person, room_id: UUID
) -> None:
    _, welcome = await walk_in(ada, room_id)
    at_ben, _ = await walk_in(ben, room_id)
    await at_ben.tell(type="remove", member=welcome["you"]["id"])
    assert (await at_ben.hear("refused"))["code"] == "MayNotHost"
    await at_ben.tell(type="end")
    assert (await at_ben.hear("refused"))["code"] == "MayNotHost"


async def test_the_end_is_the_end_for_everybody(
    walk_in: Walk, as_: Enter, ada: Person, ben: Person, room_id: UUID
) -> None:
    at_ada, _ = await walk_in(ada, room_id)
    at_ben, _ = await walk_in(ben, room_id)
    await at_ada.tell(type="end")
    assert await at_ben.closed() == Close.ENDED
    assert await at_ada.closed() == Close.ENDED
    refused = await (await as_(ben)).post(
        f"/api/realtime/rooms/{room_id}/ticket", json={"acknowledged": True}
    )
    assert refused.json()["type"] == "/problems/RoomEnded"


async def test_ending_it_on_the_page_sends_everybody_out(
    walk_in: Walk, as_: Enter, ada: Person, ben: Person, room_id: UUID
) -> None:
    at_ben, _ = await walk_in(ben, room_id)
    ended = await (await as_(ada)).post(f"/rooms/{room_id}/end")
    assert ended.status_code == 303
    assert await at_ben.closed() == Close.ENDED


@pytest.fixture
async def clinicians(sessions: Sessions) -> BoardView:
    async with sessions() as session, session.begin():
        draft = BoardDraft(slug="hearts", name="Hearts", visibility="clinicians")  # type: ignore[arg-type]
        return await forums.create_board(session, OPERATOR, draft=draft)


async def test_a_right_that_is_taken_closes_the_socket_with_the_next_frame(
    walk_in: Walk, sessions: Sessions, ben: Person, clinicians: BoardView, make_room: MakeRoom
) -> None:
    room_id = await make_room(board_id=clinicians.id)
    socket, _ = await walk_in(ben, room_id)
    async with sessions() as session, session.begin():
        await session.execute(delete(RoleGrant).where(RoleGrant.person_id == ben.id))
    await socket.tell(type="say", id="12345678", text="Am I still here?")
    assert await socket.closed() == Close.NOT_ALLOWED


async def test_signing_out_closes_the_socket_with_the_next_heartbeat(
    walk_in: Walk, sessions: Sessions, ben: Person, room_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "PING_SECONDS", 0.05)
    socket, _ = await walk_in(ben, room_id)
    await socket.hear("ping")
    async with sessions() as session, session.begin():
        await session.execute(delete(SignIn).where(SignIn.person_id == ben.id))
    await socket.tell(type="pong")
    assert await socket.closed() == Close.NOT_ALLOWED


async def test_a_heartbeat_is_kept_and_silence_ends_the_visit_where_it_began(
    walk_in: Walk, sessions: Sessions, ben: Person, room_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "PING_SECONDS", 0.05)
    monkeypatch.setattr(sockets, "SILENCE_SECONDS", 0.5)
    socket, _ = await walk_in(ben, room_id)
    await socket.hear("ping")
    await socket.tell(type="pong")
    assert await socket.closed() == Close.SILENT
    async with sessions() as session:
        visit = (await session.scalars(select(Presence))).one()
        assert visit.joined_at < visit.last_heartbeat_at == visit.left_at


async def test_a_flood_of_frames_is_cut(walk_in: Walk, ben: Person, room_id: UUID) -> None:
    socket, _ = await walk_in(ben, room_id)
    for _ in range(300):
        await socket.tell(type="pong")
    assert await socket.closed() == Close.TOO_MANY_FRAMES


async def test_chat_has_a_pace(walk_in: Walk, ben: Person, room_id: UUID) -> None:
    socket, _ = await walk_in(ben, room_id)
    for number in range(12):
        await socket.tell(type="say", id=f"line-{number:04}", text="again")
    assert (await socket.hear("refused"))["code"] == "TooManyRequests"


async def test_a_browser_that_does_not_read_is_cut(
    walk_in: Walk, ada: Person, ben: Person, room_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    from realtime.hub import Seat  # noqa: PLC0415

    at_ben, _ = await walk_in(ben, room_id)
    seat = Seat()
    for _ in range(501):
        seat.write("x")
    assert seat.cut_with.result() == Close.TOO_SLOW
    await at_ben.tell(type="goodbye")
    assert await at_ben.closed() == Close.GOODBYE


async def test_leaving_asks_for_attendance_to_be_counted_later(
    walk_in: Walk, sessions: Sessions, ada: Person, ben: Person, room_id: UUID
) -> None:
    socket, _ = await walk_in(ben, room_id)
    await socket.tell(type="goodbye")
    assert await socket.closed() == Close.GOODBYE
    async with sessions() as session:
        chat = await service.chat_of(session, viewer(ada, Role.VERIFIED_CLINICIAN), room_id=room_id)
        visit = (await session.scalars(select(Presence))).one()
    assert chat == []
    assert visit.left_at is not None
