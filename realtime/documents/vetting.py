"""Yjs updates and state vectors as bytes, looked through before the library reads them. Pure.

The library below recurses into values and trusts counts: a value nested deeply enough ends the process, or is
stored and then ends every browser. Format: Yjs' update encoding, version 1, and lib0's values.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from realtime.documents import wire
from realtime.documents.wire import Malformed

MOST_NESTED = 40
_GC, _SKIP = 0, 10
_ORIGIN, _RIGHT, _SUB = 0x80, 0x40, 0x20
_PLAIN_TYPES = 3  # array, map, text; a document of ours has no others
_FIXED = {127: 0, 126: 0, 124: 4, 123: 8, 122: 8, 121: 0, 120: 0}
_VAR_INT, _STRING, _OBJECT, _ARRAY, _BYTES = 125, 119, 118, 117, 116


@dataclass(frozen=True)
class Shape:
    """What an update inserts and what it builds on, by Yjs client: clocks, as in state vectors."""

    begun: list[int] = field(default_factory=list)
    """The clients whose first insertion is in it."""
    ends: dict[int, int] = field(default_factory=dict)
    """How far it takes each client."""
    needs: dict[int, int] = field(default_factory=dict)
    """How far each client must have come for all of it to find its place."""

    def fits(self, clocks: Mapping[int, int]) -> bool:
        """Whether a document in the state `clocks` has all that the update builds on."""
        return all(clocks.get(client, 0) >= clock for client, clock in self.needs.items())

    def need(self, client: int, clock: int) -> None:
        if clock > max(self.needs.get(client, 0), self.ends.get(client, 0)):
            self.needs[client] = clock


def vet_update(update: bytes) -> Shape:
    """Raises Malformed for what is no update, has kinds of content we do not use, or nests too deeply."""
    reader = _Reader(update)
    shape, built_on = Shape(), dict[int, int]()
    for _ in range(reader.count()):
        structs = reader.count()
        client, clock = reader.client(), reader.number()
        shape.need(client, clock)
        for _ in range(structs):
            length = _struct(reader, built_on)
            if not clock and length > 0:
                shape.begun.append(client)
            clock += abs(length)
            if length < 0:
                shape.need(client, clock)
        shape.ends[client] = max(clock, shape.ends.get(client, 0))
    for client, clock in built_on.items():
        shape.need(client, clock)
    _deletions(reader)
    return shape


def _deletions(reader: "_Reader") -> None:
    for _ in range(reader.count()):
        reader.client()
        for _ in range(reader.count()):
            reader.number()
            reader.number()
    if reader.left:
        raise Malformed


def clocks(vector: bytes) -> dict[int, int]:
    """A state vector: how far each client has come. Raises Malformed for what is none."""
    reader = _Reader(vector)
    found = {reader.client(): reader.number() for _ in range(reader.count())}
    if reader.left:
        raise Malformed
    return found


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    @property
    def left(self) -> int:
        return len(self.data) - self.at

    def byte(self) -> int:
        if not self.left:
            raise Malformed
        self.at += 1
        return self.data[self.at - 1]

    def number(self) -> int:
        value, self.at = wire.number(self.data, self.at)
        return value

    def client(self) -> int:
        value, self.at = wire.number(self.data, self.at, longest=wire.LONGEST_ID)
        return value

    def count(self) -> int:
        """Of things that take a byte each at least."""
        value = self.number()
        if value > self.left:
            raise Malformed
        return value

    def skip(self, size: int) -> None:
        if size > self.left:
            raise Malformed
        self.at += size

    def sized(self) -> None:
        self.skip(self.number())

    def text(self) -> int:
        """UTF-16 units of the text here, which is how Yjs counts it."""
        size = self.number()
        self.skip(size)
        words = self.data[self.at - size : self.at]
        if words.isascii():
            return size
        try:
            return len(words.decode().encode("utf-16-le")) // 2
        except UnicodeError as error:
            raise Malformed from error

    def id(self, built_on: dict[int, int]) -> None:
        client, clock = self.client(), self.number()
        built_on[client] = max(built_on.get(client, 0), clock + 1)


def _struct(reader: _Reader, built_on: dict[int, int]) -> int:
    """How many clocks it takes; less than nothing for a gap of as many."""
    info = reader.byte()
    kind = info & 0x1F
    if kind == _GC:
        return reader.number()
    if kind == _SKIP:
        return -reader.number()
    if info & _ORIGIN:
        reader.id(built_on)
    if info & _RIGHT:
        reader.id(built_on)
    if not info & (_ORIGIN | _RIGHT):
        _parent(reader, info, built_on)
    return _content(reader, kind)


def _parent(reader: _Reader, info: int, built_on: dict[int, int]) -> None:
    if reader.number() == 1:
        reader.sized()
    else:
        reader.id(built_on)
    if info & _SUB:
        reader.sized()


def _content(reader: _Reader, kind: int) -> int:
    match kind:
        case 1:  # deleted
            return reader.number()
        case 4:
            return reader.text()
        case 2:  # values as JSON
            return _each(reader, _Reader.sized)
        case 8:
            return _each(reader, _value)
        case _:
            _single(reader, kind)
            return 1


def _each(reader: _Reader, read: Callable[[_Reader], None]) -> int:
    values = reader.count()
    for _ in range(values):
        read(reader)
    return values


def _single(reader: _Reader, kind: int) -> None:
    match kind:
        case 3 | 5:  # bytes, an embedded value as JSON
            reader.sized()
        case 6:  # formatting: a key, and a value as JSON
            reader.sized()
            reader.sized()
        case 7 if reader.number() < _PLAIN_TYPES:
            pass
        case _:
            raise Malformed


def _value(reader: _Reader) -> None:
    """One value, without recursion: `open_` has, for each value around, what is still to come in it."""
    open_: list[tuple[bool, int]] = [(False, 1)]
    while open_:
        keyed, left = open_.pop()
        if not left:
            continue
        open_.append((keyed, left - 1))
        if keyed:
            reader.sized()
        kind = reader.byte()
        if kind in {_OBJECT, _ARRAY}:
            open_.append((kind == _OBJECT, reader.count()))
            if len(open_) > MOST_NESTED:
                raise Malformed
        else:
            _plain(reader, kind)


def _plain(reader: _Reader, kind: int) -> None:
    if kind in {_STRING, _BYTES}:
        reader.sized()
    elif kind == _VAR_INT:
        while reader.byte() & 0x80:
            pass
    elif kind in _FIXED:
        reader.skip(_FIXED[kind])
    else:
        raise Malformed
