"""Who is there: each connection speaks for itself, and what cannot be read is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.documents import presence
from realtime.documents.presence import Presence, State
from realtime.documents.wire import Malformed

ADA = State(client=7, clock=1, json=b'{"user":{"name":"Ada"}}')
ADA_IS, BEN_IS = {"name": "Ada"}, {"name": "Ben"}
BEN = State(client=9, clock=1, json=b'{"user":{"name":"Ben"}}')


def test_the_first_state_shown_is_ones_own() -> None:
    here = Presence()
    assert here.hear(presence.write([ADA]), own=None, user=ADA_IS) == 7
    assert presence.read(here.all()) == [ADA]


def test_nobody_speaks_for_another() -> None:
    here = Presence()
    here.hear(presence.write([ADA]), own=None, user=ADA_IS)
    forged = State(client=7, clock=5, json=b'{"user":{"name":"Not Ada"}}')
    assert here.hear(presence.write([forged, BEN]), own=None, user=BEN_IS) == 9
    assert here.states == {7: ADA, 9: BEN}


def test_a_name_is_the_one_that_the_service_knows() -> None:
    here = Presence()
    claimed = State(7, 1, b'{"user":{"name":"Dr Spoof"},"cursor":null}')
    own = here.hear(presence.write([claimed]), own=None, user=ADA_IS)
    told = here.of(own)
    assert told is not None
    assert presence.read(told) == [State(7, 1, b'{"user":{"name":"Ada"},"cursor":null}')]


def test_an_older_state_does_not_come_back() -> None:
    here = Presence()
    here.hear(presence.write([State(7, 3, b"{}")]), own=None, user=ADA_IS)
    here.hear(presence.write([ADA]), own=7, user=ADA_IS)
    assert here.states[7].clock == 3


def test_whoever_leaves_is_gone_for_the_others() -> None:
    here = Presence()
    here.hear(presence.write([ADA]), own=None, user=ADA_IS)
    assert presence.read(here.gone(7)) == [State(7, 2, b"null")]
    assert here.states == {}


def at(client: int, clock: int, person: str = "ada") -> State:
    return State(client, clock, b'{"user":{"person":"%s"}}' % person.encode())


def test_a_browser_that_came_from_another_process_speaks_for_itself_here() -> None:
    here = Presence()
    assert here.hear_away([at(7, 1)], teller="other", now=0.0) == [at(7, 1)]
    assert here.hear(presence.write([at(7, 2)]), own=None, user={"person": "ben"}) is None
    assert here.hear(presence.write([at(7, 2)]), own=None, user={"person": "ada"}) == 7
    assert here.hear_away([State(7, 3, presence.GONE)], teller="other", now=1.0) == []
    assert here.here() == [at(7, 2)]


def test_a_browser_that_went_to_another_process_is_not_gone_when_its_old_line_ends() -> None:
    here = Presence()
    here.hear(presence.write([at(7, 1)]), own=None, user={"person": "ada"})
    here.hear_away([at(7, 2)], teller="other", now=0.0)
    assert presence.read(here.gone(7)) == []
    assert here.states == {7: at(7, 2)}
    assert here.untold == {}


def test_nobody_at_another_process_takes_the_place_of_another_person() -> None:
    here = Presence()
    here.hear(presence.write([at(7, 1)]), own=None, user={"person": "ada"})
    assert here.hear_away([at(7, 5, "ben")], teller="other", now=0.0) == []
    assert here.states == {7: at(7, 1)}


def test_who_is_lost_is_told_of_with_the_clock_they_had() -> None:
    here = Presence()
    here.hear_away([at(7, 3), at(8, 1)], teller="other", now=0.0)
    here.hear_away([at(9, 1)], teller="third", now=0.0)
    assert here.lost(lambda away: away.teller == "other") == [
        State(7, 3, presence.GONE),
        State(8, 1, presence.GONE),
    ]
    assert here.states == {9: at(9, 1)}


def test_other_processes_are_told_names_and_cursors_and_nothing_else() -> None:
    shown = State(7, 1, b'{"user":{"name":"Ada"},"cursor":{"at":1},"note":"x"}')
    assert presence.narrowed(shown).json == b'{"user":{"name":"Ada"},"cursor":{"at":1}}'
    long = State(7, 1, b'{"user":{"name":"Ada"},"cursor":"%s"}' % (b"x" * presence.MOST_NARROWED))
    assert presence.narrowed(long).json == b'{"user":{"name":"Ada"}}'


@pytest.mark.parametrize(
    "update",
    [
        b"",
        b"\x01",
        b"\x01\x07\x01\x05{",
        b"\x01\x07\x01\x02[]",
        presence.write([ADA]) + b"\x00",
        b"\x01\x07\x01\x04nope",
    ],
)
def test_what_cannot_be_read_is_refused(update: bytes) -> None:
    with pytest.raises(Malformed):
        presence.read(update)


@given(st.binary(max_size=100))
def test_any_bytes_are_states_or_are_refused(data: bytes) -> None:
    try:
        presence.read(data)
    except Malformed:
        return
