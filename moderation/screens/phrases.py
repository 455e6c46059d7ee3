"""Finding the phrases of a lexicon in a reading, in one pass over its words."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from moderation.screens.text import Word

_KEY = 4


class Phrase(Protocol):
    @property
    def words(self) -> tuple[str, ...]: ...


P = TypeVar("P", bound=Phrase)


@dataclass(frozen=True, slots=True)
class Hit(Generic[P]):
    """A phrase found from word `first` to word `last`, both included."""

    phrase: P
    first: int
    last: int


class Phrases(Generic[P]):
    """Phrases by their first word, the longest first."""

    def __init__(self, phrases: Sequence[P]) -> None:
        self.exact: defaultdict[str, list[P]] = defaultdict(list)
        self.prefixed: defaultdict[str, list[P]] = defaultdict(list)
        for phrase in sorted(phrases, key=lambda p: -len(p.words)):
            head = phrase.words[0]
            if head.endswith("*"):
                assert len(head) > _KEY, f"{phrase.words}: a stem needs {_KEY} letters"
                self.prefixed[head[:_KEY]].append(phrase)
            else:
                self.exact[head].append(phrase)

    def found(self, words: Sequence[Word]) -> Iterator[Hit[P]]:
        """Every phrase that stands somewhere; overlapping ones too, longest first at each place."""
        for index, word in enumerate(words):
            for phrase in self._candidates(word.text):
                if matches(words, index, phrase.words):
                    yield Hit(phrase, index, index + len(phrase.words) - 1)

    def _candidates(self, word: str) -> Iterator[P]:
        if word in self.exact:
            yield from self.exact[word]
        if (key := word[:_KEY]) in self.prefixed:
            yield from self.prefixed[key]


def matches(words: Sequence[Word], index: int, wanted: Sequence[str]) -> bool:
    """Whether the words from `index` on are those wanted."""
    if index < 0 or index + len(wanted) > len(words):
        return False
    return all(_fits(words[index + step].text, want) for step, want in enumerate(wanted))


def _fits(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted
