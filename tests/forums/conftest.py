"""Boards to write on."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Grant, Role, Viewer
from forums import service
from forums.schemas import BoardDraft, BoardView, Placed
from identity.models import Person
from identity.policy import OPERATOR


def viewer(person: Person, *roles: Role, board: BoardView | None = None) -> Viewer:
    """Ada with the roles named; `board` limits them to it."""
    grants = {Grant(role, board.id if board else None) for role in roles} | {Grant(Role.MEMBER)}
    return Viewer(person_id=person.id, name=person.name, grants=frozenset(grants))


def clinician(person: Person) -> Viewer:
    return viewer(person, Role.VERIFIED_CLINICIAN)


MakeBoard = Callable[..., Awaitable[BoardView]]


@pytest.fixture
async def make_board(session: AsyncSession) -> MakeBoard:
    async def make(slug: str = "cardiology", **more: Any) -> BoardView:
        draft = BoardDraft(slug=slug, name=more.pop("name", slug.title()), **more)
        made = await service.create_board(session, OPERATOR, draft=draft)
        await session.commit()
        return made

    return make


@pytest.fixture
async def board(make_board: MakeBoard) -> BoardView:
    return await make_board(purpose="Hearts and vessels.", rules="Be kind. Cite.", specialty="cardiology")


@pytest.fixture
async def thread(session: AsyncSession, board: BoardView, ada: Person) -> Placed:
    placed = await service.open_thread(
        session,
        clinician(ada),
        board_id=board.id,
        title="Fever after travel",
        body="Three days of fever. What next?",
    )
    await session.commit()
    return placed


Say = Callable[..., Awaitable[Placed]]


@pytest.fixture
async def say(session: AsyncSession, thread: Placed) -> Say:
    """Let somebody reply in the thread."""

    async def reply(person: Person, body: str = "Malaria film?", **more: Any) -> Placed:
        thread_id: UUID = more.pop("thread_id", thread.thread_id)
        placed = await service.reply(session, clinician(person), thread_id=thread_id, body=body, **more)
        await session.commit()
        return placed

    return reply
