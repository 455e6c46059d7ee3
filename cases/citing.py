"""How a published case is cited: as a line of text, BibTeX, RIS."""

import re
from enum import StrEnum

from cases.schemas import PublishedCase
from core.references import Author, Reference, to_bibtex, to_ris

VENUE = "Consilium"


class Style(StrEnum):
    APA = "apa"
    BIBTEX = "bibtex"
    RIS = "ris"


def cite(case: PublishedCase, style: Style, *, address: str) -> str:
    """One citation. `address` is the case's full URL; imported cases are cited by their DOI."""
    reference = reference_of(case, address)
    if style is Style.APA:
        return _apa(case, reference)
    return to_bibtex([reference]) if style is Style.BIBTEX else to_ris([reference])


def reference_of(case: PublishedCase, address: str) -> Reference:
    publication, source = case.publication, case.publication.source
    return Reference(
        title=" ".join(publication.manuscript.title.split()),
        authors=[_author(author.name) for author in publication.authors],
        container_title=source.citation if source else f"{VENUE}, {publication.collection}",
        issued_year=_named_year(source.citation) if source else publication.published_at.year,
        doi=source.doi if source else None,
        url=source_address(case) or address,
        keywords=publication.manuscript.keywords,
    )


def source_address(case: PublishedCase) -> str:
    """Where an imported case was published first; empty for our own."""
    return f"https://doi.org/{case.publication.source.doi}" if case.publication.source else ""


def _apa(case: PublishedCase, reference: Reference) -> str:
    names = [_initials(author) for author in reference.authors]
    who = ", ".join(names[:-1]) + f", & {names[-1]}" if len(names) > 1 else "".join(names)
    version = "" if case.publication.source else f" (Version {case.version.number})"
    lead = f"{who} " if who else ""
    year = reference.issued_year or "n.d."
    title = reference.title.rstrip(".")
    return f"{lead}({year}). {title}{version}. {reference.container_title}. {reference.url}"


def _named_year(citation: str) -> int | None:
    """The first year that a citation such as "2009 2 :9388" names."""
    found = re.search(r"\b(1[89]|20)\d\d\b", citation)
    return int(found[0]) if found else None


def _author(name: str) -> Author:
    """The last word is taken for the family name: people write names here as they are called."""
    *given, family = name.split() or [""]
    return Author(family=family, given=" ".join(given) or None)


def _initials(author: Author) -> str:
    given = " ".join(f"{part[0]}." for part in (author.given or "").split())
    return f"{author.family}, {given}" if given else author.family
