"""The owners of what can be found: what a thing says, what there is, and who may see it."""

from collections.abc import Awaitable, Callable, Iterable
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service as cases
from clubs import service as clubs
from core.policy import Viewer
from forums import service as forums
from identity import service as identity
from identity.policy import OPERATOR
from identity.specialties import SPECIALTIES
from search.port import Document

MOST_TEXT = 200_000


class Source(Struct, frozen=True):
    """`document(session, id)`: None is not to be found by anybody.

    `ids(session, after, limit)`: all, in order.
    `visible(session, viewer, ids)`: which of them the viewer may see now, in one query.
    """

    document: Callable[[AsyncSession, UUID], Awaitable[Document | None]]
    ids: Callable[[AsyncSession, UUID | None, int], Awaitable[list[UUID]]]
    visible: Callable[[AsyncSession, Viewer, Iterable[UUID]], Awaitable[set[UUID]]]


def _of_forums(kind: str) -> Source:
    async def document(session: AsyncSession, id_: UUID) -> Document | None:
        found = await forums.document(session, kind=kind, id=id_)  # type: ignore[arg-type]
        if found is None or found.shown != "visible":
            return None
        return Document(
            kind=kind,
            id=id_,
            title=found.title,
            href=found.href,
            text=found.text[:MOST_TEXT],
            specialty=found.specialty or "",
            board_id=str(found.board_id),
            created=int(found.created_at.timestamp()),
        )

    async def ids(session: AsyncSession, after: UUID | None, limit: int) -> list[UUID]:
        return await forums.document_ids(session, kind=kind, after=after, limit=limit)  # type: ignore[arg-type]

    async def visible(session: AsyncSession, viewer: Viewer, wanted: Iterable[UUID]) -> set[UUID]:
        return await forums.visible_ids(session, viewer, kind=kind, ids=wanted)

    return Source(document, ids, visible)


async def _case(session: AsyncSession, id_: UUID) -> Document | None:
    found = await cases.document(session, id_)
    if found is None:
        return None
    return Document(
        kind="case",
        id=id_,
        title=found.title,
        href=f"/cases/{id_}",
        text=found.text[:MOST_TEXT],
        names=[*found.authors, *found.keywords],
        specialty=found.specialty,
        created=int(found.published_at.timestamp()),
    )


async def _cases(session: AsyncSession, after: UUID | None, limit: int) -> list[UUID]:
    return await cases.listed_ids(session, after=after, limit=limit)


async def _visible_cases(session: AsyncSession, viewer: Viewer, ids: Iterable[UUID]) -> set[UUID]:
    return await cases.visible_ids(session, viewer=viewer, ids=ids)


async def _article(session: AsyncSession, id_: UUID) -> Document | None:
    found = await clubs.document(session, article_id=id_)
    if found is None:
        return None
    return Document(
        kind="article",
        id=id_,
        title=found.title,
        href=f"/clubs/articles/{id_}",
        text=found.text[:MOST_TEXT],
        names=[*found.authors[:50], found.container_title, *found.keywords],
        specialty=found.specialty,
        created=int(found.created_at.timestamp()),
    )


async def _articles(session: AsyncSession, after: UUID | None, limit: int) -> list[UUID]:
    return await clubs.article_ids(session, after=after, limit=limit)


async def _visible_articles(session: AsyncSession, viewer: Viewer, ids: Iterable[UUID]) -> set[UUID]:
    return await clubs.visible_ids(session, viewer, ids=ids)


async def _person(session: AsyncSession, id_: UUID) -> Document | None:
    """Name and specialty: what is on the card that guests, too, may open of public authors."""
    if not await identity.visible_ids(session, OPERATOR, ids=[id_]):
        return None
    card = (await identity.people_by_ids(session, [id_]))[id_]
    return Document(
        kind="person",
        id=id_,
        title=card.name,
        href=f"/people/{id_}",
        text=SPECIALTIES.get(card.specialty or "", ""),
        specialty=card.specialty or "",
    )


async def _people(session: AsyncSession, after: UUID | None, limit: int) -> list[UUID]:
    return [card.id for card in await identity.all_cards(session, after=after, limit=limit)]


async def _visible_people(session: AsyncSession, viewer: Viewer, ids: Iterable[UUID]) -> set[UUID]:
    return await identity.visible_ids(session, viewer, ids=ids)


SOURCES: dict[str, Source] = {
    "case": Source(_case, _cases, _visible_cases),
    "thread": _of_forums("thread"),
    "post": _of_forums("post"),
    "article": Source(_article, _articles, _visible_articles),
    "board": _of_forums("board"),
    "person": Source(_person, _people, _visible_people),
}
