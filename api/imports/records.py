"""A file as records, each with the line where it starts and what is wrong with it, if anything."""

import json
from collections.abc import Callable, Iterator, Sequence
from json import JSONDecodeError
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct, ValidationError, convert

from api.serving.errors import Refused

T = TypeVar("T")
MAX_BYTES = 500_000_000
MOST_FAULTS_SHOWN = 50
_BLANK = " \t\r\n"


class Fault(Struct, frozen=True):
    """Why the record at `line` (from 1) was not taken in."""

    line: int
    message: str


class Record(Struct, frozen=True):
    line: int
    value: Any


def shown(path: Path, faults: Sequence[Fault]) -> list[str]:
    """A line for each of the first faults, and how many there are besides."""
    lines = [said(path, fault) for fault in faults[:MOST_FAULTS_SHOWN]]
    more = len(faults) - len(lines)
    return [*lines, f"... and {more} more."] if more else lines


def said(path: Path, fault: Fault) -> str:
    return f"{path}:{fault.line}: {fault.message}"


def bytes_of(path: Path) -> bytes:
    """The file. Raises Refused in the words of a person."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Refused(f"{path} is larger than {MAX_BYTES // 1_000_000} MB: split it.")
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error


def text_of(path: Path) -> str:
    """The file as text, which JSON is in UTF-8. Raises Refused."""
    try:
        return bytes_of(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"{path} is not UTF-8 text: see byte {error.start}.") from error


def items(text: str) -> Iterator[Record | Fault]:
    """The items of a JSON list, one at a time. A break in the syntax ends it with a Fault."""
    decoder = json.JSONDecoder()
    at = _skip(text, 0)
    if text[at : at + 1] != "[":
        yield Fault(line_at(text, at), "A list of records is expected, which begins with [.")
        return
    at, line, counted = _skip(text, at + 1), 1, 0
    while text[at : at + 1] != "]":
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, at = decoder.raw_decode(text, at)
        except (JSONDecodeError, RecursionError) as error:
            yield _syntax(error, line)
            return
        yield Record(line, value)
        at = _skip(text, at)
        if text[at : at + 1] not in {",", "]"}:
            yield Fault(line_at(text, at), "A comma or ] is expected after this record.")
            return
        at = _skip(text, at + 1) if text[at] == "," else at


def shaped(text: str, shape: Callable[[Any], T]) -> Iterator[tuple[int, T] | Fault]:
    """Items as `shape` makes them of their values; what it refuses becomes a Fault with the reason."""
    for item in items(text):
        if isinstance(item, Fault):
            yield item
            continue
        try:
            yield item.line, shape(item.value)
        except (ValidationError, ValueError) as error:
            yield Fault(item.line, f"{error}")


def as_struct(kind: type[T]) -> Callable[[Any], T]:
    return lambda value: convert(value, kind)


def line_at(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANK:
        at += 1
    return at


def _syntax(error: Exception, line: int) -> Fault:
    if isinstance(error, JSONDecodeError):
        return Fault(error.lineno, f"This is not JSON: {error.msg}, column {error.colno}.")
    return Fault(line, "This record is nested too deeply.")
