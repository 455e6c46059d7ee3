"""The pure rules of a room."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.protocol.closing import Close
from realtime.protocol.messages import Changed, Devices, Joined, Left, Member
from realtime.rooms import attendance, room
from realtime.rooms.room import Cut, NotTheHost, Role, Room, RoomFull, Send

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def member(name: str, person: UUID | None = None, role: Role = Role.ATTENDEE) -> Member:
    return Member(
        id=name,
        person=person or uuid4(),
        name=name,
        role=role,
        verified=True,
        microphone=False,
        camera=False,
    )


@pytest.fixture
def meeting() -> Room:
    meeting = Room()
    list(meeting.join(member("ada", role=Role.HOST), "d1"))
    list(meeting.join(member("ben"), "d2"))
    return meeting


def test_those_who_are_there_are_told_of_a_newcomer(meeting: Room) -> None:
    cyd = member("cyd")
    assert list(meeting.join(cyd, "d3")) == [Send("ada", Joined(member=cyd)), Send("ben", Joined(member=cyd))]


def test_a_ghost_is_replaced_and_a_second_device_is_not(meeting: Room) -> None:
    ben = meeting.members["ben"].person
    effects = list(meeting.join(member("ben again", ben), "d2"))
    assert effects[:2] == [Send("ada", Left(member="ben")), Cut("ben", Close.REPLACED)]
    assert set(meeting.members) == {"ada", "ben again"}
    list(meeting.join(member("ben's phone", ben), "d9"))
    assert set(meeting.members) == {"ada", "ben again", "ben's phone"}


def test_a_full_room_takes_nobody(meeting: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_MEMBERS", 2)
    with pytest.raises(RoomFull):
        list(meeting.join(member("cyd"), "d3"))
    assert set(meeting.members) == {"ada", "ben"}


def test_devices_are_told_to_all(meeting: Room) -> None:
    effects = list(meeting.change("ben", Devices(microphone=True, camera=True)))
    assert [effect.member for effect in effects] == ["ada", "ben"]
    assert isinstance(effects[0], Send)
    assert isinstance(effects[0].frame, Changed)
    assert list(meeting.change("nobody", Devices(microphone=True, camera=True))) == []


def test_leaving_twice_is_leaving_once(meeting: Room) -> None:
    assert list(meeting.leave("ben")) == [Send("ada", Left(member="ben"))]
    assert list(meeting.leave("ben")) == []


def test_a_host_sends_out_all_visits_of_an_account_but_never_a_host(meeting: Room) -> None:
    ben = meeting.members["ben"].person
    list(meeting.join(member("phone", ben), "d9"))
    effects = list(meeting.remove("ada", "ben"))
    assert {effect.member for effect in effects if isinstance(effect, Cut)} == {"ben", "phone"}
    assert meeting.barred == {ben}
    assert list(meeting.remove("ada", "ada")) == []


def test_an_attendee_rules_over_nobody(meeting: Room) -> None:
    with pytest.raises(NotTheHost):
        list(meeting.remove("ben", "ada"))
    with pytest.raises(NotTheHost):
        list(meeting.end("ben"))


def test_the_end_cuts_everybody(meeting: Room) -> None:
    assert list(meeting.end("ada")) == [Cut("ada", Close.ENDED), Cut("ben", Close.ENDED)]
    assert not meeting.members


spans = st.lists(
    st.tuples(st.integers(-100, 200), st.integers(0, 100)).map(
        lambda span: (
            START + timedelta(minutes=span[0]),
            START + timedelta(minutes=span[0] + span[1]),
        )
    ),
    max_size=12,
)


@given(spans)
def test_nobody_attends_longer_than_the_programme(visits: list[tuple[datetime, datetime]]) -> None:
    programme = [(START, START + timedelta(minutes=60))]
    counted = attendance.attended(visits, programme)
    alone = [attendance.attended([visit], programme) for visit in visits]
    if counted is None:
        assert not any(alone)
        return
    minutes, first, last = counted
    assert max(each[0] for each in alone if each) <= minutes <= 60
    assert START <= first < last <= START + timedelta(minutes=60)
