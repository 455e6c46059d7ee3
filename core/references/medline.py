"""NBIB, the format PubMed exports: a tag of four places, a hyphen, a value; blank lines between records."""

import re
from collections.abc import Iterator
from itertools import groupby

import nbib

from core.references import identifiers
from core.references.model import Author, BadReference, Reference, author, checked, inverted, keywords, words

Line = tuple[int, str, str]  # number in the file, tag (empty on a continuation), value
Record = dict[str, object]

_LINE = re.compile(r"([A-Z ]{4})([- ])(?: (.*))?$")
# What we use; the library stops at odd dates and ids elsewhere in a record.
_TAGS = {"TI", "AB", "FAU", "CN", "JT", "TA", "DP", "VI", "IP", "PG", "PT", "OT", "MH", "AID"}
_BESIDES = {"LID": "AID", "BTI": "TI", "TT": "TI"}
_DOI_MARK = " [doi]"
_TYPES = {"Preprint": "article", "Book": "book", "Book Chapter": "chapter", "Dataset": "dataset"}


def read(text: str) -> Iterator[Reference | BadReference]:
    numbered = enumerate(text.split("\n"), start=1)
    for blank, lines in groupby(numbered, key=lambda line: not line[1].strip()):
        if not blank:
            yield _record(list(lines))


def _record(lines: list[tuple[int, str]]) -> Reference | BadReference:
    start = lines[0][0]
    scanned: list[Line] = []
    for number, line in lines:
        found = _LINE.match(line)
        if found is None or (found[2] == " " and (found[1].strip() or not scanned)):
            return BadReference(number, "This line has no tag such as `TI  - ` and continues no other.")
        scanned.append((number, found[1].strip(), found[3] or ""))
    try:
        records = nbib.read(_usable(scanned) + "\n\n")
    except (ValueError, nbib.exceptions.MalformedLine, nbib.exceptions.UnknownTagFormat):
        return BadReference(start, "This record cannot be read as NBIB.")
    return checked(_reference(start, records[0] if records else {}, scanned))


def _usable(scanned: list[Line]) -> str:
    """The record again with the tags that matter; what stands in for a missing one takes its name."""
    tags = {tag for _, tag, _ in scanned}
    besides = {other: tag for other, tag in _BESIDES.items() if tag not in tags or tag == "AID"}
    if "FAU" not in tags:
        besides["AU"] = "FAU"
    lines: list[str] = []
    wanted = False
    for _, tag, value in scanned:
        name = besides.get(tag, tag)
        if tag:
            wanted = name in _TAGS and (name != "AID" or value.endswith(_DOI_MARK))
        if wanted:
            lines.append(
                f"{name:<4}- {_name(value)}" if tag == "AU" else f"{name:<4}{'- ' if tag else '  '}{value}"
            )
    return "\n".join(lines)


def _name(value: str) -> str:
    """`Smith JA` as `Smith, JA`."""
    family, _, initials = value.strip().rpartition(" ")
    return f"{family}, {initials}" if family else value


def _reference(start: int, record: Record, scanned: list[Line]) -> Reference:
    kinds = record.get("publication_types")
    return Reference(
        line=start,
        title=words(record.get("title")),
        type=next((_TYPES[kind] for kind in _texts(kinds) if kind in _TYPES), "article-journal"),
        authors=_authors(record, scanned),
        container_title=words(record.get("journal") or record.get("journal_abbreviated")),
        issued_year=identifiers.year(record.get("publication_date")),
        volume=words(record.get("journal_volume")),
        issue=words(record.get("journal_issue")),
        page=words(record.get("pages")),
        doi=identifiers.doi(record.get("doi")),
        pmid=next((identifiers.pmid(value) for _, tag, value in scanned if tag == "PMID"), None),
        abstract=words(record.get("abstract")),
        keywords=keywords([*_texts(record.get("keywords")), *_descriptors(record)]),
    )


def _texts(value: object) -> list[str]:
    return [str(item).lstrip("*") for item in value] if isinstance(value, list) else []


def _descriptors(record: Record) -> list[str]:
    found = record.get("descriptors")
    return [item["descriptor"] for item in found] if isinstance(found, list) else []


def _authors(record: Record, scanned: list[Line]) -> list[Author]:
    people = record.get("authors")
    orcids = _orcids(scanned)
    authors = [inverted(person["author"]) for person in people] if isinstance(people, list) else []
    signed = [
        Author(person.family, person.given, orcids.get(number))
        for number, person in enumerate(authors)
        if person is not None
    ]
    group = author(record.get("corporate_author"))
    return [*signed, group] if group else signed


def _orcids(scanned: list[Line]) -> dict[int, str]:
    """ORCID iDs by the number of the author they follow."""
    leading = "FAU" if any(tag == "FAU" for _, tag, _ in scanned) else "AU"
    found: dict[int, str] = {}
    number = -1
    for _, tag, value in scanned:
        number += tag == leading
        if tag == "AUID" and number >= 0 and (orcid := identifiers.orcid(value)):
            found[number] = orcid
    return found
