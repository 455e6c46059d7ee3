"""What feeds of published cases tell: new cases, new versions, and notices about them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, Row, Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from cases import policy
from cases.freshness import html
from cases.models import Case, Notice, Version
from cases.service.founding import collection_by_slug
from core.policy import GUEST


class FeedEntry(Struct, frozen=True, kw_only=True):
    """A version, or a notice about a case (`notice`: its kind, `reason_html`). `id` is unique.

    A version that is there for its notice is told as the notice. `changed`: when something
    was said of it last.
    """

    id: UUID
    case_id: UUID
    number: int
    title: str
    byline: list[str]
    summary: str
    status: str
    at: datetime
    changed: datetime
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
    """The latest version of each case that is not there for a notice: it is brought up to date by them."""
    last_said = select(func.max(Notice.created_at)).where(Notice.case_id == Version.case_id).scalar_subquery()
    changed = func.coalesce(last_said, Version.created_at).label("changed")
    columns = (Version.id, Version.created_at.label("at"), changed, *_SAID)
    told = select(*columns).join(Case, Case.id == Version.case_id).where(~_says(Version), ~_overtaken())
    return _of(told, collection_id).order_by(Version.id.desc())


def _says(version: type[Version]) -> ColumnElement[bool]:
    """On Version: it is there for its notice, which is an entry of its own."""
    return exists(select(Notice.id).where(Notice.said_in_id == version.id))


def _overtaken() -> ColumnElement[bool]:
    later = aliased(Version)
    newer = select(later.id).where(later.case_id == Version.case_id, later.number > Version.number)
    return exists(newer.where(~_says(later)))


def _notices(collection_id: UUID | None) -> Select[*tuple[Any, ...]]:
    columns = (Notice.id, Notice.created_at.label("at"), Notice.created_at.label("changed"), *_NOTICE, *_SAID)
    said_in = Version.id == func.coalesce(Notice.said_in_id, Notice.version_id)
    told = select(*columns).join(Version, said_in).join(Case, Case.id == Notice.case_id)
    return _of(told, collection_id).order_by(Notice.id.desc())


def _of(told: Select[*tuple[Any, ...]], collection_id: UUID | None) -> Select[*tuple[Any, ...]]:
    told = told.where(policy.visible_to(GUEST), policy.listed())
    return told if collection_id is None else told.where(Case.collection_id == collection_id)


def _of_version(row: Row[Any]) -> FeedEntry:
    return FeedEntry(**_said(row))


def _of_notice(row: Row[Any]) -> FeedEntry:
    return FeedEntry(**_said(row), notice=row.kind, reason_html=html(row.changes) + html(row.reason))


_NOTICE = (Notice.kind, Notice.changes, Notice.reason)
_SAID = (
    Version.case_id,
    Version.number,
    Version.title,
    Version.byline,
    Version.summary,
    Case.status,
)


def _said(row: Row[Any]) -> dict[str, Any]:
    names = ("id", "at", "changed", "case_id", "number", "title", "byline", "summary", "status")
    return {name: getattr(row, name) for name in names}
