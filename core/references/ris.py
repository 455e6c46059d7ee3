"""RIS: two letters or digits, two spaces, a hyphen; a record goes from TY to ER."""

import re
from collections.abc import Iterator
from typing import Any

import rispy

from core.references import identifiers
from core.references.model import BadReference, Reference, checked, inverted, keywords, words

Line = tuple[int, list[str]]  # number in the file, the text and what continues it

_TAG = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*)|$)")
TYPES = {
    "JOUR": "article-journal", "EJOUR": "article-journal", "INPR": "article-journal",
    "ABST": "article-journal", "MGZN": "article-magazine", "NEWS": "article-newspaper", "UNPB": "article",
    "BOOK": "book", "EBOOK": "book", "EDBOOK": "book", "CHAP": "chapter", "ECHAP": "chapter",
    "CONF": "paper-conference", "CPAPER": "paper-conference", "THES": "thesis", "RPRT": "report",
    "GOVDOC": "report", "ELEC": "webpage", "BLOG": "post-weblog", "DATA": "dataset", "COMP": "software",
    "STAND": "standard", "SLIDE": "speech",
}  # fmt: skip


def read(text: str) -> Iterator[Reference | BadReference]:
    record: list[Line] = []
    stray = False
    for number, line in enumerate(text.split("\n"), start=1):
        tag, value = _split(line)
        if tag == "TY":
            if record:
                yield _unfinished(record)
            record, stray = [(number, [f"TY  - {value}"])], False
        elif not record:
            if line.strip() and not stray:
                yield BadReference(
                    number, "This line stands outside of a record; records start with `TY  - `."
                )
            stray = stray or bool(line.strip())
        elif tag == "ER":
            yield _record(record)
            record, stray = [], False
        elif tag:
            record.append((number, [f"{tag}  - {value}"]))
        else:
            record[-1][1].append(line.strip())
    if record:
        yield _unfinished(record)


def _split(line: str) -> tuple[str, str]:
    found = _TAG.match(line.strip())
    return (found[1], (found[2] or "").strip()) if found else ("", "")


def _unfinished(record: list[Line]) -> BadReference:
    return BadReference(record[0][0], "This record has no end; its last line must be `ER  - `.")


def _record(lines: list[Line]) -> Reference | BadReference:
    start = lines[0][0]
    text = "\n".join(" ".join(parts) for _, parts in lines) + "\nER  - \n"
    try:
        fields = rispy.loads(text)[0]
    except (IndexError, KeyError, TypeError, ValueError):
        return BadReference(start, "This record cannot be read as RIS.")
    return checked(_reference(start, fields))


def _reference(start: int, fields: dict[str, Any]) -> Reference:
    def first(*names: str) -> str:
        return next((found for name in names if (found := words(fields.get(name)))), "")

    addresses = [address for address in map(words, fields.get("urls") or []) if address]
    names = [*(fields.get("authors") or []), *(fields.get("first_authors") or [])]
    return Reference(
        line=start,
        title=first("title", "primary_title", "short_title"),
        type=TYPES.get(first("type_of_reference").upper(), "document"),
        authors=[person for name in names if (person := inverted(name))],
        container_title=first(
            "journal_name", "alternate_title3", "secondary_title", "alternate_title2", "alternate_title1"
        ),
        issued_year=identifiers.year(first("year", "publication_year", "date")),
        volume=first("volume"),
        issue=first("number"),
        page="-".join(filter(None, (first("start_page"), first("end_page")))),
        doi=identifiers.doi(first("doi"))
        or next(filter(None, map(identifiers.doi_of_address, addresses)), None),
        pmid=_pmid(fields),
        url=next(filter(None, map(identifiers.url, addresses)), None),
        abstract=first("abstract", "notes_abstract"),
        keywords=keywords(fields.get("keywords") or []),
    )


def _pmid(fields: dict[str, Any]) -> str | None:
    base = (words(fields.get("name_of_database")) + words(fields.get("database_provider"))).lower()
    if "pubmed" in base or "medline" in base:
        return identifiers.pmid(words(fields.get("accession_number")))
    notes = " ".join(map(words, fields.get("notes") or []))
    return identifiers.pmid_within(f"{words(fields.get('accession_number'))} {notes}")
