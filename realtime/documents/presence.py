"""Who is at a document and where the cursors are: y-protocols' awareness, a state for each connection. Pure.

An awareness update is a count, then for each client its id, its clock and its state as JSON ("null": gone).
Some are here, at this process; others were told of by another one (`realtime.documents.relay`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from realtime.documents import wire
from realtime.documents.wire import Malformed

GONE = b"null"
MOST_NARROWED = 2_000
_state: msgspec.json.Decoder[dict[str, object] | None] = msgspec.json.Decoder(dict[str, object] | None)


@dataclass(frozen=True)
class State:
    """One client's; `json` is kept as it was sent."""

    client: int
    clock: int
    json: bytes


@dataclass(frozen=True)
class Away:
    """A client at another process: the name of that, and when it last told of the client, in seconds."""

    teller: str
    at: float


@dataclass
class Presence:
    """The latest state of each client."""

    states: dict[int, State] = field(default_factory=dict)
    away: dict[int, Away] = field(default_factory=dict)
    untold: dict[int, State] = field(default_factory=dict)
    """What happened here since other processes were told, the longest waiting first."""

    def hear(self, update: bytes, *, own: int | None, user: Mapping[str, object]) -> int | None:
        """Take the sender's own state over; `own` is its client, if it has shown one.

        States of others in the update are passed over: each connection speaks for itself, and under the
        name that the service knows (`user`). Returns the sender's client. Raises Malformed.
        """
        for state in read(update):
            if own is None and state.json != GONE and self._free(state.client, user):
                own = state.client
            if state.client == own:
                self._take(_named(state, user))
        return own

    def hear_away(self, states: Iterable[State], *, teller: str, now: float) -> list[State]:
        """Take over what another process tells of those at it; returns what is news.

        A browser that came from one process to another is the same client: the one that has the later state
        has it, unless it speaks for another person.
        """
        return [state for state in states if self._take_away(state, Away(teller, now))]

    def lost(self, is_lost: Callable[[Away], bool]) -> list[State]:
        """Forget those of other processes who are not there any more; returns what tells of it.

        With the clock they had: a browser that is there after all is seen again as soon as it says anything.
        """
        gone = [client for client, away in self.away.items() if is_lost(away)]
        return [self._forget(client) for client in gone]

    def here(self) -> list[State]:
        """Those at this process."""
        return [state for client, state in self.states.items() if client not in self.away]

    def of(self, client: int | None) -> bytes | None:
        """The update that tells of one client; None when there is nothing to tell."""
        state = self.states.get(client) if client is not None else None
        return write([state]) if state else None

    def gone(self, client: int) -> bytes:
        """Forget a client; returns the update for the others, of nobody if it is at another process."""
        if client in self.away:
            return write([])
        left = self.states.pop(client, None)
        self.untold[client] = State(client, (left.clock if left else 0) + 1, GONE)
        return write([self.untold[client]])

    def all(self) -> bytes:
        return write(self.states.values())

    def _take(self, state: State) -> None:
        known = self.states.get(state.client)
        if known is None or known.clock < state.clock:
            self.states[state.client] = state
        self.away.pop(state.client, None)
        self.untold[state.client] = self.states[state.client]

    def _free(self, client: int, user: Mapping[str, object]) -> bool:
        """Whether it is nobody's, or was this person's at another process."""
        known = self.states.get(client)
        return known is None or (client in self.away and _person(known) == user.get("person"))

    def _take_away(self, state: State, away: Away) -> bool:
        known = self.states.get(state.client)
        if state.json == GONE:
            there = self.away.get(state.client)
            if there is None or there.teller != away.teller:
                return False
            self._forget(state.client)
            return True
        if known is not None and (known.clock > state.clock or _person(known) != _person(state)):
            return False
        self.states[state.client], self.away[state.client] = state, away
        self.untold.pop(state.client, None)
        return known is None or known.clock < state.clock

    def _forget(self, client: int) -> State:
        del self.away[client]
        return State(client, self.states.pop(client).clock, GONE)


def read(update: bytes) -> list[State]:
    """Raises Malformed."""
    count, at = wire.number(update, 0)
    states = []
    for _ in range(count):
        client, at = wire.number(update, at, longest=wire.LONGEST_ID)
        clock, at = wire.number(update, at)
        length, at = wire.number(update, at)
        states.append(State(client, clock, _checked(update[at : at + length], length)))
        at += length
    if at != len(update):
        raise Malformed
    return states


def write(states: Iterable[State]) -> bytes:
    parts = [
        wire.numbered(state.client) + wire.numbered(state.clock) + wire.sized(state.json) for state in states
    ]
    return wire.numbered(len(parts)) + b"".join(parts)


def narrowed(state: State) -> State:
    """The name and the cursor, which is all that other processes are told; of too long a cursor, the name."""
    shown = _state.decode(state.json)
    if shown is None:
        return state
    kept = {key: shown[key] for key in ("user", "cursor") if key in shown}
    json = msgspec.json.encode(kept)
    if len(json) > MOST_NARROWED:
        json = msgspec.json.encode({"user": kept.get("user")})
    return State(state.client, state.clock, json)


def _person(state: State) -> object:
    """Whose a state is, as the service wrote it there."""
    user = (_state.decode(state.json) or {}).get("user")
    return user.get("person") if isinstance(user, dict) else None


def _named(state: State, user: Mapping[str, object]) -> State:
    shown = _state.decode(state.json)
    if shown is None:
        return state
    return State(state.client, state.clock, msgspec.json.encode(shown | {"user": user}))


def _checked(json: bytes, length: int) -> bytes:
    try:
        _state.decode(json)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Malformed from error
    if len(json) != length:
        raise Malformed
    return json
