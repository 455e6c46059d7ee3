"""Where in the tree boards stand: no circles, not too deep, whatever happens at once."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Sessions, transaction
from core.errors import DomainError
from forums import service
from forums.errors import BoardInItself, BoardNotFound, BoardTooDeep
from forums.models import Board
from forums.schemas import BoardDraft, BoardView
from forums.service.placing import DEEPEST
from identity.policy import OPERATOR
from tests.forums.conftest import MakeBoard


async def move(sessions: Sessions, board: BoardView, parent: UUID | None) -> None:
    draft = BoardDraft(slug=board.slug, name=board.name, parent_id=parent)
    async with transaction(sessions) as session:
        await service.change_board(session, OPERATOR, board_id=board.id, draft=draft)


async def chain(make_board: MakeBoard, count: int, name: str = "level") -> list[BoardView]:
    made: list[BoardView] = []
    for number in range(count):
        made.append(await make_board(f"{name}-{number}", parent_id=made[-1].id if made else None))
    return made


async def test_a_board_never_stands_below_itself_at_any_distance(
    sessions: Sessions, make_board: MakeBoard
) -> None:
    made = await chain(make_board, 3)
    for below in made:
        with pytest.raises(BoardInItself) as refused:
            await move(sessions, made[0], below.id)
        assert "parent_id" in refused.value.fields
    await move(sessions, made[2], made[0].id)


async def test_boards_stand_at_most_five_levels_deep(sessions: Sessions, make_board: MakeBoard) -> None:
    made = await chain(make_board, DEEPEST)
    with pytest.raises(BoardTooDeep):
        await make_board("deeper", parent_id=made[-1].id)
    two = await chain(make_board, 2, "pair")
    with pytest.raises(BoardTooDeep):
        await move(sessions, two[0], made[-2].id)
    await move(sessions, two[0], made[-3].id)


async def test_a_board_that_stays_where_it_is_can_be_changed_however_deep_it_is(
    sessions: Sessions, session: AsyncSession, make_board: MakeBoard
) -> None:
    made = await chain(make_board, DEEPEST)
    top = await make_board("top")
    await session.execute(update(Board).where(Board.id == made[0].id).values(parent_id=top.id))
    await session.commit()
    await move(sessions, made[-1], made[-2].id)


async def test_an_old_circle_can_be_opened(
    sessions: Sessions, session: AsyncSession, make_board: MakeBoard
) -> None:
    made = await chain(make_board, 2)
    other = await make_board("other")
    await session.execute(update(Board).where(Board.id == made[0].id).values(parent_id=made[1].id))
    await session.commit()
    await move(sessions, other, made[0].id)
    await move(sessions, made[0], None)


async def test_there_is_no_place_below_a_board_that_is_not_there(make_board: MakeBoard) -> None:
    with pytest.raises(BoardNotFound):
        await make_board("orphan", parent_id=UUID(int=1))


async def test_two_moves_at_once_close_no_circle(
    sessions: Sessions, session: AsyncSession, make_board: MakeBoard
) -> None:
    for number in range(5):
        one, other = await make_board(f"one-{number}"), await make_board(f"other-{number}")
        results = await asyncio.gather(
            move(sessions, one, other.id), move(sessions, other, one.id), return_exceptions=True
        )
        assert [type(result) for result in results if isinstance(result, DomainError)] == [BoardInItself]
        rows = await session.execute(
            select(Board.id).where(Board.id.in_([one.id, other.id]), Board.parent_id.is_(None))
        )
        assert len(rows.all()) == 1
