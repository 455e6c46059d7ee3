"""The page of search."""

from typing import Annotated, Any

from litestar import Request, Response, Router, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from identity.specialties import SPECIALTIES
from search import service
from search.choice import index_of
from search.errors import SearchAway
from search.port import KINDS
from search.query import LONGEST
from search.routes import MOST_START
from search.service import CONSIDERED, Results
from web.i18n import N_, language
from web.render import page

LABELS = {
    "case": N_("Cases"),
    "thread": N_("Threads"),
    "post": N_("Replies"),
    "article": N_("Articles"),
    "board": N_("Boards"),
    "person": N_("People"),
}
ONE = {
    "case": N_("Case"),
    "thread": N_("Thread"),
    "post": N_("Post"),
    "article": N_("Article"),
    "board": N_("Board"),
    "person": N_("Person"),
}
ICONS = {
    "case": "file-heart",
    "thread": "messages-square",
    "post": "reply",
    "article": "newspaper",
    "board": "list-tree",
    "person": "user-round",
}
REASONS = {
    "title": N_("in the title"),
    "names": N_("in names and keywords"),
    "text": N_("in the text"),
    "spelling": N_("similar spelling"),
}
WORDS: dict[str, object] = {
    "labels": LABELS,
    "one": ONE,
    "icons": ICONS,
    "reasons": REASONS,
    "specialties": SPECIALTIES,
}


@get("/search", opt={"reads": True})
async def search(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    state: State,
    q: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    specialty: Annotated[str, QueryParameter(max_length=60)] = "",
    start: Annotated[int, QueryParameter(ge=0, le=MOST_START)] = 0,
) -> Response[str]:
    """The box, and what was found. A kind that does not exist is all kinds; a query is cut to its length."""
    kind = kind if kind in KINDS else ""
    found, away = Results(query=q[:LONGEST].strip(), results=[], kinds={}, specialties={}), False
    try:
        found = await service.find(
            session,
            viewer,
            index_of(state.settings),
            q=q[:LONGEST],
            kind=kind,
            specialty=specialty,
            start=start,
        )
    except SearchAway:
        away = True
    return page(
        request,
        viewer,
        "search/search.html",
        status=SearchAway.status if away else 200,
        found=found,
        away=away,
        kind=kind,
        specialty=specialty,
        start=start,
        tabs=_tabs(request, viewer, found),
        **WORDS,
    )


def _tabs(request: Request[Any, Any, Any], viewer: Viewer, found: Results) -> list[tuple[str, str, str]]:
    """Label, kind and count of each tab; a count that may be higher has a plus."""
    tongue = language(request, viewer)
    kinds = [
        (tongue(LABELS[kind]), kind, tongue.number(count) + ("+" if count >= CONSIDERED else ""))
        for kind, count in found.kinds.items()
    ]
    many = any(count >= CONSIDERED for count in found.kinds.values())
    total = tongue.number(sum(found.kinds.values())) + ("+" if many else "")
    return [(tongue(N_("All")), "", total), *kinds]


router = Router("/", route_handlers=[search], include_in_schema=False)
