"""Frames of the document socket as bytes: PROTOCOL.md says what they are. Pure; knows no Yjs document.

Sizes are bytes. Whatever a stranger sends ends in a frame or in `Malformed` or `TooLarge`.
"""

from dataclasses import dataclass
from enum import IntEnum

import msgspec

MOST_BYTES = 1_000_000
MOST_AWARENESS_BYTES = 16_000
EMPTY_UPDATE = b"\x00\x00"
LONGEST_ID = 8  # a Yjs client id has up to 53 bits
_LONGEST_NUMBER = 5
_LOW = 0x7F
_MORE = 0x80


class Kind(IntEnum):
    """The first number of a frame: y-websocket's below 64, ours from there on."""

    SYNC = 0
    AWARENESS = 1
    QUERY_AWARENESS = 3
    RECEIPT = 64
    HELLO = 65
    NOTICE = 66


class Step(IntEnum):
    """The second number of a sync frame."""

    STATE = 0
    DIFFERENCE = 1
    UPDATE = 2


class Malformed(Exception):
    """These bytes are no frame."""


class TooLarge(Exception):
    """The frame is longer than its kind may be."""


@dataclass(frozen=True)
class Sync:
    """A state vector (`STATE`) or a Yjs update (the others)."""

    step: Step
    payload: bytes

    @property
    def counts(self) -> bool:
        """Whether the frame carries an update with content, which a receipt answers."""
        return self.step is not Step.STATE and self.payload != EMPTY_UPDATE


@dataclass(frozen=True)
class Awareness:
    """Who is there and where the cursors are, as y-protocols wrote it."""

    payload: bytes


@dataclass(frozen=True)
class QueryAwareness:
    """Asks for what everybody shows."""


FromClient = Sync | Awareness | QueryAwareness


def read(frame: bytes) -> FromClient:
    """A client's frame. Raises Malformed, TooLarge (before anything is read)."""
    if len(frame) > MOST_BYTES:
        raise TooLarge
    kind, at = number(frame, 0)
    if kind == Kind.SYNC:
        return _sync(frame, at)
    if kind == Kind.AWARENESS:
        if len(frame) > MOST_AWARENESS_BYTES:
            raise TooLarge
        return Awareness(_only_bytes(frame, at))
    if kind == Kind.QUERY_AWARENESS and at == len(frame):
        return QueryAwareness()
    raise Malformed


def sync(step: Step, payload: bytes) -> bytes:
    return numbered(Kind.SYNC) + numbered(step) + sized(payload)


def awareness(payload: bytes) -> bytes:
    return numbered(Kind.AWARENESS) + sized(payload)


def receipt(durable: int) -> bytes:
    """`durable`: how many counting frames of this connection are committed so far."""
    return numbered(Kind.RECEIPT) + numbered(durable)


def hello(facts: dict[str, object]) -> bytes:
    return numbered(Kind.HELLO) + sized(msgspec.json.encode(facts))


def notice(code: str, message: str) -> bytes:
    return numbered(Kind.NOTICE) + sized(msgspec.json.encode({"code": code, "message": message}))


def _sync(frame: bytes, at: int) -> Sync:
    step, at = number(frame, at)
    if step not in tuple(Step):
        raise Malformed
    return Sync(Step(step), _only_bytes(frame, at))


def _only_bytes(frame: bytes, at: int) -> bytes:
    """The length-prefixed bytes at `at`, which must end the frame."""
    length, at = number(frame, at)
    if length != len(frame) - at:
        raise Malformed
    return frame[at:]


def number(frame: bytes, at: int, *, longest: int = _LONGEST_NUMBER) -> tuple[int, int]:
    """lib0's varUint (seven bits a byte, lowest first) at `at`, and where it ends. Raises Malformed."""
    value = 0
    for index, byte in enumerate(frame[at : at + longest]):
        value |= (byte & _LOW) << (7 * index)
        if byte < _MORE:
            return value, at + index + 1
    raise Malformed


def numbered(value: int) -> bytes:
    out = bytearray()
    while value > _LOW:
        out.append(value & _LOW | _MORE)
        value >>= 7
    out.append(value)
    return bytes(out)


def sized(payload: bytes) -> bytes:
    return numbered(len(payload)) + payload
