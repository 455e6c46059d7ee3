"""A published case becomes an article of the journal clubs: cases and clubs do not know each other."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from cases import citing
from cases import service as cases
from cases.events import CaseVisibilityChanged
from cases.schemas import PublishedCase
from clubs import cases as clubs
from core.markdown import plain
from core.references import Author


async def on_published(session: AsyncSession, event: Any) -> None:
    """New, corrected, questioned, retracted: the entry says what the citation says."""
    found = await cases.shown_to_all(session, event.case_id)
    if found is not None:
        await clubs.seed(session, _work(found))


async def on_visibility(session: AsyncSession, event: CaseVisibilityChanged) -> None:
    shown = await cases.shown_to_all(session, event.case_id) is not None
    await clubs.follow(session, event.case_id, shown=shown)


def _work(case: PublishedCase) -> clubs.PublishedWork:
    publication = case.publication
    reference = citing.reference_of(case, f"/cases/{case.id}")
    abstract = next((s.body for s in publication.manuscript.sections if s.key == "abstract"), "")
    return clubs.PublishedWork(
        case_id=case.id,
        title=reference.title,
        authors=[Author(author.family[:300] or "?", author.given) for author in reference.authors],
        container_title=reference.container_title[:1000],
        year=reference.issued_year or publication.published_at.year,
        doi=publication.source.doi if publication.source else "",
        abstract=" ".join(plain(abstract).split()),
        specialty=publication.manuscript.specialty,
        keywords=publication.manuscript.keywords,
    )
