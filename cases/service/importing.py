"""Cases published elsewhere, taken in with their source. Safe to repeat: the DOI says which is which."""

from typing import Literal
from uuid import UUID

from msgspec import Struct, convert
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.care import BY_KEY, keywords_of
from cases.events import CaseChanged, CasePublished
from cases.models import Case, Version
from cases.schemas import FrozenAuthor, FrozenSection, ImportedCase, Manuscript, Publication, Source
from cases.service.amending import take_back
from cases.service.publication import add_version, content_hash
from cases.service.transitions import note
from cases.states import Status
from core import clock
from core.events import publish
from core.ids import new_id
from core.markdown import render

RETRACTED_ELSEWHERE = "The journal that published this report has retracted it."
TITLE = 300


class Imported(Struct, frozen=True, kw_only=True):
    """`outcome`: new, changed (a version was added), or unchanged."""

    id: UUID
    outcome: Literal["new", "changed", "unchanged"]


async def import_published(session: AsyncSession, *, report: ImportedCase) -> Imported:
    """Take a report in or bring it up to date; one that its journal retracted is retracted here too."""
    case = await session.scalar(select(Case).where(Case.doi == report.doi).with_for_update(key_share=True))
    new = case is None
    case = case or await _new(session, report)
    changed = await _bring_up_to_date(session, case, publication_of(report))
    if report.retracted and case.status == Status.PUBLISHED:
        await take_back(session, case, reason=RETRACTED_ELSEWHERE, actor_id=None)
        changed = True
    return Imported(id=case.id, outcome="new" if new else "changed" if changed else "unchanged")


def publication_of(report: ImportedCase) -> Publication:
    """The report as a publication of now. Texts are Markdown; a section without slot keeps its heading."""
    sections = [_frozen(s.key, s.heading, s.body) for s in report.sections if s.body.strip()]
    if report.abstract.strip():
        sections.insert(0, _frozen("abstract", "", report.abstract))
    return Publication(
        manuscript=Manuscript(
            title=" ".join(report.title.split())[:TITLE],
            keywords=keywords_of(",".join(report.keywords)),
            specialty=report.specialty,
            sections=sections,
        ),
        authors=[
            FrozenAuthor(person_id=None, name=a.name, affiliations=[a.affiliation] if a.affiliation else [])
            for a in report.authors
        ],
        collection="",
        licence=report.licence,
        published_at=clock.now(),
        source=Source(doi=report.doi, citation=report.citation, url=report.source),
    )


def _frozen(key: str, heading: str, body: str) -> FrozenSection:
    slot = BY_KEY.get(key)
    known = key if slot is not None and slot.is_markdown else ""
    said = render(body.strip())
    return FrozenSection(
        key=known,
        heading="" if known else heading,
        body=body.strip(),
        html=said.html,
        markdown_version=said.version,
    )


async def _new(session: AsyncSession, report: ImportedCase) -> Case:
    case = Case(
        id=new_id(),
        status=Status.PUBLISHED.value,
        title=" ".join(report.title.split())[:TITLE],
        specialty=report.specialty,
        doi=report.doi,
    )
    session.add(case)
    await session.flush()
    await note(session, case.id, "imported", actor_id=None, detail={"doi": report.doi})
    return case


async def _bring_up_to_date(session: AsyncSession, case: Case, publication: Publication) -> bool:
    """Add a version unless the current one says the same; when it was taken in does not count."""
    kept = await session.scalar(select(Version.content).where(Version.id == case.current_version_id))
    if kept is not None:
        before = convert(kept, Publication)
        same = replace(publication, published_at=before.published_at, notice=before.notice)
        if content_hash(same) == content_hash(before):
            return False
    case.title, case.specialty = publication.manuscript.title, publication.manuscript.specialty
    version = await add_version(session, case, publication)
    await publish(session, CaseChanged(case_id=case.id))
    await publish(
        session,
        CasePublished(case_id=case.id, version_id=version.id, version_number=version.number, author_ids=()),
    )
    return True
