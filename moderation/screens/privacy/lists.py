"""The word lists of `moderation/lexicon/privacy`, read once when they are first needed."""

import unicodedata
from functools import lru_cache
from pathlib import Path

from moderation.screens import lexicon

LETTERS = 2
FOLDER = Path(__file__).parent.parent.parent / "lexicon" / "privacy"

_UNJOINED = str.maketrans(
    {"\u2019": "'", "\u2013": "-", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d"}
)


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """Lower case without accents; the length may differ from the word's."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.translate(_UNJOINED)).casefold()
    return "".join(c for c in parts if not unicodedata.combining(c))


@lru_cache
def people() -> frozenset[str]:
    """Every given name and surname."""
    return listed("given") | listed("surnames") | listed("names_world")


@lru_cache
def first_names() -> frozenset[str]:
    """Given names, and those of `names_world`, which does not tell them apart."""
    return listed("given") | listed("names_world")


@lru_cache
def weakly_named() -> frozenset[str]:
    """Frequent names that are words too: Grace, Mark, Hill, Stone."""
    return listed("common_weak") | listed("common_surnames")


@lru_cache
def listed(name: str) -> frozenset[str]:
    """The lines of a list, without comments; what companies sell is allowed, and their names are eponyms."""
    lines = (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#")) | _of_commerce(name)


def _of_commerce(name: str) -> frozenset[str]:
    """Words of the lists that the independence screens keep: a drug is nobody, a company seldom somebody."""
    if name == "allowed":
        said = [text for row in lexicon.rows("products") for text in (row["brand"], row["generic"])]
    elif name == "eponyms":
        said = [text for c in lexicon.companies().values() for text in (c.name, *c.aliases)]
    else:
        return frozenset()
    words = {plain(word.strip("+.,'")) for text in said for word in text.replace("/", " ").split()}
    return frozenset(word for word in words if len(word) > LETTERS)
