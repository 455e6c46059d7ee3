"""The hand-curated lists of `moderation/lexicon`, read once: terms by language, products, companies."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from moderation.screens.text import tokens

FOLDER = Path(__file__).parent.parent / "lexicon"
NO_LANGUAGES = frozenset({"companies", "products", "stems", "synonyms", "off_label", "shorteners"})
_SMALL_WORDS = frozenset({"acid", "alfa", "beta", "human", "vaccine", "test", "device", "to", "edge"})


@dataclass(frozen=True)
class Term:
    """One entry of a language's lexicon. It does not count next to the words of `unless_*`."""

    kind: str
    phrase: str
    words: tuple[str, ...]
    strength: int = 1
    unless_before: tuple[tuple[str, ...], ...] = ()
    unless_after: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Product:
    """`brand` is empty for a generic name; `company` is a key of `companies()` or empty."""

    brand: str
    generic: str
    kind: str
    company: str

    @property
    def generic_words(self) -> frozenset[str]:
        """Any of these in the neighbourhood counts as the generic name being given."""
        parts = tokens(self.generic)
        return frozenset(p for p in parts if p not in _SMALL_WORDS) or frozenset(parts)


@dataclass(frozen=True)
class Company:
    key: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    domains: tuple[str, ...]


def rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


@lru_cache
def languages() -> frozenset[str]:
    """Languages that have a promotional lexicon. Products, companies and links are read in every language."""
    return frozenset(path.stem for path in FOLDER.glob("*.tsv")) - NO_LANGUAGES


@lru_cache
def terms(language: str) -> tuple[Term, ...]:
    return tuple(
        Term(
            row["kind"],
            row["phrase"],
            tokens(row["phrase"]),
            int(row["strength"]),
            _phrases(row["unless_before"]),
            _phrases(row["unless_after"]),
        )
        for row in rows(language)
    )


@lru_cache
def companies() -> dict[str, Company]:
    return {
        row["key"]: Company(
            row["key"], row["name"], _split(row["aliases"]), row["kind"], _split(row["domains"])
        )
        for row in rows("companies")
    }


@lru_cache
def domains() -> dict[str, str]:
    """Domain to company key. A host belongs to it when it is the domain or ends in a dot and the domain."""
    return {domain: company.key for company in companies().values() for domain in company.domains}


@lru_cache
def products() -> tuple[Product, ...]:
    return tuple(Product(r["brand"], r["generic"], r["class"], r["company"]) for r in rows("products"))


@lru_cache
def generics() -> dict[str, str]:
    """Generic names and their synonyms to the class they belong to."""
    known = {product.generic: product.kind for product in products()}
    for product in products():
        for part in product.generic.split("-"):
            known.setdefault(part, product.kind)
    return known | {r["name"]: known[r["generic"]] for r in rows("synonyms") if r["generic"] in known}


@lru_cache
def synonyms() -> dict[str, str]:
    return {r["name"]: r["generic"] for r in rows("synonyms")}


@lru_cache
def stems() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """INN stem, class, and the words that end like it by accident; longest stem first."""
    read = ((r["stem"], r["class"], frozenset(_split(r["not"]))) for r in rows("stems"))
    return tuple(sorted(read, key=lambda stem: -len(stem[0])))


@lru_cache
def makers() -> dict[str, frozenset[str]]:
    """Generic name to the companies that sell a brand of it."""
    found: dict[str, set[str]] = {}
    for product in products():
        if product.company:
            found.setdefault(product.generic, set()).add(product.company)
    return {generic: frozenset(keys) for generic, keys in found.items()}


@lru_cache
def off_label() -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """Generic name, the indication as words, the indication as written."""
    return tuple((r["generic"], tokens(r["indication"]), r["indication"]) for r in rows("off_label"))


@lru_cache
def shorteners() -> frozenset[str]:
    return frozenset(r["suffix"] for r in rows("shorteners"))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(",") if part.strip())


def _phrases(cell: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tokens(part) for part in _split(cell))
