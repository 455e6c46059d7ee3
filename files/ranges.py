"""Range requests (RFC 9110, 14): one is served; several, or what cannot be read, get the whole. Pure."""

import re

from msgspec import Struct

_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Part(Struct, frozen=True):
    """From `start` to before `end`."""

    start: int
    end: int


class Unsatisfiable(Exception):
    """No byte of the object lies in the range."""


def part(header: str, length: int) -> Part | None:
    """None: send the whole. Raises Unsatisfiable."""
    found = _ONE.fullmatch(header.strip())
    if found is None or found[1] == found[2] == "":
        return None
    if found[1] == "":
        last = int(found[2])
        if last == 0:
            raise Unsatisfiable
        return Part(max(0, length - last), length)
    start = int(found[1])
    if found[2] and int(found[2]) < start:
        return None
    if start >= length:
        raise Unsatisfiable
    return Part(start, min(int(found[2]) + 1, length) if found[2] else length)
