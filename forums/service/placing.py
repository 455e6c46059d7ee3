"""Where in the tree a board may stand."""

from uuid import UUID

from sqlalchemy import BigInteger, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from forums.errors import BoardInItself, BoardNotFound, BoardTooDeep
from forums.models import Board

DEEPEST = 5
_LOCK = 7_205_401
_TREE = select(Board.id, Board.parent_id)

Parents = dict[UUID, UUID | None]


async def check_place(session: AsyncSession, parent_id: UUID | None, board_id: UUID | None = None) -> None:
    """Whether `board_id`, or a new board, may stand below that parent, at most DEEPEST levels deep.

    Until the transaction ends nobody else changes the tree: two moves at once could close a circle.
    Raises BoardNotFound (the parent), BoardInItself, BoardTooDeep.
    """
    await session.execute(select(func.pg_advisory_xact_lock(literal(_LOCK, BigInteger))))
    parents: Parents = {row.id: row.parent_id for row in await session.execute(_TREE)}
    if parent_id is not None and parent_id not in parents:
        raise BoardNotFound
    above = _above(parents, parent_id)
    if board_id in above:
        raise BoardInItself({"parent_id": str(BoardInItself.__doc__)})
    stays = board_id in parents and parents[board_id] == parent_id
    if not stays and len(above) + _height(parents, board_id) > DEEPEST:
        raise BoardTooDeep({"parent_id": str(BoardTooDeep.__doc__)})


def _above(parents: Parents, board_id: UUID | None) -> list[UUID]:
    """The board and those it stands below; ends also where others stand in a circle."""
    chain: list[UUID] = []
    while board_id is not None and board_id not in chain:
        chain.append(board_id)
        board_id = parents.get(board_id)
    return chain


def _height(parents: Parents, board_id: UUID | None) -> int:
    """How many levels the board and what is below it take; no more than DEEPEST + 1 are counted."""
    height, level = 1, {board_id} - {None}
    while height <= DEEPEST and level:
        level = {child for child, parent in parents.items() if parent in level and child != board_id}
        height += bool(level)
    return height
