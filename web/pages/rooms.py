"""Conferences: what is on, making one, its programme, and the room itself."""

from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Redirect
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock, limits
from core.errors import SignInRequired
from core.policy import Viewer
from forums import service as forums
from identity import service as identity
from realtime import policy, service
from realtime.errors import MayNotSchedule
from realtime.hub import Hub
from realtime.schemas import RoomRow, RoomView
from realtime.turn import ice_servers
from web import forms
from web.forms import FormState
from web.i18n import language
from web.pages.room_words import DURATIONS, AnyRequest, draft_of, speakers_of, statement_of
from web.render import page, see_other

PAGE = 20
SMALL = 20_000


@get("/conferences")
async def conferences(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    after: FromQuery[UUID | None] = None,
) -> Response[str]:
    """What is on now, what comes, what was."""
    hub: Hub = request.app.state.hub
    open_rooms = [] if after else await service.live_and_upcoming(session, viewer)
    past = await service.past(session, viewer, after=after, limit=PAGE + 1)
    people = hub.counts()
    return page(
        request,
        viewer,
        "rooms/conferences.html",
        live=[room for room in open_rooms if _is_live(room, people)],
        coming=[room for room in open_rooms if not _is_live(room, people)],
        past=past[:PAGE],
        more=len(past) > PAGE,
        after=after,
        people=people,
        cards=await identity.people_by_ids(session, {room.host_id for room in [*open_rooms, *past]}),
        may_schedule=policy.may_schedule(viewer),
    )


def _is_live(room: RoomRow, people: dict[UUID, int]) -> bool:
    """Somebody is in, it was opened without a time, or its time has come."""
    return bool(people.get(room.id)) or room.starts_at is None or room.starts_at <= clock.now()


@get("/conferences/new")
async def new_room(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    board_id: FromQuery[UUID | None] = None,
    case_id: FromQuery[UUID | None] = None,
) -> Response[str]:
    """The form, perhaps for a board or a case."""
    _must_schedule(viewer)
    return await _form(request, session, viewer, FormState.of(board_id=board_id, case_id=case_id))


@post("/conferences/new")
async def open_room(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    state: State,
) -> Response[str] | Redirect:
    """Make it and go there."""
    _must_schedule(viewer)
    form = await forms.read(request, max_bytes=SMALL)
    draft, made = draft_of(form), None
    if draft is not None:
        async with form.attempt(session):
            await limits.spend(state.sessions, f"rooms:{viewer.person_id}", limit=20, per_seconds=3600)
            made = await service.schedule(session, viewer, draft=draft)
    if made is None:
        return await _form(request, session, viewer, form)
    return see_other(request, f"/rooms/{made}")


def _must_schedule(viewer: Viewer) -> None:
    if not viewer.signed_in:
        raise SignInRequired
    if not policy.may_schedule(viewer):
        raise MayNotSchedule


async def _form(request: AnyRequest, session: AsyncSession, viewer: Viewer, form: FormState) -> Response[str]:
    _ = language(request, viewer)
    boards = [] if form.text("case_id") else await _boards(session, viewer)
    return page(
        request,
        viewer,
        "rooms/new.html",
        status=form.status,
        form=form,
        boards=boards,
        durations=[(minutes, _.duration(minutes)) for minutes in DURATIONS],
    )


async def _boards(session: AsyncSession, viewer: Viewer) -> list[tuple[str, str]]:
    return [(str(board.id), board.name) for board in await forums.boards(session, viewer)]


@get("/rooms/{room_id:uuid}")
async def room(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    room_id: FromPath[UUID],
) -> Response[str]:
    """The programme, who is in, the way in, and afterwards one's attendance."""
    here = await service.room(session, viewer, room_id=room_id)
    hub: Hub = request.app.state.hub
    members = {member.person: member for member in hub.members(room_id)} if viewer.signed_in else {}
    return page(
        request,
        viewer,
        "rooms/room.html",
        room=here,
        speakers=await speakers_of(session, here),
        members=list(members.values()),
        place=await _place(session, viewer, here),
        attended=await service.attended(session, viewer, room=here) if viewer.signed_in else None,
        doors_open=policy.doors_open(here, clock.now()),
        hosts=policy.may_host(viewer, here),
        begun=_has_begun(here),
    )


def _has_begun(room: RoomRow) -> bool:
    """What is ended before it has begun is cancelled."""
    return room.starts_at is None or room.starts_at <= (room.ended_at or clock.now())


async def _place(session: AsyncSession, viewer: Viewer, here: RoomView) -> tuple[str, str] | None:
    """Name and address of the board the room belongs to; a case is told by its address alone."""
    if here.board_id is None:
        return None
    return next(
        (
            (b.name, f"/boards/{b.slug}")
            for b in await forums.boards(session, viewer)
            if b.id == here.board_id
        ),
        None,
    )


@get("/rooms/{room_id:uuid}/join")
async def join(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    room_id: FromPath[UUID],
) -> Response[str]:
    """Devices and disclosures first, then the room, on one page so that the camera stays on."""
    here = await service.room(session, viewer, room_id=room_id)
    await service.may_stay(session, viewer, room_id=room_id)
    speakers = await speakers_of(session, here)
    hub: Hub = request.app.state.hub
    hub.media.warm()
    return page(
        request,
        viewer,
        "rooms/join.html",
        room=here,
        speakers=speakers,
        hosts=policy.may_host(viewer, here),
        acknowledged=await service.has_acknowledged(
            session, viewer, room_id=room_id, statement=statement_of(speakers)
        ),
    )


class TicketAsked(Struct):
    """`acknowledged`: the person has just confirmed the disclosures on the page."""

    acknowledged: bool = False


class TicketGiven(Struct, rename="camel"):
    ticket: str
    ice_servers: list[dict[str, object]]


@post("/api/realtime/rooms/{room_id:uuid}/ticket", status_code=200)
async def ticket(
    *,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    state: State,
    room_id: FromPath[UUID],
    data: JSONBody[TicketAsked],
) -> Response[TicketGiven]:
    """A ticket for the room's socket. What the disclosures say is the service's word, not the browser's."""
    await limits.spend(state.sessions, f"tickets:{viewer.person_id}", limit=60, per_seconds=60)
    here = await service.room(session, viewer, room_id=room_id)
    statement = statement_of(await speakers_of(session, here))
    if data.acknowledged:
        await service.acknowledge(session, viewer, room_id=room_id, statement=statement)
    given = await service.issue_ticket(session, viewer, room_id=room_id, statement=statement)
    assert viewer.person_id is not None
    servers = ice_servers(state.settings, viewer.person_id)
    return Response(TicketGiven(given, servers), headers={"cache-control": "no-store"})


@post("/rooms/{room_id:uuid}/end")
async def end(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    room_id: FromPath[UUID],
) -> Redirect:
    """The host ends it for everybody, or cancels what has not begun."""
    await service.end(session, viewer, room_id=room_id)
    _ = language(request, viewer)
    begun = _has_begun(await service.room(session, viewer, room_id=room_id))
    said = _("The meeting is over.") if begun else _("The conference is cancelled.")
    return see_other(request, f"/rooms/{room_id}", said=said)


handlers: list[Any] = [conferences, new_room, open_room, room, join, ticket, end]
router = Router("/", route_handlers=handlers, include_in_schema=False)
