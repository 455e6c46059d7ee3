"""Boards of all kinds and what was said on them, indexed as the worker would."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from core.db import Sessions, transaction
from core.events import publish
from core.policy import Grant, Role, Viewer
from core.settings import Settings
from forums import service as forums
from forums.schemas import BoardDraft, BoardView
from identity.events import PersonJoined
from identity.models import Person
from identity.policy import OPERATOR
from search.choice import index_of
from search.port import SearchIndex

DoJobs = Callable[[], Awaitable[int]]


def clinician(person: Person) -> Viewer:
    grants = frozenset({Grant(Role.MEMBER), Grant(Role.VERIFIED_CLINICIAN)})
    return Viewer(person_id=person.id, name=person.name, grants=grants)


@pytest.fixture
def index(settings: Settings) -> SearchIndex:
    return index_of(settings)


@pytest.fixture
async def board(sessions: Sessions) -> BoardView:
    return await make_board(sessions, "cardiology", specialty="cardiology")


async def make_board(sessions: Sessions, slug: str, **more: object) -> BoardView:
    draft = BoardDraft(slug=slug, name=slug.capitalize(), **more)  # type: ignore[arg-type]
    async with transaction(sessions) as session:
        return await forums.create_board(session, OPERATOR, draft=draft)


async def ask(sessions: Sessions, person: Person, board: BoardView, title: str, body: str) -> UUID:
    async with transaction(sessions) as session:
        placed = await forums.open_thread(
            session, clinician(person), board_id=board.id, title=title, body=body
        )
    return placed.thread_id


async def joined(sessions: Sessions, person: Person) -> None:
    """People of fixtures come from nowhere; now somebody hears of it."""
    async with transaction(sessions) as session:
        await publish(session, PersonJoined(person_id=person.id))


async def reply(sessions: Sessions, person: Person, thread_id: UUID, body: str) -> UUID:
    async with transaction(sessions) as session:
        return (await forums.reply(session, clinician(person), thread_id=thread_id, body=body)).post_id
