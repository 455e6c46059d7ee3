"""What of a document to show, with the words that were found marked, and where they were found."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from msgspec import Struct

from search.ask import typos
from search.port import Document
from search.query import Query, Term
from search.words import fold, stem

LENGTH = 220
EXAMINED = 30_000
MOST_MARKS = 400


class Part(Struct, frozen=True):
    """A piece of text; whoever shows it escapes it."""

    text: str
    marked: bool = False


class Shown(Struct, frozen=True, kw_only=True):
    """`found_in`: title, names, text, or spelling when only similar words were found; at least one."""

    title: list[Part]
    snippet: list[Part]
    found_in: list[str]


class Mark(Struct, frozen=True):
    start: int
    end: int
    term: int


def show(document: Document, query: Query) -> Shown:
    """Exact words first; only when there are none anywhere, similar ones."""
    for loose in (False, True):
        title = marks(document.title, query, loose=loose)
        text = marks(document.text[:EXAMINED], query, loose=loose)
        names = [name for name in document.names if marks(name, query, loose=loose)]
        places = [("title", title), ("names", names), ("text", text)]
        found = [place for place, there in places if there]
        if found:
            break
    return Shown(
        title=parts(document.title, title),
        snippet=_snippet(document, text, names, query, loose=loose),
        found_in=["spelling"] if loose else found,
    )


def _snippet(
    document: Document, text: list[Mark], names: list[str], query: Query, *, loose: bool
) -> list[Part]:
    if not text and names:
        line = ", ".join(names)[:LENGTH]
        return parts(line, marks(line, query, loose=loose))
    start, end = _window(document.text[:EXAMINED], text)
    inside = [Mark(m.start - start, m.end - start, m.term) for m in text if start <= m.start and m.end <= end]
    shown = parts(" ".join(document.text[start:end].split("\n")), inside)
    before = [Part("… ")] if start and shown else []
    return [*before, *shown, *([Part(" …")] if end < len(document.text) else [])]


def _window(text: str, found: list[Mark]) -> tuple[int, int]:
    """The stretch with most different terms, the earliest of those, from word to word."""
    starts = [mark.start for mark in found]
    best, most = 0, 0
    for mark in found:
        near = found[bisect_left(starts, mark.start) : bisect_right(starts, mark.start + LENGTH - 60)]
        if len({m.term for m in near}) > most:
            best, most = mark.start, len({m.term for m in near})
    start = max(0, best - 50)
    if start:
        start = min(best, text.find(" ", start) + 1 or start)
    end = min(len(text), start + LENGTH)
    cut = text.rfind(" ", start + LENGTH // 2, end) if end < len(text) else -1
    return start, cut if cut > 0 else end


def parts(text: str, found: list[Mark]) -> list[Part]:
    """`text` in pieces, marked and not."""
    pieces: list[Part] = []
    at = 0
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        if mark.start >= at:
            pieces += [Part(text[at : mark.start]), Part(text[mark.start : mark.end], marked=True)]
            at = mark.end
    return [piece for piece in [*pieces, Part(text[at:])] if piece.text]


def marks(text: str, query: Query, *, loose: bool = False) -> list[Mark]:
    """Where the terms stand in `text`, in order."""
    folded = fold(text)
    found = [
        Mark(start, end, number)
        for number, term in enumerate(query.terms)
        for start, end in (_similar(folded, term) if loose else _exact(folded, term))
    ]
    return sorted(found, key=lambda mark: mark.start)[:MOST_MARKS]


def _exact(folded: str, term: Term) -> Iterator[tuple[int, int]]:
    pattern = r"[\W_]*".join(_word(root) for root in term.stems)
    for found in re.finditer(pattern, folded):
        if len(term.plain) > 1 or _is(found[0], term):
            yield found.span()


def _is(word: str, term: Term) -> bool:
    plain = term.plain[0]
    return word == plain or stem(word) == term.stems[0] or (term.prefix and word.startswith(plain))


def _word(root: str) -> str:
    """A pattern for words that may have this stem; an ideograph is a word wherever it stands."""
    if _is_ideograph(root):
        return re.escape(root)
    return rf"(?<![^\W_]){re.escape(_root(root))}[^\W_]*"


def _root(root: str) -> str:
    """What every word with this stem begins with: stemming may turn a y into an i, and cuts an e."""
    return root[:-1] if len(root) > 3 and root[-1] == "i" else root  # noqa: PLR2004


def _is_ideograph(word: str) -> bool:
    return len(word) == 1 and ord(word) > 0x3000  # noqa: PLR2004


def _similar(folded: str, term: Term) -> Iterator[tuple[int, int]]:
    if len(term.plain) > 1:
        return
    word = term.plain[0]
    for found in re.finditer(r"[^\W_]{3,80}", folded[:8_000]):
        if within(found[0], word, typos(word)):
            yield found.span()


def within(a: str, b: str, most: int) -> bool:
    """Whether `most` slips (one letter more, less, other, or two swapped) turn `a` into `b`."""
    if abs(len(a) - len(b)) > most:
        return False
    before, row = [0] * (len(b) + 1), list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i] + [0] * len(b)
        for j, y in enumerate(b, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                row[j] = min(row[j], older[j - 2] + 1)
        if min(row) > most:
            return False
    return row[-1] <= most
