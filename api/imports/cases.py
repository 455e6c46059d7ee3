"""Case reports: a JSON list of title, abstract, keywords, sections, doi, citation, licence and source.

Or one article as JATS XML, such as we make ourselves.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Any

from msgspec import Meta, Struct, convert
from sqlalchemy.ext.asyncio import AsyncSession

from api.imports.records import Fault, shaped
from cases import jats, service
from cases.schemas import ImportedAuthor, ImportedCase, ImportedSection
from core.references import identifiers

SLOTS = {
    "introduction": "introduction",
    "background": "introduction",
    "discussion": "discussion",
    "timeline": "timeline",
    "clinical findings": "clinical_findings",
    "patient information": "patient_information",
    "follow-up": "follow_up",
    "patient perspective": "patient_perspective",
    "references": "references",
}
_RETRACTED = re.compile(r"^\s*retracted(?: article)?\s*:\s*", re.IGNORECASE)
Filled = Annotated[str, Meta(min_length=1, max_length=200_000)]


class Section(Struct):
    heading: str
    text: str


class Author(Struct):
    name: Filled
    affiliation: str = ""


class Report(Struct):
    """What a record must have; other members are left alone."""

    title: Filled
    doi: Filled
    citation: Filled
    licence: Filled
    source: Filled
    sections: Annotated[list[Section], Meta(min_length=1, max_length=200)]
    abstract: str = ""
    keywords: str = ""
    specialty: str = ""
    authors: list[Author] = []


def records(text: str) -> Iterator[tuple[int, ImportedCase] | Fault]:
    return iter([_article(text)]) if text.lstrip().startswith("<") else shaped(text, _case)


async def take(session: AsyncSession, report: ImportedCase) -> str:
    return (await service.import_published(session, report=report)).outcome


def _article(text: str) -> tuple[int, ImportedCase] | Fault:
    try:
        found = jats.read(text.encode())
    except jats.BadJats:
        return Fault(1, "This is no JATS article that could be read in.")
    if identifiers.doi(found.doi) is None:
        return Fault(1, "The article has no DOI.")
    return 1, ImportedCase(
        doi=identifiers.doi(found.doi) or "",
        title=found.title,
        citation=found.citation,
        licence=found.licence,
        source=found.source,
        sections=[_read_section(section) for section in found.sections],
        abstract=escaped(found.abstract),
        keywords=found.keywords,
        specialty=found.specialty,
        authors=[ImportedAuthor(name=name, affiliation=place) for name, place in found.authors],
        retracted=found.status == "retracted",
    )


def _read_section(section: jats.ReadSection) -> ImportedSection:
    if section.key:
        return ImportedSection(body=escaped(section.text), key=section.key)
    return _section(Section(heading=section.heading, text=section.text))


def _case(value: Any) -> ImportedCase:
    """Raises ValidationError or ValueError with the reason."""
    report = convert(value, Report)
    doi = identifiers.doi(report.doi)
    if doi is None:
        raise ValueError(f"{report.doi!r} is not a DOI.")
    return ImportedCase(
        doi=doi,
        title=_RETRACTED.sub("", report.title),
        citation=report.citation,
        licence=report.licence,
        source=report.source,
        sections=[_section(section) for section in report.sections],
        abstract=escaped(report.abstract),
        keywords=[report.keywords] if report.keywords.strip() else [],
        specialty=report.specialty,
        authors=[ImportedAuthor(name=a.name, affiliation=a.affiliation) for a in report.authors],
        retracted=bool(_RETRACTED.match(report.title)),
    )


def _section(section: Section) -> ImportedSection:
    key = SLOTS.get(section.heading.strip().lower(), "")
    return ImportedSection(body=escaped(section.text), key=key, heading="" if key else section.heading)


_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LISTED = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


def escaped(text: str) -> str:
    """Plain text as Markdown that says the same: no sign in it means anything."""
    return _LISTED.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", _SIGNS.sub(r"\\\1", text))
