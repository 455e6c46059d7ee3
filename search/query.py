"""What a person typed, as words and phrases. All of it is bounded; there is no syntax to get wrong."""

import re

from msgspec import Struct

from core.markdown.characters import without_controls
from search.words import plain_words, stem

LONGEST = 200
MOST_TERMS = 12
SHORTEST_PREFIX = 2
_PIECES = re.compile(r'"([^"]*)"?|([^\s"]+)')


class Term(Struct, frozen=True):
    """One or more words that stand together, as `plain` and as `stems`. `prefix`: still being typed."""

    plain: tuple[str, ...]
    stems: tuple[str, ...]
    prefix: bool = False


class Query(Struct, frozen=True):
    """All terms must be found. No terms: nothing was asked. `text` is what was asked, trimmed to LONGEST."""

    text: str
    terms: tuple[Term, ...]


def parse(text: str) -> Query:
    """Words, and phrases in quotes. The last word may be the beginning of one, unless a space follows it."""
    asked = without_controls(text)[:LONGEST].replace("“", '"').replace("”", '"').replace("„", '"')
    terms = [term for piece in _PIECES.finditer(asked) if (term := _term(piece, asked)) is not None]
    return Query(" ".join(asked.split()), tuple(dict.fromkeys(terms))[-MOST_TERMS:])


def _term(piece: re.Match[str], asked: str) -> Term | None:
    words = tuple(plain_words(piece[1] or piece[2] or ""))[:MOST_TERMS]
    if not words:
        return None
    typed = piece[2] is not None and piece.end() == len(asked) and len(words) == 1
    stems = tuple(stem(word) or word for word in words)
    return Term(words, stems, prefix=typed and len(words[0]) >= SHORTEST_PREFIX)
