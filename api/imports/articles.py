"""Articles: a JSON list (pmid, title, year, mesh, labelled abstract, conclusion) or a file of citations."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta, Struct, convert
from sqlalchemy.ext.asyncio import AsyncSession

from api.imports.records import Fault, Record, bytes_of, items, shaped, text_of
from clubs import service
from clubs.schemas import AbstractSection, ArticleDraft
from core.references import Reference, identifiers, parse

CONCLUSION = "CONCLUSION"


class Part(Struct):
    text: str
    label: str = ""


class Abstracted(Struct):
    """What a record of the JSON list must have; other members are left alone."""

    pmid: str
    title: Annotated[str, Meta(min_length=1, max_length=2000)]
    abstract: list[Part]
    year: str | int | None = None
    mesh: list[str] = []
    conclusion: str = ""


def records(path: Path) -> Iterator[tuple[int, ArticleDraft] | Fault]:
    """Raises Refused, and UnknownFormat, FileTooLarge, TooManyReferences for files of citations."""
    if path.suffix.lower() == ".json" and _is_abstracted(text := text_of(path)):
        yield from shaped(text, _draft)
        return
    parsed = parse(path.name, bytes_of(path))
    found: list[tuple[int, ArticleDraft] | Fault] = [
        (reference.line, ArticleDraft(reference=reference)) for reference in parsed.references
    ]
    faults = [Fault(bad.line, bad.message) for bad in parsed.bad]
    yield from sorted([*found, *faults], key=lambda one: one.line if isinstance(one, Fault) else one[0])


async def take(session: AsyncSession, draft: ArticleDraft) -> str:
    return (await service.add_article(session, draft=draft)).outcome


def _is_abstracted(text: str) -> bool:
    """Unlike CSL-JSON, whose abstracts are texts; a list that is not JSON gets our words, with its line."""
    first = next(items(text), None)
    if not isinstance(first, Record):
        return text.lstrip().startswith("[") and isinstance(first, Fault)
    return isinstance(first.value, dict) and isinstance(first.value.get("abstract"), list)


def _draft(value: Any) -> ArticleDraft:
    """Raises ValidationError or ValueError with the reason."""
    record = convert(value, Abstracted)
    pmid = identifiers.pmid(record.pmid)
    if pmid is None:
        raise ValueError(f"{record.pmid!r} is not a PMID.")
    sections = [AbstractSection(part.label, part.text) for part in record.abstract]
    if record.conclusion:
        sections.append(AbstractSection(CONCLUSION, record.conclusion))
    reference = Reference(
        title=" ".join(record.title.split()),
        pmid=pmid,
        issued_year=identifiers.year(record.year),
        keywords=record.mesh,
        line=0,
    )
    return ArticleDraft(reference=reference, abstract=sections)
