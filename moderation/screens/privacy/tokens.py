"""A text as words with their case, cut once for all rules that look at words."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from moderation.screens.privacy.lists import plain

_WORD = re.compile(r"(?<![\d_])[^\W\d_]+(?:['’\-–][^\W\d_]+){0,4}")
_OPENS = re.compile(r"(?:^|[.!?:;\n•|]|\d[.)])[\s\"'“«(*_#,-]{0,6}$")
LOOK_BACK = 8


@dataclass(frozen=True, slots=True)
class Token:
    """`key`: lower case, no accents. `opens`: the word begins a sentence, a line or what follows a colon."""

    text: str
    key: str
    start: int
    end: int
    opens: bool

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() and not self.shouted

    @property
    def shouted(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()

    @property
    def lower(self) -> bool:
        return self.text[0].islower()

    @property
    def single(self) -> bool:
        """One capital letter: an initial."""
        return len(self.text) == 1 and self.text.isupper()


class Words:
    """The words of a text. `gap(i)` is what stands between word i and the next one."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language
        self.tokens = [self._token(match) for match in _WORD.finditer(text)]

    def _token(self, match: re.Match[str]) -> Token:
        start, end = match.span()
        word = match.group()
        if word[-2:] in {"'s", "’s", "'S", "’S"}:
            word, end = word[:-2], end - 2
        opens = _OPENS.search(self.text, max(0, start - LOOK_BACK), start) is not None or start == 0
        return Token(word, plain(word), start, end, opens)

    @cached_property
    def starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    def at(self, offset: int) -> int:
        """The index of the first word that starts at or after an offset."""
        return bisect_left(self.starts, offset)

    def gap(self, index: int) -> str:
        """What follows word `index`, up to the next word or 12 characters."""
        here = self.tokens[index].end
        there = self.tokens[index + 1].start if index + 1 < len(self.tokens) else len(self.text)
        return self.text[here : min(there, here + 12)]

    def key(self, index: int) -> str:
        return self.tokens[index].key if 0 <= index < len(self.tokens) else ""
