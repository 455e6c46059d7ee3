"""The JSON API of the clubs."""

from typing import Annotated
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncSession

from clubs import service
from clubs.schemas import Added, ArticleRow, ArticleView
from core.policy import Viewer
from identity.documented import problems


class CitationDraft(Struct, rename="camel", forbid_unknown_fields=True):
    """One citation in BibTeX, RIS, NBIB or CSL-JSON."""

    citation: Annotated[str, Meta(min_length=1, max_length=100_000)]
    specialty: Annotated[str, Meta(max_length=60)] = ""


@get("/articles", responses=problems())
async def articles(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    after: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> list[ArticleRow]:
    """The latest first; `after` is the last id you have."""
    return await service.articles(session, viewer, after=after, limit=limit)


@get("/articles/{article_id:uuid}", responses=problems(404))
async def article(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], article_id: FromPath[UUID]
) -> ArticleView:
    """One article's metadata and abstract."""
    return await service.article(session, viewer, article_id=article_id)


@post("/articles", responses=problems(403, 413, 415, 422))
async def add(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], data: JSONBody[CitationDraft]
) -> Added:
    """Add an article; repeated, it answers with the one there is."""
    return await service.add_citation(session, viewer, citation=data.citation, specialty=data.specialty)


router = Router("/clubs", route_handlers=[articles, article, add], tags=["clubs"])
