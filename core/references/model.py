"""One shape for all formats, close to CSL-JSON."""

import re
from collections.abc import Iterable

from msgspec import Struct

from core.markdown.characters import neutral, without_controls

_LONGEST = {
    "title": 2_000,
    "container_title": 1_000,
    "abstract": 50_000,
    "volume": 50,
    "issue": 50,
    "page": 100,
}
_MOST = {"authors": 10_000, "keywords": 1_000}
_NAME = 300


class Author(Struct, frozen=True, omit_defaults=True):
    """A person, or with no `given` a group. `orcid` is four groups of four with a valid check digit."""

    family: str
    given: str | None = None
    orcid: str | None = None


class Reference(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A cited work. Texts are single lines, `type` is a CSL type, `line` (from 1) is where it starts."""

    title: str
    type: str = "article-journal"
    authors: list[Author] = []
    container_title: str = ""
    issued_year: int | None = None
    volume: str = ""
    issue: str = ""
    page: str = ""
    doi: str | None = None
    pmid: str | None = None
    url: str | None = None
    abstract: str = ""
    keywords: list[str] = []
    line: int = 0


class BadReference(Struct, frozen=True):
    """Why the record at `line` (from 1) of its file could not be read."""

    line: int
    message: str


class Parsed(Struct, frozen=True):
    """What a file gave: the good records in their order, and what is wrong with the others."""

    references: list[Reference]
    bad: list[BadReference]


def words(text: object) -> str:
    """Text as one line: no controls, no direction overrides, single spaces."""
    return neutral(" ".join(without_controls(text).split())) if isinstance(text, str) else ""


def keywords(texts: Iterable[object]) -> list[str]:
    """Each keyword once, in the order given."""
    return list(dict.fromkeys(keyword[:_NAME] for text in texts if (keyword := words(text))))


def author(family: object, given: object = None, orcid: str | None = None) -> Author | None:
    """None when no name is left."""
    last, first = words(family)[:_NAME], words(given)[:_NAME]
    return Author(last or first, first if last and first else None, orcid) if last or first else None


def inverted(name: object) -> Author | None:
    """An author from `Family, Given`; a name without a comma stays whole."""
    family, _, given = words(name).partition(",")
    return author(family, re.sub(r"^,\s*|,\s*$", "", given.strip()))


def checked(reference: Reference) -> Reference | BadReference:
    """The reference, unless it lacks a title or something in it has no sensible length."""
    if not reference.title:
        return BadReference(reference.line, "This record has no title.")
    for field, most in (_LONGEST | _MOST).items():
        if len(getattr(reference, field)) > most:
            unit = "entries" if field in _MOST else "characters"
            name = field.replace("_", " ")
            return BadReference(reference.line, f"The {name} of this record has more than {most:,} {unit}.")
    return reference
