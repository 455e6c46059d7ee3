"""A text as the screens read it: folded words that remember where they stood in the source.

Case, accents, full-width and look-alike letters, and invisible characters make no difference to a screen;
spans it reports are code-point offsets into the text as it was written. All of it is linear in the text.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_WORD_OR_STAR = re.compile(r"[^\W_]+(?:'[^\W_]+)?\*?|\*")
_BREAK = re.compile(r"[.!?](?=\s)|\n")
_CYRILLIC = (
    "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445"
    "\u0456\u0458\u0455\u04bb\u0501\u04cf"
)
_GREEK = "\u03b1\u03b5\u03c1\u03bf\u03bd\u03b9\u03ba"
_APOSTROPHES = "\u2019\u2018\u02bc`"
_LOOKALIKES = str.maketrans(_CYRILLIC + _GREEK + _APOSTROPHES, "abekmhopctyxijshdl" + "aepovik" + "'" * 4)


@lru_cache(maxsize=4096)
def fold(char: str) -> str:
    """One character as the screens see it: no case, accent, width or look-alike; invisible ones are gone."""
    if unicodedata.category(char) == "Cf":
        return ""
    parts = unicodedata.normalize("NFKD", char).casefold()
    return "".join(c for c in parts if not unicodedata.combining(c)).translate(_LOOKALIKES)


@dataclass(frozen=True, slots=True)
class Word:
    """`start` and `end` are offsets into the source; `sentence` and `quoted` say where the word stands."""

    text: str
    start: int
    end: int
    sentence: int
    quoted: bool


@dataclass(frozen=True)
class Reading:
    source: str
    folded: str
    origin: list[int] | None
    words: list[Word]
    starts: list[int] = field(default_factory=list)

    def at(self, folded_offset: int) -> int:
        """Where in the source a character of `folded` comes from."""
        if self.origin is None:
            return folded_offset
        return self.origin[folded_offset] if folded_offset < len(self.origin) else len(self.source)

    def word_at(self, offset: int) -> int:
        """The index of the first word that starts at or after an offset of the source."""
        return bisect_left(self.starts, offset)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """From the first to the last word, as offsets into the source."""
        return self.words[first].start, self.words[last].end


def read(source: str) -> Reading:
    folded, origin = _fold_all(source)
    breaks = [match.start() for match in _BREAK.finditer(folded)]
    quotes = _quoted_spans(folded)
    words = list(_words(Reading(source, folded, origin, []), breaks, quotes))
    return Reading(source, folded, origin, words, [word.start for word in words])


def _fold_all(source: str) -> tuple[str, list[int] | None]:
    if source.isascii():
        return source.lower(), None
    pieces: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(source):
        piece = fold(char)
        pieces.append(piece)
        origin.extend([index] * len(piece))
    return "".join(pieces), origin


def _words(reading: Reading, breaks: list[int], quotes: list[tuple[int, int]]) -> Iterable[Word]:
    sentence = quote = 0
    for match in _WORD.finditer(reading.folded):
        start, end = match.span()
        while sentence < len(breaks) and breaks[sentence] < start:
            sentence += 1
        while quote < len(quotes) and quotes[quote][1] <= start:
            quote += 1
        quoted = quote < len(quotes) and quotes[quote][0] <= start
        word = match.group().removesuffix("'s")
        yield Word(word, reading.at(start), reading.at(end - 1) + 1, sentence, quoted)


def _quoted_spans(folded: str) -> list[tuple[int, int]]:
    """Lines that quote somebody (Markdown's `>`): they are weighed less, being another person's words."""
    return [match.span() for match in re.finditer(r"^ {0,3}>.*$", folded, re.MULTILINE)]


def tokens(phrase: str) -> tuple[str, ...]:
    """A phrase of the lexicon as words; `*` alone is any word, `stem*` any word that begins so."""
    folded = "".join(fold(char) for char in phrase)
    return tuple(word.removesuffix("'s") for word in _WORD_OR_STAR.findall(folded))
