"""Taking articles in. Safe to repeat: DOI, PMID or, without either, the title say which is which."""

import hashlib
import re
from collections.abc import Iterable
from uuid import UUID

from msgspec import convert, to_builtins
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from clubs import policy
from clubs.errors import MayNotAddArticles, NoCitation
from clubs.events import ArticleAdded, ArticleChanged
from clubs.models import Article
from clubs.schemas import AbstractSection, Added, ArticleDraft, Details
from core import clock
from core.errors import Invalid
from core.events import publish
from core.ids import new_id
from core.policy import Viewer
from core.references import Reference, parse
from identity.specialties import SPECIALTIES


async def add_article(session: AsyncSession, *, draft: ArticleDraft, added_by: UUID | None = None) -> Added:
    """Add an article, or fill in what the one we have lacks. Asks no policy: see `add_citation`."""
    article_id = new_id()
    values = values_of(draft) | {"id": article_id, "created_at": clock.now(), "added_by": added_by}
    known = await _known(session, draft.reference)
    if known is None:
        made = insert(Article).values(values).on_conflict_do_nothing().returning(Article.id)
        if await session.scalar(made) is not None:
            await publish(session, ArticleAdded(article_id=article_id))
            return Added(id=article_id, outcome="new")
        known = await _known(session, draft.reference)
    if known is None:
        raise Invalid({"citation": "Its DOI and its PMID belong to different articles here."})
    return await _fill_in(session, known, draft)


async def add_citation(session: AsyncSession, viewer: Viewer, *, citation: str, specialty: str = "") -> Added:
    """Add what a reference manager exported. Raises MayNotAddArticles, Invalid."""
    if not policy.may_add(viewer):
        raise MayNotAddArticles
    if specialty and specialty not in SPECIALTIES:
        raise Invalid({"specialty": "Choose a specialty from the list."})
    parsed = parse("", citation.encode(errors="replace"))
    if len(parsed.references) != 1 or parsed.bad:
        said = parsed.bad[0].message if parsed.bad else str(NoCitation.__doc__)
        raise NoCitation({"citation": said})
    draft = ArticleDraft(reference=parsed.references[0], specialty=specialty)
    return await add_article(session, draft=draft, added_by=viewer.person_id)


async def known_articles(session: AsyncSession, pmids: Iterable[str]) -> dict[str, UUID]:
    """The articles we have, by PMID."""
    rows = await session.execute(select(Article.pmid, Article.id).where(Article.pmid.in_(list(pmids))))
    return {row.pmid: row.id for row in rows if row.pmid}


def title_hash(title: str) -> str:
    """The same for titles that differ in case, spaces and punctuation only."""
    return hashlib.sha256(re.sub(r"[\W_]+", " ", title.casefold()).strip().encode()).hexdigest()


async def _known(session: AsyncSession, reference: Reference) -> Article | None:
    """By number first; by title only where the numbers do not say that they are two."""
    by_number: list[ColumnElement[bool]] = []
    if reference.doi:
        by_number.append(Article.doi == reference.doi)
    if reference.pmid:
        by_number.append(Article.pmid == reference.pmid)
    found = await _first(session, or_(*by_number)) if by_number else None
    return found or await _first(session, _same_title(reference))


def _same_title(reference: Reference) -> ColumnElement[bool]:
    same = [Article.title_hash == title_hash(reference.title)]
    if reference.doi:
        same.append(Article.doi.is_(None))
    if reference.pmid:
        same.append(Article.pmid.is_(None))
    return and_(*same)


async def _first(session: AsyncSession, wanted: ColumnElement[bool]) -> Article | None:
    found: Article | None = await session.scalar(
        select(Article).where(wanted).order_by(Article.id).limit(1).with_for_update()
    )
    return found


async def _fill_in(session: AsyncSession, known: Article, draft: ArticleDraft) -> Added:
    """What we have stays; what we lack comes from the draft."""
    values = values_of(draft)
    had, has = convert(known.details, Details), convert(values["details"], Details)
    details = to_builtins(has) | to_builtins(had)
    changed = details != known.details
    known.details = details
    for name in ("doi", "pmid", "container_title", "issued_year", "specialty"):
        if not getattr(known, name) and values[name] and await _is_free(session, name, values[name]):
            setattr(known, name, values[name])
            changed = True
    if changed:
        await session.flush()
        await publish(session, ArticleChanged(article_id=known.id))
    return Added(id=known.id, outcome="changed" if changed else "unchanged")


async def _is_free(session: AsyncSession, name: str, value: object) -> bool:
    if name not in {"doi", "pmid"}:
        return True
    return await session.scalar(select(Article.id).where(getattr(Article, name) == value)) is None


def values_of(draft: ArticleDraft) -> dict[str, object]:
    ref = draft.reference
    abstract = draft.abstract or ([AbstractSection("", ref.abstract)] if ref.abstract else [])
    details = Details(
        type=ref.type,
        authors=ref.authors,
        volume=ref.volume,
        issue=ref.issue,
        page=ref.page,
        url=ref.url,
        keywords=ref.keywords,
        abstract=abstract,
    )
    return {
        "title": ref.title,
        "title_hash": title_hash(ref.title),
        "doi": ref.doi,
        "pmid": ref.pmid,
        "container_title": ref.container_title,
        "issued_year": ref.issued_year,
        "specialty": draft.specialty,
        "details": to_builtins(details),
    }
