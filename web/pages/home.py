"""The first page: what to go on with, what is on today, what waits for one's specialty."""

from datetime import date
from typing import Any

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from markupsafe import Markup
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from cases import policy as cases_policy
from cases import service as cases
from cases.schemas import CaseRow, ReviewRow, WriteUpRow
from cases.states import WRITABLE, ReviewStatus
from core import clock
from core.policy import Viewer
from forums import service as forums
from identity import service as identity
from identity.specialties import SPECIALTIES
from realtime import policy as rooms_policy
from realtime import service as rooms
from realtime.schemas import RoomRow
from web.i18n import language
from web.pages import thread_rows
from web.pages.cases import labels
from web.render import page

AnyRequest = Request[Any, Any, Any]
DUE = frozenset({ReviewStatus.INVITED, ReviewStatus.ACCEPTED})
SHOWN = 5
RECENT = 8
SHELF = 30  # the case of the day is one of so many latest


class Meeting(Struct, frozen=True):
    """A room on the home page: `open` when one may enter now, `host` a name."""

    room: RoomRow
    open: bool
    host: str


@get("/", include_in_schema=False)
async def home(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    """One page for guests, another for people; each with a fixed number of queries."""
    made = await (_own(request, session, viewer) if viewer.signed_in else _open(request, session, viewer))
    return page(request, viewer, "home/home.html", specialties=SPECIALTIES, case_words=labels, **made)


async def _open(request: AnyRequest, session: AsyncSession, viewer: Viewer) -> dict[str, Any]:
    """What everybody may read."""
    threads = await forums.recent_threads(session, viewer, limit=RECENT)
    coming = await rooms.live_and_upcoming(session, viewer, limit=1)
    cards = await identity.people_by_ids(session, {room.host_id for room in coming})
    return {
        "threads": await _rows(request, session, viewer, threads),
        "cases": await cases.published(session, viewer=viewer, limit=3),
        "meetings": [_meeting(room, cards[room.host_id].name) for room in coming],
    }


async def _own(request: AnyRequest, session: AsyncSession, viewer: Viewer) -> dict[str, Any]:
    """What waits for the person, and what is on."""
    coming = await rooms.live_and_upcoming(session, viewer, limit=3)
    cards = await identity.people_by_ids(session, {room.host_id for room in coming} | {_me(viewer)})
    specialty = cards[_me(viewer)].specialty
    unread = await forums.unread_followed(session, viewer, limit=SHOWN)
    waiting = await forums.waiting_questions(session, viewer, specialty=specialty, limit=SHOWN)
    rows = await _rows(request, session, viewer, [*unread, *waiting])
    return {
        "reviews": _due(await cases.my_reviews(session, viewer=viewer)),
        "write_ups": _to_write(await cases.my_write_ups(session, viewer=viewer)),
        "unread": rows[: len(unread)],
        "waiting": rows[len(unread) :],
        "specialty": SPECIALTIES.get(specialty or "", ""),
        "meetings": [_meeting(room, cards[room.host_id].name) for room in coming],
        "case": case_of(await cases.published(session, viewer=viewer, limit=SHELF), clock.now().date()),
        "may_schedule": rooms_policy.may_schedule(viewer),
        "may_write": cases_policy.may_write_up(viewer),
    }


def case_of(latest: list[CaseRow], day: date) -> CaseRow | None:
    """The case of the day: each of the latest has its turn. None for what is doubted or retracted."""
    sound = [case for case in latest if case.status not in {"concern", "retracted"}]
    return sound[day.toordinal() % len(sound)] if sound else None


def _meeting(room: RoomRow, host: str) -> Meeting:
    return Meeting(room, rooms_policy.doors_open(room, clock.now()), host)


def _due(reviews: list[ReviewRow]) -> list[ReviewRow]:
    """Those that are not handed in, the most urgent first."""
    return sorted((r for r in reviews if r.status in DUE), key=lambda review: review.due_on)[:SHOWN]


def _to_write(write_ups: list[WriteUpRow]) -> list[WriteUpRow]:
    """Those that wait for their authors."""
    return [w for w in write_ups if w.authorship == "invited" or w.status in WRITABLE][:SHOWN]


async def _rows(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, threads: list[Any]
) -> list[Markup]:
    return await thread_rows.rows(session, language(request, viewer).code, threads)


def _me(viewer: Viewer) -> Any:
    return viewer.person_id


router = Router("/", route_handlers=[home], include_in_schema=False)
