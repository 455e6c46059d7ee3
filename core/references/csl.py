"""CSL-JSON: a list of items, one item, or what Crossref's address answers with."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from core.references import identifiers
from core.references.model import Author, BadReference, Reference, author, checked, keywords, words

Item = dict[str, Any]

TYPES = frozenset((
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast",
    "chapter", "classic", "collection", "dataset", "document", "entry", "entry-dictionary",
    "entry-encyclopedia", "event", "figure", "graphic", "hearing", "interview", "legal_case", "legislation",
    "manuscript", "map", "motion_picture", "musical_score", "pamphlet", "paper-conference", "patent",
    "performance", "periodical", "personal_communication", "post", "post-weblog", "regulation", "report",
    "review", "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage",
))  # fmt: skip
_CROSSREF = {
    "journal-article": "article-journal", "proceedings-article": "paper-conference",
    "book-chapter": "chapter", "posted-content": "article", "dissertation": "thesis", "monograph": "book",
}  # fmt: skip
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_SPACE = re.compile(r"[ \t\n\r]*")
# Titles and abstracts of publishers hold a few elements of HTML and JATS.
_MARKUP = re.compile(
    r"</?(?:i|b|em|strong|sub|sup|scp|u|span|p|br|title|sec|italic|bold|jats:[a-z\-]{1,20})(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)

_json = json.JSONDecoder()


def read(text: str) -> Iterator[Reference | BadReference]:
    within = _ITEMS.search(text, 0, 100_000) if text.lstrip().startswith("{") else None
    try:
        if within or text.lstrip().startswith("["):
            yield from _list(text, within.end() if within else text.index("[") + 1)
        else:
            yield _item(_json.decode(text), 1 + text[: text.index("{")].count("\n"))
    except json.JSONDecodeError as fault:
        yield BadReference(fault.lineno, f"The JSON ends or breaks here (column {fault.colno}): {fault.msg}.")
    except (RecursionError, ValueError):
        yield BadReference(1, "This JSON is nested too deep or holds a number that is too long.")


def _list(text: str, at: int) -> Iterator[Reference | BadReference]:
    """Item by item, so that those before a fault in the JSON are not lost."""
    line, counted = 1, 0
    at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
    while not text.startswith("]", at):
        line, counted = line + text.count("\n", counted, at), at
        value, end = _json.raw_decode(text, at)
        yield _item(value, line)
        at = _SPACE.match(text, end).end()  # type: ignore[union-attr]
        if text.startswith(",", at):
            at = _SPACE.match(text, at + 1).end()  # type: ignore[union-attr]
        elif not text.startswith("]", at):
            raise json.JSONDecodeError("a comma or ] is missing", text, at)


def _item(value: object, line: int) -> Reference | BadReference:
    if isinstance(value, dict) and isinstance(value.get("message"), dict):
        value = value["message"]
    if not isinstance(value, dict):
        return BadReference(line, "This is not a record: an object with a title is needed.")
    return checked(_reference(line, value))


def _reference(line: int, item: Item) -> Reference:
    kind = _text(item, "type")
    url = identifiers.url(_text(item, "URL"))
    return Reference(
        line=line,
        title=_plain(_text(item, "title")),
        type=_CROSSREF.get(kind, kind if kind in TYPES else "document"),
        authors=[person for name in _rows(item.get("author")) if (person := _author(name))],
        container_title=_plain(_text(item, "container-title")),
        issued_year=_year(item.get("issued")),
        volume=_text(item, "volume"),
        issue=_text(item, "issue"),
        page=_text(item, "page"),
        doi=identifiers.doi(_text(item, "DOI")) or identifiers.doi_of_address(url),
        pmid=identifiers.pmid(_text(item, "PMID")) or identifiers.pmid_within(_text(item, "note")),
        url=url,
        abstract=_plain(_text(item, "abstract")),
        keywords=_keywords(item),
    )


def _text(item: Item, name: str) -> str:
    """A text, a number, or the first of a list of them, as Crossref has titles."""
    value = item.get(name)
    if isinstance(value, list):
        value = value[0] if value else ""
    return words(str(value) if isinstance(value, int) and not isinstance(value, bool) else value)


def _plain(text: str) -> str:
    return words(html.unescape(_MARKUP.sub("", text)))


def _rows(value: object) -> list[Item]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _author(name: Item) -> Author | None:
    particle = " ".join(
        filter(None, (_text(name, "dropping-particle"), _text(name, "non-dropping-particle")))
    )
    family = _text(name, "family") or _text(name, "literal") or _text(name, "name")
    full = " ".join(filter(None, (particle, family, _text(name, "suffix"))))
    return author(full, _text(name, "given"), identifiers.orcid(_text(name, "ORCID")))


def _year(issued: object) -> int | None:
    if not isinstance(issued, dict):
        return identifiers.year(issued)
    parts = issued.get("date-parts")
    while isinstance(parts, list) and parts:
        parts = parts[0]
    return (
        identifiers.year(parts)
        or identifiers.year(issued.get("raw"))
        or identifiers.year(issued.get("literal"))
    )


def _keywords(item: Item) -> list[str]:
    value = item.get("keyword") or item.get("categories") or item.get("subject")
    if isinstance(value, list):
        return keywords(value)
    text = words(value)
    return keywords(text.split(";" if ";" in text else ","))
