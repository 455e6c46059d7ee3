"""How a version of a published case is cited: as a line of text, or as a file for reference managers."""

import re
from enum import StrEnum

from cases.schemas import PublishedCase
from cases.states import CORRECTIONS, Status
from core.references import Author, Reference, to_bibtex, to_csl, to_ris

VENUE = "Consilium"
RETRACTED = "Retracted: "
CORRECTED = " [Corrected]"
CONCERN = " [Expression of concern]"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class Style(StrEnum):
    APA = "apa"
    VANCOUVER = "vancouver"
    AMA = "ama"
    BIBTEX = "bibtex"
    RIS = "ris"
    CSL = "csl"


def cite(case: PublishedCase, style: Style, *, address: str) -> str:
    """One citation. `address` is the full URL; imported cases are cited by their DOI.

    A retracted case says so before its title, a corrected one after it, in every style and whichever version
    is cited.
    """
    reference = reference_of(case, address)
    if style in LINES:
        return LINES[style](case, reference)
    return FILES[style]([reference])


def reference_of(case: PublishedCase, address: str) -> Reference:
    publication, source = case.publication, case.publication.source
    return Reference(
        title=title_of(case),
        authors=[_author(author.name) for author in publication.authors],
        container_title=source.citation if source else f"{VENUE}, {publication.collection}",
        issued_year=_named_year(source.citation) if source else publication.published_at.year,
        doi=case.doi or None,
        url=doi_address(case) or address,
        keywords=publication.manuscript.keywords,
    )


def title_of(case: PublishedCase) -> str:
    """The title as one line, with what the reader of a citation has to know."""
    title = " ".join(case.publication.manuscript.title.split())
    if case.status == Status.RETRACTED:
        return RETRACTED + title
    return title + _corrected(case) + (CONCERN if case.status == Status.CONCERN else "")


def marked(title: str, status: str) -> str:
    """A title in a list of a case in that state: what a reader has to know before opening it."""
    if status == Status.RETRACTED:
        return RETRACTED + title
    return title + {Status.CORRECTED.value: CORRECTED, Status.CONCERN.value: CONCERN}.get(status, "")


def _corrected(case: PublishedCase) -> str:
    """` [Corrected]` of the version that is, ` [Corrected in version 3]` of those before it."""
    number = case.version.number
    later = [n.said_in for n in case.notices if n.kind in CORRECTIONS and n.said_in and n.said_in > number]
    if later:
        return f" [Corrected in version {max(later)}]"
    return CORRECTED if any(n.kind in CORRECTIONS for n in case.notices) else ""


def version_path(case: PublishedCase) -> str:
    """Where this version stays for good."""
    return f"/cases/{case.id}/versions/{case.version.number}"


def doi_address(case: PublishedCase) -> str:
    """Of the DOI, registered for this version or of the source; empty when there is none."""
    return f"https://doi.org/{case.doi}" if case.doi else ""


def source_address(case: PublishedCase) -> str:
    """Where an imported case was published first; empty for our own."""
    return f"https://doi.org/{case.publication.source.doi}" if case.publication.source else ""


def _apa(case: PublishedCase, reference: Reference) -> str:
    names = [_initials(author) for author in reference.authors]
    who = ", ".join(names[:-1]) + f", & {names[-1]}" if len(names) > 1 else "".join(names)
    version = "" if case.publication.source else f" (Version {case.version.number})"
    lead = f"{who} " if who else ""
    year = reference.issued_year or "n.d."
    title = reference.title.rstrip(".") or reference.title
    return f"{lead}({year}). {title}{version}. {reference.container_title}. {reference.url}"


def _vancouver(case: PublishedCase, reference: Reference) -> str:
    """As ICMJE has it: six authors, then et al."""
    where = [_version(case), f"Available from: {reference.url}"]
    return _numbered(reference, most=6, shown=6, date=_date(case), where=where)


def _ama(case: PublishedCase, reference: Reference) -> str:
    """Three authors where there are more than six."""
    where = [_version(case), f"{reference.url}"]
    return _numbered(reference, most=6, shown=3, date=_date(case), where=where)


def _numbered(reference: Reference, *, most: int, shown: int, date: str, where: list[str]) -> str:
    """Styles that number their references: `Family AB. Title. Venue. Date. Where`, no part empty."""
    names = [_bare(author) for author in reference.authors]
    if len(names) > most:
        names = [*names[:shown], "et al"]
    parts = [", ".join(names), reference.title, reference.container_title, date, *where]
    ended = [part.rstrip(". ") or part for part in parts if part]
    return " ".join(part if part[-1] in "?!" else f"{part}." for part in ended[:-1]) + f" {ended[-1]}"


def _version(case: PublishedCase) -> str:
    return "" if case.publication.source else f"Version {case.version.number}"


def _date(case: PublishedCase) -> str:
    """The day of our own publication. The citation of a source has its year already."""
    if case.publication.source:
        return ""
    day = case.publication.published_at
    return f"{day.year} {MONTHS[day.month - 1]} {day.day}"


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


def _bare(author: Author) -> str:
    """`Okafor AB`; a group keeps its name."""
    given = "".join(part[0] for part in (author.given or "").split())
    return f"{author.family} {given}" if given else author.family


LINES = {Style.APA: _apa, Style.VANCOUVER: _vancouver, Style.AMA: _ama}
FILES = {Style.BIBTEX: to_bibtex, Style.RIS: to_ris, Style.CSL: to_csl}
