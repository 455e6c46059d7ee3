"""The tree of boards."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.events import publish
from core.ids import new_id
from core.policy import Grant, Viewer
from forums import policy
from forums.errors import BoardNotFound, BoardTooOpen, MayNotManageBoards, SlugTaken
from forums.events import BoardChanged
from forums.models import Board, Thread, Visibility
from forums.models import Shown as ThreadShown
from forums.schemas import BoardDraft, BoardView
from forums.service.gate import BOARD_COLUMNS, board_for
from forums.service.placing import check_place

_STRICTNESS = {Visibility.PUBLIC: 0, Visibility.CLINICIANS: 1, Visibility.PRIVATE: 2}


async def create_board(session: AsyncSession, viewer: Viewer, *, draft: BoardDraft) -> BoardView:
    """A new board. Raises MayNotManageBoards, SlugTaken, BoardTooOpen, and what `check_place` refuses."""
    must_manage(viewer)
    await check_place(session, draft.parent_id)
    await _check_openness(session, draft.parent_id, draft.visibility)
    board_id = new_id()
    values = _values(draft) | {"id": board_id}
    made = await session.scalar(
        insert(Board).values(values).on_conflict_do_nothing(index_elements=["slug"]).returning(Board.id)
    )
    if made is None:
        raise SlugTaken(slug=draft.slug)
    await recorded(session, viewer, board_id, "board.create", slug=draft.slug, visibility=draft.visibility)
    return BoardView(**values)


async def change_board(session: AsyncSession, viewer: Viewer, *, board_id: UUID, draft: BoardDraft) -> None:
    """All of a board anew. Raises as `create_board`."""
    must_manage(viewer)
    await check_place(session, draft.parent_id, board_id)
    await _check_openness(session, draft.parent_id, draft.visibility, board_id=board_id)
    taken = select(Board.id).where(Board.slug == draft.slug, Board.id != board_id)
    if await session.scalar(taken) is not None:
        raise SlugTaken(slug=draft.slug)
    changed = update(Board).where(Board.id == board_id).values(_values(draft)).returning(Board.id)
    if await session.scalar(changed) is None:
        raise BoardNotFound
    await recorded(session, viewer, board_id, "board.change", slug=draft.slug, visibility=draft.visibility)


async def boards(session: AsyncSession, viewer: Viewer) -> list[BoardView]:
    """All boards the viewer may see, by place among their siblings, with the time of the last post."""
    latest = (
        select(Thread.last_post_at)
        .where(Thread.board_id == Board.id, Thread.shown == ThreadShown.VISIBLE)
        .order_by(Thread.last_post_id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(*BOARD_COLUMNS, latest.label("last_post_at"))
        .where(policy.boards_visible_to(viewer))
        .order_by(Board.position, Board.name)
        .limit(500)
    )
    return [BoardView(**row) for row in rows.mappings()]


async def board(session: AsyncSession, viewer: Viewer, *, slug: str) -> BoardView:
    """One board by its short name. Raises BoardNotFound."""
    return await board_for(session, viewer, slug=slug)


async def family(
    session: AsyncSession, viewer: Viewer, *, of: BoardView
) -> tuple[BoardView | None, list[BoardView]]:
    """The board directly above and those directly below, as far as the viewer may see them."""
    asked = {"parent": of.parent_id, "self": of.id}
    rows = await session.execute(_family(viewer.person_id, viewer.grants), asked)
    near = [BoardView(**row) for row in rows.mappings()]
    above = next((board for board in near if board.id == of.parent_id), None)
    return above, [board for board in near if board.parent_id == of.id]


@lru_cache(maxsize=1024)
def _family(me: UUID | None, grants: frozenset[Grant]) -> Select[*tuple[Any, ...]]:
    """Built once a person and kept: putting the statement together costs more than sending it."""
    near = or_(Board.id == bindparam("parent"), Board.parent_id == bindparam("self"))
    seen = policy.boards_visible_to(Viewer(person_id=me, grants=grants))
    return select(*BOARD_COLUMNS).where(near, seen).order_by(Board.position, Board.name)


async def _check_openness(
    session: AsyncSession, parent_id: UUID | None, visibility: Visibility, *, board_id: UUID | None = None
) -> None:
    """A board is at least as strict as its parent, and its children as it."""
    if parent_id is not None:
        above = await session.scalar(select(Board.visibility).where(Board.id == parent_id))
        if above is None:
            raise BoardNotFound
        if _STRICTNESS[Visibility(above)] > _STRICTNESS[visibility]:
            raise BoardTooOpen({"visibility": str(BoardTooOpen.__doc__)})
    if board_id is not None:
        below = await session.scalars(select(Board.visibility).where(Board.parent_id == board_id))
        if any(_STRICTNESS[Visibility(child)] < _STRICTNESS[visibility] for child in below):
            raise BoardTooOpen({"visibility": str(BoardTooOpen.__doc__)})


def must_manage(viewer: Viewer) -> None:
    """Raises MayNotManageBoards."""
    if not policy.may_manage_boards(viewer):
        raise MayNotManageBoards


def _values(draft: BoardDraft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in BoardDraft.__struct_fields__}


async def recorded(session: AsyncSession, viewer: Viewer, board_id: UUID, act: str, **detail: object) -> None:
    """Kept in the audit log, and told to whoever keeps something of boards."""
    await audit.record(
        session,
        actor_id=viewer.person_id,
        act=f"forums.{act}",
        subject_kind="board",
        subject_id=board_id,
        detail=detail,
    )
    await publish(session, BoardChanged(board_id=board_id))
