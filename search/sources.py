"""The owners of what can be found: what a thing says, what there is, and who may see it."""

from collections.abc import Awaitable, Callable, Iterable
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service as cases
from cases.service import CaseDocument
from cases.service import reading as case_texts
from clubs import service as clubs
from clubs.schemas import ArticleDocument
from core.policy import Viewer
from forums import service as forums
from forums.schemas import Document as Said
from forums.service import documents as forum_texts
from identity import service as identity
from identity.policy import OPERATOR
from identity.schemas import PersonCard
from identity.specialties import SPECIALTIES
from search.port import Document, key_parts

MOST_TEXT = 200_000


class Source(Struct, frozen=True):
    """`documents(session, ids)`: in a fixed number of queries; what is missing nobody is to find.

    `ids(session, after, limit)`: all, in order.
    `visible(session, viewer, ids)`: which of them the viewer may see now, in one query.
    """

    documents: Callable[[AsyncSession, Iterable[UUID]], Awaitable[list[Document]]]
    ids: Callable[[AsyncSession, UUID | None, int], Awaitable[list[UUID]]]
    visible: Callable[[AsyncSession, Viewer, Iterable[UUID]], Awaitable[set[UUID]]]


def _of_forums(kind: str) -> Source:
    async def documents(session: AsyncSession, wanted: Iterable[UUID]) -> list[Document]:
        found = await forum_texts.documents_by_ids(session, kind=kind, ids=wanted)  # type: ignore[arg-type]
        return [_said(kind, one) for one in found.values() if one.shown == "visible"]

    async def ids(session: AsyncSession, after: UUID | None, limit: int) -> list[UUID]:
        return await forums.document_ids(session, kind=kind, after=after, limit=limit)  # type: ignore[arg-type]

    async def visible(session: AsyncSession, viewer: Viewer, wanted: Iterable[UUID]) -> set[UUID]:
        return await forums.visible_ids(session, viewer, kind=kind, ids=wanted)

    return Source(documents, ids, visible)


def _said(kind: str, found: Said) -> Document:
    return Document(
        kind=kind,
        id=found.id,
        title=found.title,
        href=found.href,
        text=found.text[:MOST_TEXT],
        specialty=found.specialty or "",
        board_id=str(found.board_id),
        created=int(found.created_at.timestamp()),
    )


async def _case_documents(session: AsyncSession, ids: Iterable[UUID]) -> list[Document]:
    return [_case(found) for found in (await case_texts.documents_by_ids(session, ids=ids)).values()]


def _case(found: CaseDocument) -> Document:
    return Document(
        kind="case",
        id=found.id,
        title=found.title,
        href=f"/cases/{found.id}",
        text=found.text[:MOST_TEXT],
        names=[*found.authors, *found.keywords],
        specialty=found.specialty,
        created=int(found.published_at.timestamp()),
    )


async def _cases(session: AsyncSession, after: UUID | None, limit: int) -> list[UUID]:
    return await cases.listed_ids(session, after=after, limit=limit)


async def _visible_cases(session: AsyncSession, viewer: Viewer, ids: Iterable[UUID]) -> set[UUID]:
    return await cases.visible_ids(session, viewer=viewer, ids=ids)


async def _article_documents(session: AsyncSession, ids: Iterable[UUID]) -> list[Document]:
    return [_article(found) for found in (await clubs.documents_by_ids(session, ids=ids)).values()]


def _article(found: ArticleDocument) -> Document:
    return Document(
        kind="article",
        id=found.id,
        title=found.title,
        href=f"/clubs/articles/{found.id}",
        text=found.text[:MOST_TEXT],
        names=[*found.authors[:50], found.container_title, *found.keywords],
        specialty=found.specialty,
        created=int(found.created_at.timestamp()),
    )


async def _articles(session: AsyncSession, after: UUID | None, limit: int) -> list[UUID]:
    return await clubs.article_ids(session, after=after, limit=limit)


async def _visible_articles(session: AsyncSession, viewer: Viewer, ids: Iterable[UUID]) -> set[UUID]:
    return await clubs.visible_ids(session, viewer, ids=ids)


async def _person_documents(session: AsyncSession, ids: Iterable[UUID]) -> list[Document]:
    there = await identity.visible_ids(session, OPERATOR, ids=ids)
    return [_person(card) for card in (await identity.people_by_ids(session, there)).values()]


def _person(card: PersonCard) -> Document:
    """Name and specialty: what is on the card that guests, too, may open of public authors."""
    return Document(
        kind="person",
        id=card.id,
        title=card.name,
        href=f"/people/{card.id}",
        text=SPECIALTIES.get(card.specialty or "", ""),
        specialty=card.specialty or "",
    )


async def _people(session: AsyncSession, after: UUID | None, limit: int) -> list[UUID]:
    return [card.id for card in await identity.all_cards(session, after=after, limit=limit)]


async def _visible_people(session: AsyncSession, viewer: Viewer, ids: Iterable[UUID]) -> set[UUID]:
    return await identity.visible_ids(session, viewer, ids=ids)


SOURCES: dict[str, Source] = {
    "case": Source(_case_documents, _cases, _visible_cases),
    "thread": _of_forums("thread"),
    "post": _of_forums("post"),
    "article": Source(_article_documents, _articles, _visible_articles),
    "board": _of_forums("board"),
    "person": Source(_person_documents, _people, _visible_people),
}


async def documents(session: AsyncSession, keys: Iterable[str]) -> dict[str, Document]:
    """What these keys stand for, in a fixed number of queries a kind; nobody is to find what is missing."""
    wanted: dict[str, list[UUID]] = {}
    for key in keys:
        kind, id_ = key_parts(key)
        wanted.setdefault(kind, []).append(id_)
    found = [await SOURCES[kind].documents(session, ids) for kind, ids in wanted.items()]
    return {document.key: document for of_kind in found for document in of_kind}
