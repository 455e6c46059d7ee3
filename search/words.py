"""Texts into words, the same way for the index, for queries and for what is marked in results."""

import re
import unicodedata
from functools import cache, lru_cache

import tantivy

LONGEST_WORD = 80
_IDEOGRAPH = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")


def spread(text: str) -> str:
    """Scripts without spaces get them: each ideograph is a word, and a run of them a phrase."""
    return _IDEOGRAPH.sub(r" \1 ", text)


def analyser(*, stem: bool) -> tantivy.TextAnalyzer:
    """Words in lower case without accents; with `stem` English endings are cut off as well."""
    steps = [
        tantivy.Filter.remove_long(LONGEST_WORD),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        *([tantivy.Filter.stemmer("English")] if stem else []),
    ]
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in steps:
        builder = builder.filter(step)
    return builder.build()


@cache
def _kept(*, stem: bool) -> tantivy.TextAnalyzer:
    return analyser(stem=stem)


def plain_words(text: str) -> list[str]:
    return _kept(stem=False).analyze(spread(text))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of one word, or nothing when it is none."""
    found = _kept(stem=True).analyze(word)
    return found[0] if len(found) == 1 else ""


class _Folds(dict[int, str]):
    """Each character in lower case without its accents, where that is one character again."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        bare = unicodedata.normalize("NFKD", character.lower())
        folded = bare[0] if bare and all(unicodedata.combining(c) for c in bare[1:]) else character.lower()
        self[code] = folded if len(folded) == 1 else character
        return self[code]


_FOLDS = _Folds()


def fold(text: str) -> str:
    """`text` in lower case without accents, of the same length, so that places in it stay the same."""
    return text.translate(_FOLDS)
