"""Who is at a document and where the cursors are: y-protocols' awareness, a state for each connection. Pure.

An awareness update is a count, then for each client its id, its clock and its state as JSON ("null": gone).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from realtime.documents import wire
from realtime.documents.wire import Malformed

GONE = b"null"
_state: msgspec.json.Decoder[dict[str, object] | None] = msgspec.json.Decoder(dict[str, object] | None)


@dataclass(frozen=True)
class State:
    """One client's; `json` is kept as it was sent."""

    client: int
    clock: int
    json: bytes


@dataclass
class Presence:
    """The latest state of each client."""

    states: dict[int, State] = field(default_factory=dict)

    def hear(self, update: bytes, *, own: int | None, user: Mapping[str, object]) -> int | None:
        """Take the sender's own state over; `own` is its client, if it has shown one.

        States of others in the update are passed over: each connection speaks for itself, and under the
        name that the service knows (`user`). Returns the sender's client. Raises Malformed.
        """
        for state in read(update):
            if own is None and state.json != GONE and state.client not in self.states:
                own = state.client
            if state.client == own:
                self._take(_named(state, user))
        return own

    def of(self, client: int | None) -> bytes | None:
        """The update that tells of one client; None when there is nothing to tell."""
        state = self.states.get(client) if client is not None else None
        return write([state]) if state else None

    def gone(self, client: int) -> bytes:
        """Forget a client; returns the update that tells the others."""
        left = self.states.pop(client, None)
        return write([State(client, (left.clock if left else 0) + 1, GONE)])

    def all(self) -> bytes:
        return write(self.states.values())

    def _take(self, state: State) -> None:
        known = self.states.get(state.client)
        if known is None or known.clock < state.clock:
            self.states[state.client] = state


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
