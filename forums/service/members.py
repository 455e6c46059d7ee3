"""What only those who manage boards see and do: every board, and who reads the private ones."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from forums.errors import BoardNotFound, BoardNotPrivate
from forums.models import Board, BoardMember, Visibility
from forums.schemas import BoardView
from forums.service.boards import must_manage, recorded
from forums.service.gate import BOARD_COLUMNS
from identity import service as identity
from identity.errors import PersonNotFound


async def managed_boards(session: AsyncSession, viewer: Viewer) -> list[BoardView]:
    """All boards, also those one may not read, by place among their siblings. Raises MayNotManageBoards."""
    must_manage(viewer)
    rows = await session.execute(select(*BOARD_COLUMNS).order_by(Board.position, Board.name).limit(500))
    return [BoardView(**row) for row in rows.mappings()]


async def managed_board(session: AsyncSession, viewer: Viewer, *, board_id: UUID) -> BoardView:
    """One of them. Raises MayNotManageBoards, BoardNotFound."""
    must_manage(viewer)
    rows = await session.execute(select(*BOARD_COLUMNS).where(Board.id == board_id))
    row = rows.mappings().one_or_none()
    if row is None:
        raise BoardNotFound
    return BoardView(**row)


async def members(
    session: AsyncSession, viewer: Viewer, *, board_id: UUID, after: UUID | None = None, limit: int = 100
) -> list[UUID]:
    """People admitted to a board, by id; `after` is the last one seen. Raises MayNotManageBoards."""
    must_manage(viewer)
    admitted = select(BoardMember.person_id).where(BoardMember.board_id == board_id)
    if after is not None:
        admitted = admitted.where(BoardMember.person_id > after)
    return list(await session.scalars(admitted.order_by(BoardMember.person_id).limit(limit)))


async def members_among(
    session: AsyncSession, viewer: Viewer, *, board_id: UUID, person_ids: Iterable[UUID]
) -> set[UUID]:
    """Those of them who were admitted to a board. Raises MayNotManageBoards."""
    must_manage(viewer)
    admitted = select(BoardMember.person_id).where(BoardMember.board_id == board_id)
    return set(await session.scalars(admitted.where(BoardMember.person_id.in_(set(person_ids)))))


async def admit(session: AsyncSession, viewer: Viewer, *, board_id: UUID, person_id: UUID) -> None:
    """Let a person read a private board.

    Raises MayNotManageBoards, BoardNotFound, BoardNotPrivate, PersonNotFound.
    """
    board = await managed_board(session, viewer, board_id=board_id)
    if board.visibility != Visibility.PRIVATE:
        raise BoardNotPrivate
    if not await identity.visible_ids(session, viewer, ids=[person_id]):
        raise PersonNotFound(person_id=str(person_id))
    row = {"board_id": board_id, "person_id": person_id}
    await session.execute(insert(BoardMember).values(row).on_conflict_do_nothing())
    await recorded(session, viewer, board_id, "board.admit", person_id=str(person_id))


async def expel(session: AsyncSession, viewer: Viewer, *, board_id: UUID, person_id: UUID) -> None:
    """The opposite of `admit`; nothing when the person was not admitted. Raises MayNotManageBoards."""
    must_manage(viewer)
    mine = (BoardMember.board_id == board_id, BoardMember.person_id == person_id)
    gone = delete(BoardMember).where(*mine).returning(BoardMember.person_id)
    if await session.scalar(gone) is not None:
        await recorded(session, viewer, board_id, "board.expel", person_id=str(person_id))
