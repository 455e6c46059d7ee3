"""Two texts as what stayed, what was added and what was taken out, word by word. Pure.

What differs is compared part by part up to a bound; still call it off the event loop.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_COMPARED = 1_000_000
"""Products of lengths up to this are compared part by part, beyond it as wholes."""
CONTEXT = 200
"""Characters of what stayed that are shown on each side of a change."""

Op = Literal["same", "added", "removed", "left_out"]


class Part(Struct, frozen=True):
    """`left_out` stands for a long stretch that stayed, of which only the ends are shown."""

    op: Op
    text: str


def compared(old: str, new: str) -> list[Part]:
    """From `old` to `new`; the parts but those added make `old`, the parts but those removed make `new`."""
    return list(_joined(_by_lines(old, new)))


def shortened(parts: list[Part]) -> list[Part]:
    """The same with long stretches that stayed cut to what stands next to changes."""
    last = len(parts) - 1
    return [one for n, part in enumerate(parts) for one in _cut(part, first=n == 0, last=n == last)]


def _by_lines(old: str, new: str) -> Iterator[Part]:
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for op, was, now in _steps(before, after):
        if op == "equal":
            yield Part("same", was)
        else:
            yield from _by_words(was, now)


def _by_words(old: str, new: str) -> Iterator[Part]:
    for op, was, now in _steps(_WORDS.findall(old), _WORDS.findall(new)):
        if op == "equal":
            yield Part("same", was)
        else:
            yield Part("removed", was)
            yield Part("added", now)


def _steps(before: list[str], after: list[str]) -> Iterator[tuple[str, str, str]]:
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    a, b = before[head : len(before) - tail], after[head : len(after) - tail]
    yield "equal", "".join(before[:head]), ""
    if len(a) * len(b) > _COMPARED:
        yield "replace", "".join(a), "".join(b)
    else:
        for op, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
            yield op, "".join(a[i:j]), "".join(b[k:m])
    yield "equal", "".join(before[len(before) - tail :]), ""


def _alike(one: list[str], other: list[str]) -> int:
    """How many parts they begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _joined(parts: Iterable[Part]) -> Iterator[Part]:
    """Without empty parts, neighbours of one kind as one."""
    held: Part | None = None
    for part in parts:
        if not part.text:
            continue
        if held is not None and held.op == part.op:
            held = Part(held.op, held.text + part.text)
        else:
            if held is not None:
                yield held
            held = part
    if held is not None:
        yield held


def _cut(part: Part, *, first: bool, last: bool) -> Iterator[Part]:
    if part.op != "same" or len(part.text) <= 3 * CONTEXT:
        yield part
        return
    if not first:
        yield Part("same", part.text[:CONTEXT])
    yield Part("left_out", "")
    if not last:
        yield Part("same", part.text[-CONTEXT:])
