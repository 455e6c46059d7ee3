"""Boards in the office: making and changing them, and who reads the private ones."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import SignInRequired
from core.policy import Viewer
from forums import policy
from forums import service as forums
from forums.errors import MayNotManageBoards
from forums.schemas import BoardDraft, BoardView, Visibility, Who
from identity import service as identity
from identity.schemas import NO_NUL
from identity.specialties import SPECIALTIES
from web import forms
from web.forms import FormState
from web.i18n import N_, language
from web.pages.forum_words import AnyRequest, specialty, tree
from web.render import page, see_other

HERE = "/office/boards"
LARGEST = 60_000  # bytes; rules and purpose in any script
MEMBERS = 100
VISIBILITIES = {
    Visibility.PUBLIC: N_("Everybody, also without an account"),
    Visibility.CLINICIANS: N_("Verified clinicians"),
    Visibility.PRIVATE: N_("Only people you admit"),
}
WRITERS = {
    Who.MEMBERS: N_("All members who may read here"),
    Who.CLINICIANS: N_("Verified clinicians"),
    Who.MODERATORS: N_("Moderators only"),
}


class Somebody(Struct):
    person_id: UUID


@get(HERE)
async def boards(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    """The tree of all boards."""
    _require(viewer)
    all_of_them = tree(await forums.managed_boards(session, viewer))
    return page(
        request,
        viewer,
        "forums/office_boards.html",
        top=all_of_them.top,
        children=all_of_them.children,
        visibilities=VISIBILITIES,
        writers=WRITERS,
        specialty=specialty,
    )


@get(f"{HERE}/new")
async def new(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    parent: FromQuery[UUID | None] = None,
) -> Response[str]:
    """The form, perhaps for a board below another."""
    _require(viewer)
    return await _form(request, session, viewer, FormState.of(parent_id=parent))


@post(f"{HERE}/new")
async def create(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str] | Redirect:
    _require(viewer)
    form = await forms.read(request, max_bytes=LARGEST)
    draft = form.into(BoardDraft)
    if draft is not None:
        async with form.attempt(session):
            made = await forums.create_board(session, viewer, draft=draft)
    if form.refused:
        return await _form(request, session, viewer, form)
    _ = language(request, viewer)
    return see_other(request, f"{HERE}/{made.id}", said=_("The board is there."))


@get(f"{HERE}/{{board_id:uuid}}")
async def board(  # noqa: PLR0917
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    board_id: FromPath[UUID],
    q: Annotated[str, QueryParameter(max_length=120, pattern=NO_NUL)] = "",
    after: FromQuery[UUID | None] = None,
) -> Response[str]:
    """A board's form and, when it is private, its members; `q` finds people to admit."""
    return await _show(request, session, viewer, board_id, q=q, after=after)


@post(f"{HERE}/{{board_id:uuid}}")
async def change(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    board_id: FromPath[UUID],
) -> Response[str] | Redirect:
    _require(viewer)
    form = await forms.read(request, max_bytes=LARGEST)
    draft = form.into(BoardDraft)
    if draft is not None:
        async with form.attempt(session):
            await forums.change_board(session, viewer, board_id=board_id, draft=draft)
    if form.refused:
        return await _show(request, session, viewer, board_id, form=form)
    _ = language(request, viewer)
    return see_other(request, f"{HERE}/{board_id}", said=_("The board is saved."))


@post(f"{HERE}/{{board_id:uuid}}/admit")
async def admit(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    board_id: FromPath[UUID],
) -> Response[str] | Redirect:
    _require(viewer)
    admitting = await forms.read(request, max_bytes=LARGEST)
    given = admitting.into(Somebody)
    if given is not None:
        async with admitting.attempt(session):
            await forums.admit(session, viewer, board_id=board_id, person_id=given.person_id)
    if admitting.refused:
        return await _show(request, session, viewer, board_id, admitting=admitting)
    _ = language(request, viewer)
    return see_other(request, f"{HERE}/{board_id}", said=_("The person may read this board now."))


@post(f"{HERE}/{{board_id:uuid}}/expel")
async def expel(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    board_id: FromPath[UUID],
) -> Response[str] | Redirect:
    _require(viewer)
    form = await forms.read(request, max_bytes=LARGEST)
    given = form.into(Somebody)
    if given is None:
        return await _show(request, session, viewer, board_id, admitting=form)
    await forums.expel(session, viewer, board_id=board_id, person_id=given.person_id)
    _ = language(request, viewer)
    return see_other(request, f"{HERE}/{board_id}", said=_("The person may not read this board any more."))


async def _show(
    request: AnyRequest,
    session: AsyncSession,
    viewer: Viewer,
    board_id: UUID,
    *,
    form: FormState | None = None,
    admitting: FormState | None = None,
    q: str = "",
    after: UUID | None = None,
) -> Response[str]:
    _require(viewer)
    here = await forums.managed_board(session, viewer, board_id=board_id)
    members = await forums.members(session, viewer, board_id=board_id, after=after, limit=MEMBERS + 1)
    cards = await identity.people_by_ids(session, members[:MEMBERS])
    found = await identity.find_people(session, viewer, q)
    ids = [one.id for one in found]
    return page(
        request,
        viewer,
        "forums/office_board.html",
        status=max((state.status for state in (form, admitting) if state), default=200),
        board=here,
        readable=bool(await forums.visible_ids(session, viewer, kind="board", ids=[board_id])),
        form=form or _opened(here),
        admitting=admitting or FormState(),
        finding=FormState.of(q=q),
        query=q,
        found=found,
        admitted=await forums.members_among(session, viewer, board_id=board_id, person_ids=ids),
        members=[cards[person_id] for person_id in members[:MEMBERS]],
        more=len(members) > MEMBERS,
        after=after,
        specialty=specialty,
        **await _options(request, session, viewer, here),
    )


def _opened(board: BoardView) -> FormState:
    return FormState.of(**{name: getattr(board, name) for name in BoardDraft.__struct_fields__})


async def _form(request: AnyRequest, session: AsyncSession, viewer: Viewer, form: FormState) -> Response[str]:
    return page(
        request,
        viewer,
        "forums/office_new_board.html",
        status=form.status,
        form=form,
        **await _options(request, session, viewer),
    )


async def _options(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, here: BoardView | None = None
) -> dict[str, list[tuple[str, str]]]:
    """What the selects and radios offer. A board cannot stand below itself or what is below it."""
    lang = language(request, viewer)
    all_of_them = await forums.managed_boards(session, viewer)
    inside = _inside(here, tree(all_of_them).children) if here else set()
    names = sorted(((code, lang(name)) for code, name in SPECIALTIES.items()), key=lambda o: o[1].casefold())
    kept = (here and here.specialty) or ""
    other = [(kept, kept)] if kept and kept not in SPECIALTIES else []
    return {
        "parents": [
            ("", lang(N_("None, it stands at the top"))),
            *((str(board.id), board.name) for board in all_of_them if board.id not in inside),
        ],
        "specialties": [("", lang(N_("None in particular"))), *names, *other],
        "visibilities": [(str(code), lang(label)) for code, label in VISIBILITIES.items()],
        "writers": [(str(code), lang(label)) for code, label in WRITERS.items()],
    }


def _inside(board: BoardView, children: dict[UUID, list[BoardView]]) -> set[UUID]:
    below = (_inside(child, children) for child in children.get(board.id, []))
    return {board.id}.union(*below)


def _require(viewer: Viewer) -> None:
    if not viewer.signed_in:
        raise SignInRequired
    if not policy.may_manage_boards(viewer):
        raise MayNotManageBoards


router = Router(
    "/",
    route_handlers=[boards, new, create, board, change, admit, expel],
    include_in_schema=False,
)
