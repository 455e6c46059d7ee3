"""What is in a shared document, through pycrdt: one root text for each section. Pure.

Nobody's update can delete or replace a root text. pycrdt counts UTF-8 bytes where Yjs counts UTF-16 units.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import SequenceMatcher
from uuid import UUID

from msgspec import Struct
from pycrdt import Doc, Text, merge_updates

from realtime.documents import vetting
from realtime.documents.vetting import Shape

NAME = "section:{}"
_COMPARED = 1_000_000  # products of lengths up to this are compared word by word
_PARTS = re.compile(r"\w+|\W")
_PANIC = "PanicException"  # pyo3's own, which is no Exception

Document = Doc[Text]
Span = tuple[int, int, str]


class Entry(Struct, frozen=True):
    """An update, whose it is, and the Yjs clients it speaks for."""

    person_id: UUID
    update: bytes
    clients: Sequence[int]


class Loaded(Struct, frozen=True):
    """A document as it is stored: the state, and the updates after it in their order."""

    generation: UUID
    seq: int
    state: bytes
    updates: list[bytes]


class NotAnUpdate(Exception):
    """These bytes are no Yjs update."""


def seeded(texts: Mapping[str, str]) -> bytes:
    """The first update of a document: each section with its text."""
    document: Document = Doc()
    for key, text in texts.items():
        if text:
            text_of(document, key).insert(0, text)
    return document.get_update()


def text_of(document: Document, key: str) -> Text:
    return document.get(NAME.format(key), type=Text)


def restored(state: bytes, updates: list[bytes]) -> Document:
    """The document that these bytes make. Raises NotAnUpdate."""
    document: Document = Doc()
    for update in (state, *updates):
        apply(document, update)
    return document


def made_of(loaded: Loaded) -> Document:
    return restored(loaded.state, loaded.updates)


def apply(document: Document, update: bytes) -> None:
    """Raises NotAnUpdate."""
    with _refusals():
        document.apply_update(update)


def difference(document: Document, vector: bytes) -> bytes:
    """What somebody lacks who has the state `vector`. Raises NotAnUpdate for bytes that are none."""
    with _refusals():
        vetting.clocks(vector)
        return document.get_update(vector)


def shape_of(update: bytes) -> Shape:
    """What a stranger's update inserts and builds on. Looks its bytes through. Raises NotAnUpdate."""
    with _refusals():
        return vetting.vet_update(update)


def clients_of(update: bytes) -> list[int]:
    """The Yjs client ids whose insertions the update begins. Raises NotAnUpdate."""
    return shape_of(update).begun


def clocks_of(document: Document) -> dict[int, int]:
    """How far each client has come in the document."""
    return vetting.clocks(document.get_state())


def is_panic(error: BaseException) -> bool:
    """The library below pycrdt gave up: what it was working on is not to be used any more."""
    return type(error).__name__ == _PANIC


def merged(updates: list[bytes]) -> bytes:
    """One update with the content of all. Raises NotAnUpdate."""
    if len(updates) == 1:
        return updates[0]
    with _refusals():
        return merge_updates(*updates)


def edit(document: Document, key: str, text: str) -> bytes | None:
    """Make a section read `text` by the smallest edits found, so that edits of others beside it stay.

    Returns the update, None when it reads so already. May take a while for long texts that differ much.
    """
    section = text_of(document, key)
    before = document.get_state()
    spans = list(_spans(str(section), text))
    if not spans:
        return None
    with document.transaction():
        for start, end, words in reversed(spans):
            if end > start:
                del section[start:end]
            if words:
                section.insert(start, words)
    return document.get_update(before)


@contextmanager
def _refusals() -> Iterator[None]:
    """What pycrdt raises for bytes it cannot read, an Exception or a panic below it, becomes NotAnUpdate."""
    try:
        yield
    except BaseException as error:
        if not isinstance(error, Exception) and not is_panic(error):
            raise
        raise NotAnUpdate from error


def _spans(old: str, new: str) -> Iterator[Span]:
    """(start, end, words) in UTF-8 bytes of `old`, ascending: what to put where."""
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    was, now = old[head : len(old) - tail], new[head : len(new) - tail]
    if not was and not now:
        return
    before, after = _PARTS.findall(was), _PARTS.findall(now)
    if len(before) * len(after) > _COMPARED:
        before, after = was.splitlines(keepends=True), now.splitlines(keepends=True)
    if len(before) * len(after) > _COMPARED:
        before, after = [was], [now]
    offsets = _offsets(before, len(old[:head].encode()))
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield offsets[i], offsets[j], "".join(after[k:m])


def _offsets(parts: list[str], start: int) -> list[int]:
    offsets = [start]
    for part in parts:
        offsets.append(offsets[-1] + len(part.encode()))
    return offsets


def _same(one: str, other: str) -> int:
    """How many characters they begin with alike."""
    for index, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return index
    return min(len(one), len(other))
