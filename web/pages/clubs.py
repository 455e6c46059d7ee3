"""Journal clubs: the articles, one article, adding one, opening its discussion."""

from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncSession

from clubs import cases as seeded
from clubs import policy, service
from clubs.errors import ArticleNotFound, MayNotAddArticles
from clubs.schemas import ArticleView
from clubs.service import name_of, reference_of
from core.errors import SignInRequired
from core.policy import Viewer
from core.references import to_bibtex, to_csl, to_ris
from forums import policy as forums_policy
from forums import service as forums
from identity.specialties import SPECIALTIES
from web import forms
from web.forms import FormState
from web.i18n import language
from web.render import page, see_other

AnyRequest = Request[Any, Any, Any]
PAGE = 20


class Style(StrEnum):
    BIBTEX = "bibtex"
    RIS = "ris"
    CSL = "csl"


FILES = {
    Style.BIBTEX: (to_bibtex, "application/x-bibtex", "bib"),
    Style.RIS: (to_ris, "application/x-research-info-systems", "ris"),
    Style.CSL: (to_csl, "application/vnd.citationstyles.csl+json", "json"),
}


class CitationForm(Struct):
    citation: Annotated[str, Meta(min_length=1, max_length=100_000)]


class DiscussionForm(Struct):
    board: UUID


@get("/clubs")
async def clubs(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    after: FromQuery[UUID | None] = None,
) -> Response[str]:
    """The articles people read together, the latest first."""
    rows = await service.articles(session, viewer, after=after, limit=PAGE + 1)
    return page(
        request,
        viewer,
        "clubs/clubs.html",
        rows=rows[:PAGE],
        more=len(rows) > PAGE,
        after=after,
        may_add=policy.may_add(viewer),
        specialties=SPECIALTIES,
    )


@get("/clubs/articles/new")
async def new_article(request: AnyRequest, viewer: NamedDependency[Viewer]) -> Response[str]:
    """The form for a citation."""
    _must_add(viewer)
    return page(request, viewer, "clubs/new.html", form=FormState())


@post("/clubs/articles/new")
async def add_article(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str] | Redirect:
    """Add it, or go to the one there is."""
    _must_add(viewer)
    form = await forms.read(request)
    draft = form.into(CitationForm)
    added = None
    if draft is not None:
        async with form.attempt(session):
            added = await service.add_citation(session, viewer, citation=draft.citation)
    if added is None:
        return page(request, viewer, "clubs/new.html", form=form, status=form.status)
    tongue = language(request, viewer)
    is_new = added.outcome == "new"
    said = tongue("The article is here.") if is_new else tongue("We have this article already.")
    return see_other(request, f"/clubs/articles/{added.id}", said=said)


@get("/clubs/articles/{article_id:uuid}")
async def article(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    article_id: FromPath[UUID],
) -> Response[str]:
    """Card, abstract, citation files, discussion."""
    return await _article_page(request, session, viewer, article_id, FormState())


@post("/clubs/articles/{article_id:uuid}")
async def discuss(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    article_id: FromPath[UUID],
) -> Response[str] | Redirect:
    """Open the discussion on a board."""
    if not viewer.signed_in:
        raise SignInRequired
    form = await forms.read(request)
    draft = form.into(DiscussionForm)
    thread_id = None
    if draft is not None:
        async with form.attempt(session):
            thread_id = await service.open_discussion(
                session, viewer, article_id=article_id, board_id=draft.board
            )
    if thread_id is None:
        return await _article_page(request, session, viewer, article_id, form)
    return see_other(request, f"/threads/{thread_id}")


@get("/clubs/cases/{case_id:uuid}")
async def of_case(session: NamedDependency[AsyncSession], case_id: FromPath[UUID]) -> Redirect:
    """To the article that one of our cases is; its page need not know which."""
    article_id = await seeded.of_case(session, case_id)
    if article_id is None:
        raise ArticleNotFound
    return Redirect(f"/clubs/articles/{article_id}", status_code=303)


@get("/clubs/articles/{article_id:uuid}/cite/{style:str}")
async def cite(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    article_id: FromPath[UUID],
    style: FromPath[Style],
) -> Response[str]:
    """The citation as a file for a reference manager."""
    write, media_type, ending = FILES[style]
    found = await service.article(session, viewer, article_id=article_id)
    return Response(
        write([reference_of(found)]),
        media_type=f"{media_type}; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="article-{article_id.hex[-12:]}.{ending}"',
            "x-content-type-options": "nosniff",
        },
    )


async def _article_page(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, article_id: UUID, form: FormState
) -> Response[str]:
    found = await service.article(session, viewer, article_id=article_id)
    thread = await service.discussion(session, viewer, article_id=article_id)
    boards: list[tuple[str, str]] = []
    if thread is None and policy.may_discuss(viewer):
        seen = await forums.boards(session, viewer)
        boards = [(str(b.id), b.name) for b in seen if forums_policy.may_open_thread(viewer, b)]
    return page(
        request,
        viewer,
        "clubs/article.html",
        status=form.status,
        form=form,
        article=found,
        authors=[name_of(author) for author in found.details.authors],
        elsewhere=elsewhere(found),
        files={"BibTeX": Style.BIBTEX, "RIS": Style.RIS, "CSL-JSON": Style.CSL},
        thread=thread,
        boards=boards,
        specialties=SPECIALTIES,
    )


def elsewhere(found: ArticleView) -> list[tuple[str, str]]:
    """Where the article itself is: what to call it, and its address."""
    places = []
    if found.doi:
        places.append((f"DOI {found.doi}", f"https://doi.org/{quote(found.doi)}"))
    if found.pmid:
        places.append((f"PMID {found.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{found.pmid}/"))
    return places


def _must_add(viewer: Viewer) -> None:
    """Refuse before anything is typed, not after."""
    if not viewer.signed_in:
        raise SignInRequired
    if not policy.may_add(viewer):
        raise MayNotAddArticles


router = Router(
    "/",
    route_handlers=[of_case, clubs, new_article, add_article, article, discuss, cite],
    include_in_schema=False,
)
