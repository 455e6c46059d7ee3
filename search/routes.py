"""Search as JSON. Titles and snippets come in pieces, plain text each; `marked` ones were looked for."""

from typing import Annotated, Literal

from litestar import Router, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from identity.documented import problems
from search import service
from search.choice import index_of
from search.query import LONGEST
from search.service import CONSIDERED, PAGE, Results

Kind = Literal["", "case", "thread", "post", "article", "board", "person"]
MOST_START = CONSIDERED * 6


@get(
    "/search",
    tags=["search"],
    opt={"reads": True},
    responses=problems(503),
)
async def search(
    *,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    state: State,
    q: Annotated[str, QueryParameter(max_length=LONGEST)] = "",
    kind: FromQuery[Kind] = "",
    specialty: Annotated[str, QueryParameter(max_length=60)] = "",
    start: Annotated[int, QueryParameter(ge=0, le=MOST_START)] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=50)] = PAGE,
) -> Results:
    """What you may see that has all words of `q`; phrases in quotes, the last word may be a beginning."""
    return await service.find(
        session,
        viewer,
        index_of(state.settings),
        q=q,
        kind=kind,
        specialty=specialty,
        start=start,
        limit=limit,
    )


router = Router("", route_handlers=[search])
