"""Telling people, and what they do with it. Callers own the transaction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.errors import SignInRequired
from core.ids import new_id
from core.policy import Viewer
from inbox.errors import NotificationNotFound
from inbox.models import OPEN, Notification
from inbox.schemas import NotificationView
from inbox.subjects import TITLES
from inbox.texts import SAYINGS

COUNTED_TO = 100


async def tell(
    session: AsyncSession,
    *,
    person_ids: Iterable[UUID],
    kind: str,
    link: str,
    subject: tuple[str, UUID] | None = None,
    position: int | None = 0,
    params: dict[str, object] | None = None,
) -> None:
    """Put news into people's inboxes. `kind` is one of inbox.texts.SAYINGS.

    `subject` ("thread", id) gives the saying its title; who may not see it will not see the news. Unread news
    about the same subject are summed up, unless a `position` is not beyond the last one told. The same
    position is told a person once, also after reading. With `position` None each telling counts.
    """
    assert kind in SAYINGS, kind
    wanted = set(person_ids)
    if subject is not None and position is not None and wanted:
        wanted -= await _told(session, wanted, kind, subject[1], position)
    row = {
        "kind": kind,
        "link": link,
        "subject_kind": subject[0] if subject else None,
        "subject_id": subject[1] if subject else None,
        "position": position or 0,
        "params": params or {},
        "told_at": clock.now(),
        "created_at": clock.now(),
        "count": 1,
    }
    rows = [row | {"id": new_id(), "person_id": person_id} for person_id in sorted(wanted)]
    if rows:
        await session.execute(_summed_up(rows, always=position is None))


async def _told(
    session: AsyncSession, person_ids: set[UUID], kind: str, subject_id: UUID, position: int
) -> set[UUID]:
    """Who of them has this news already, read or not: alone in a row, or in a sum that goes further."""
    found = select(Notification.person_id).where(
        Notification.person_id.in_(person_ids),
        Notification.kind == kind,
        Notification.subject_id == subject_id,
        or_(
            Notification.position == position,
            and_(Notification.count > 1, Notification.position > position),
        ),
    )
    return set(await session.scalars(found))


def _summed_up(rows: list[dict[str, Any]], *, always: bool) -> Insert:
    """Looks at the position again, since the same may be told by two at once."""
    news = insert(Notification).values(rows)
    return news.on_conflict_do_update(
        index_elements=["person_id", "kind", "subject_id"],
        index_where=OPEN,
        set_={
            "count": Notification.count + 1,
            "position": news.excluded.position,
            "told_at": news.excluded.told_at,
        },
        where=None if always else Notification.position < news.excluded.position,
    )


def unread_of(person_id: ColumnElement[UUID]) -> ScalarSelect[int]:
    """The same number as a subquery, for the top bar of every page."""
    mine = (Notification.person_id == person_id, Notification.read_at.is_(None))
    return select(func.count(Notification.id)).where(*mine).scalar_subquery()


async def unread_count(session: AsyncSession, person_id: UUID) -> int:
    """How many unread notifications, counted to 100."""
    some = select(Notification.id).where(*_unread(person_id)).limit(COUNTED_TO).subquery()
    return await session.scalar(select(func.count()).select_from(some)) or 0


async def notifications(
    session: AsyncSession, viewer: Viewer, *, after: UUID | None = None, limit: int = 30
) -> list[NotificationView]:
    """The viewer's, the newest first; `after` is the last id seen. Raises SignInRequired.

    What is about something the viewer may not see (any more) is left out; a page may be shorter than `limit`.
    """
    shown, _ = await page(session, viewer, after=after, limit=limit)
    return shown


async def page(
    session: AsyncSession, viewer: Viewer, *, after: UUID | None, limit: int
) -> tuple[list[NotificationView], UUID | None]:
    """The same, and where the next page begins, if there is one."""
    mine = select(Notification).where(Notification.person_id == _person(viewer))
    if after is not None:
        mine = mine.where(Notification.id < after)
    rows = (await session.scalars(mine.order_by(Notification.id.desc()).limit(limit + 1))).all()
    more = rows[limit - 1].id if len(rows) > limit else None
    titles = await _titles(session, viewer, rows[:limit])
    seen = [row for row in rows[:limit] if row.subject_kind is None or row.subject_id in titles]
    return [_view(row, titles) for row in seen], more


async def read_one(session: AsyncSession, viewer: Viewer, *, notification_id: UUID) -> str:
    """Mark as read; returns its link. Raises SignInRequired, NotificationNotFound."""
    mine = (Notification.id == notification_id, Notification.person_id == _person(viewer))
    link = await session.scalar(select(Notification.link).where(*mine))
    if link is None:
        raise NotificationNotFound
    await _read(session, *mine)
    return str(link)


async def read_all(session: AsyncSession, viewer: Viewer) -> None:
    """Mark everything as read. Raises SignInRequired."""
    await _read(session, Notification.person_id == _person(viewer))


async def read_about(session: AsyncSession, *, person_id: UUID, subject_id: UUID) -> None:
    """The person has just seen the thing itself."""
    await _read(session, Notification.person_id == person_id, Notification.subject_id == subject_id)


def _person(viewer: Viewer) -> UUID:
    if viewer.person_id is None:
        raise SignInRequired
    return viewer.person_id


def _unread(person_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return Notification.person_id == person_id, Notification.read_at.is_(None)


async def _read(session: AsyncSession, *which: ColumnElement[bool]) -> None:
    unread = update(Notification).where(*which, Notification.read_at.is_(None))
    await session.execute(unread.values(read_at=clock.now()).execution_options(synchronize_session=False))


async def _titles(
    session: AsyncSession, viewer: Viewer, rows: Sequence[Notification]
) -> dict[UUID | None, str]:
    """Of the subjects the viewer may see. A query for each kind of subject."""
    wanted: defaultdict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        if row.subject_kind is not None and row.subject_id is not None:
            wanted[row.subject_kind].add(row.subject_id)
    found: dict[UUID | None, str] = {}
    for kind, ids in wanted.items():
        found.update((await TITLES[kind](session, viewer, ids)).items())
    return found


def _view(row: Notification, titles: dict[UUID | None, str]) -> NotificationView:
    values: dict[str, Any] = dict(row.params)
    if row.subject_id in titles:
        values["title"] = titles[row.subject_id]
    return NotificationView(
        id=row.id,
        kind=row.kind,
        link=row.link,
        count=row.count,
        values=values,
        told_at=row.told_at,
        read=row.read_at is not None,
    )
