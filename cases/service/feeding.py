"""What feeds of published cases tell: new cases, new versions, and notices about them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from cases import policy
from cases.freshness import html
from cases.models import Case, Notice, Version
from cases.service.founding import collection_by_slug
from core.policy import GUEST


class FeedEntry(Struct, frozen=True, kw_only=True):
    """A current version, or a notice about a case (`notice`: its kind, `reason_html`). `id` is unique."""

    id: UUID
    case_id: UUID
    number: int
    title: str
    byline: list[str]
    summary: str
    status: str
    at: datetime
    notice: str = ""
    reason_html: str = ""


class Feed(Struct, frozen=True, kw_only=True):
    """`id` and `name` are of the collection; None and empty for all cases. The latest entry is first."""

    id: UUID | None
    name: str
    entries: list[FeedEntry]


async def feed(session: AsyncSession, *, slug: str | None = None, limit: int = 50) -> Feed:
    """As anybody sees it, of one collection or of all: feed readers sign in nowhere. Three queries at most.

    Raises CollectionNotFound.
    """
    collection = await collection_by_slug(session, slug=slug) if slug is not None else None
    within = collection.id if collection else None
    versions = await session.execute(_versions(within).limit(limit))
    notices = await session.execute(_notices(within).limit(limit))
    entries = [*map(_of_version, versions), *map(_of_notice, notices)]
    return Feed(
        id=within,
        name=collection.name if collection else "",
        entries=sorted(entries, key=lambda entry: entry.at, reverse=True)[:limit],
    )


def _versions(collection_id: UUID | None) -> Select[*tuple[Any, ...]]:
    current = Version.id == Case.current_version_id
    columns = (Version.id, Version.created_at.label("at"), *_SAID)
    return _of(select(*columns).join(Case, current), collection_id).order_by(Case.current_version_id.desc())


def _notices(collection_id: UUID | None) -> Select[*tuple[Any, ...]]:
    columns = (Notice.id, Notice.created_at.label("at"), Notice.kind, Notice.reason, *_SAID)
    told = (
        select(*columns).join(Version, Version.id == Notice.version_id).join(Case, Case.id == Notice.case_id)
    )
    return _of(told, collection_id).order_by(Notice.id.desc())


def _of(told: Select[*tuple[Any, ...]], collection_id: UUID | None) -> Select[*tuple[Any, ...]]:
    told = told.where(policy.visible_to(GUEST), policy.listed())
    return told if collection_id is None else told.where(Case.collection_id == collection_id)


def _of_version(row: Row[Any]) -> FeedEntry:
    return FeedEntry(**_said(row))


def _of_notice(row: Row[Any]) -> FeedEntry:
    return FeedEntry(**_said(row), notice=row.kind, reason_html=html(row.reason))


_SAID = (
    Version.case_id,
    Version.number,
    Version.title,
    Version.byline,
    Version.summary,
    Case.status,
)


def _said(row: Row[Any]) -> dict[str, Any]:
    names = ("id", "at", "case_id", "number", "title", "byline", "summary", "status")
    return {name: getattr(row, name) for name in names}
