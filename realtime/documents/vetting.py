"""Yjs updates and state vectors as bytes, looked through before the library reads them. Pure.

The library below recurses into values and trusts counts: a value nested deeply enough ends the process, or is
stored and then ends every browser. Format: Yjs' update encoding, version 1, and lib0's values.
"""

from realtime.documents import wire
from realtime.documents.wire import Malformed

MOST_NESTED = 40
_GC, _SKIP = 0, 10
_ORIGIN, _RIGHT, _SUB = 0x80, 0x40, 0x20
_PLAIN_TYPES = 3  # array, map, text; a document of ours has no others
_FIXED = {127: 0, 126: 0, 124: 4, 123: 8, 122: 8, 121: 0, 120: 0}
_VAR_INT, _STRING, _OBJECT, _ARRAY, _BYTES = 125, 119, 118, 117, 116


def vet_update(update: bytes) -> None:
    """Raises Malformed for what is no update, has kinds of content we do not use, or nests too deeply."""
    reader = _Reader(update)
    for _ in range(reader.count()):
        structs = reader.count()
        reader.client()
        reader.number()
        for _ in range(structs):
            _struct(reader)
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

    def id(self) -> None:
        self.client()
        self.number()


def _struct(reader: _Reader) -> None:
    info = reader.byte()
    kind = info & 0x1F
    if kind in {_GC, _SKIP}:
        reader.number()
        return
    if info & _ORIGIN:
        reader.id()
    if info & _RIGHT:
        reader.id()
    if not info & (_ORIGIN | _RIGHT):
        _parent(reader, info)
    _content(reader, kind)


def _parent(reader: _Reader, info: int) -> None:
    if reader.number() == 1:
        reader.sized()
    else:
        reader.id()
    if info & _SUB:
        reader.sized()


def _content(reader: _Reader, kind: int) -> None:
    match kind:
        case 1:  # deleted
            reader.number()
        case 3 | 4 | 5:  # bytes, text, an embedded value as JSON
            reader.sized()
        case 2:  # values as JSON
            for _ in range(reader.count()):
                reader.sized()
        case 6:  # formatting: a key, and a value as JSON
            reader.sized()
            reader.sized()
        case 7:
            if reader.number() >= _PLAIN_TYPES:
                raise Malformed
        case 8:
            for _ in range(reader.count()):
                _value(reader)
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
