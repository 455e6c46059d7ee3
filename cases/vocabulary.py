"""Terms that stand in tables of a write-up, in the languages write-ups are written in."""

from collections.abc import Mapping

TERMS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "certainty": {
        "confirmed": {"en": "confirmed", "es": "confirmado", "ar": "مؤكد"},
        "probable": {"en": "probable", "es": "probable", "ar": "مرجح"},
        "possible": {"en": "possible", "es": "posible", "ar": "ممكن"},
        "unlikely": {"en": "unlikely", "es": "poco probable", "ar": "مستبعد"},
        "excluded": {"en": "excluded", "es": "descartado", "ar": "منفي"},
    },
    "right": {
        "right": {"en": "right", "es": "correcta", "ar": "صحيح"},
        "wrong": {"en": "wrong", "es": "incorrecta", "ar": "خطأ"},
    },
}
"""Vocabulary, code of the term, language, word."""

_CODES = {
    name: {word.casefold(): code for code, words in terms.items() for word in words.values()}
    for name, terms in TERMS.items()
}


def code_of(vocabulary: str, word: str) -> str:
    """The code of a term in whatever language it is written; empty when it is none of them."""
    return _CODES[vocabulary].get(" ".join(word.casefold().split()), "")


def words_of(vocabulary: str, language: str) -> dict[str, str]:
    """Code and word of each term in a language; English where there is none."""
    return {code: words.get(language, words["en"]) for code, words in TERMS[vocabulary].items()}
