"""Finding. No hit is shown or counted before its owner's policy has said that the viewer may see it."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from forums import policy as forums_policy
from search import highlight
from search.highlight import Part
from search.port import KINDS, Filters, Hit, SearchIndex
from search.query import Query, parse
from search.sources import SOURCES

# Of each kind as many of the best hits are checked and counted; who has more than these narrows the search.
CONSIDERED = 50
FEW = 3
PAGE = 20


class Result(Struct, frozen=True, kw_only=True, rename="camel"):
    """One thing found. `found_in` as in search.highlight.Shown."""

    kind: str
    id: UUID
    href: str
    title: list[Part]
    snippet: list[Part]
    found_in: list[str]
    specialty: str
    created: int


class Results(Struct, frozen=True, kw_only=True, rename="camel"):
    """`kinds` and `specialties` count what the viewer may see, up to CONSIDERED a kind.

    `similar`: nothing has these very words, these are like them. `next`: where the next page starts, if any.
    """

    query: str
    results: list[Result]
    kinds: dict[str, int]
    specialties: dict[str, int]
    similar: bool = False
    next: int | None = None


async def find(
    session: AsyncSession,
    viewer: Viewer,
    index: SearchIndex,
    *,
    q: str,
    kind: str = "",
    specialty: str = "",
    start: int = 0,
    limit: int = PAGE,
) -> Results:
    """What the viewer may see and has all words of `q`; best first. Raises SearchAway."""
    query = parse(q)
    if not query.terms:
        return Results(query=query.text, results=[], kinds={}, specialties={})
    boards = await _boards(session, viewer)
    hits, similar = await _hits(session, viewer, index, query, Filters(boards=boards))
    chosen = hits
    if specialty:
        narrowed = Filters(boards=boards, specialty=specialty)
        chosen = await _seen(session, viewer, index, query, narrowed, loose=similar)
    page = [hit for hit in chosen if kind in {"", hit.document.kind}]
    end = start + limit
    return Results(
        query=query.text,
        results=[_result(hit, query) for hit in page[start:end]],
        kinds=_counts([hit.document.kind for hit in chosen], KINDS),
        specialties=_specialties(hit for hit in hits if kind in {"", hit.document.kind}),
        similar=similar and bool(page),
        next=end if len(page) > end else None,
    )


async def _hits(
    session: AsyncSession, viewer: Viewer, index: SearchIndex, query: Query, filters: Filters
) -> tuple[list[Hit], bool]:
    """Exact words, or similar ones when the viewer would see nothing; a few exact hits get company."""
    exact = await _seen(session, viewer, index, query, filters, loose=False)
    if len(exact) >= FEW:
        return exact, False
    like = await _seen(session, viewer, index, query, filters, loose=True)
    known = {hit.document.key for hit in exact}
    return [*exact, *(hit for hit in like if hit.document.key not in known)], not exact


async def _seen(
    session: AsyncSession,
    viewer: Viewer,
    index: SearchIndex,
    query: Query,
    filters: Filters,
    *,
    loose: bool,
) -> list[Hit]:
    hits = await index.search(query, filters=filters, limit=CONSIDERED, loose=loose)
    wanted: dict[str, list[UUID]] = {}
    for hit in hits:
        wanted.setdefault(hit.document.kind, []).append(hit.document.id)
    seen = {kind: await SOURCES[kind].visible(session, viewer, ids) for kind, ids in wanted.items()}
    return [hit for hit in hits if hit.document.id in seen[hit.document.kind]]


async def _boards(session: AsyncSession, viewer: Viewer) -> frozenset[str]:
    return frozenset(str(id_) for id_ in await session.scalars(forums_policy.visible_board_ids(viewer)))


def _result(hit: Hit, query: Query) -> Result:
    document, shown = hit.document, highlight.show(hit.document, query)
    return Result(
        kind=document.kind,
        id=document.id,
        href=document.href,
        title=shown.title,
        snippet=shown.snippet,
        found_in=shown.found_in,
        specialty=document.specialty,
        created=document.created,
    )


def _counts(found: list[str], order: Iterable[str]) -> dict[str, int]:
    counted = Counter(found)
    return {name: counted[name] for name in order if counted[name]}


def _specialties(hits: Iterable[Hit]) -> dict[str, int]:
    return dict(Counter(hit.document.specialty for hit in hits if hit.document.specialty).most_common(15))
