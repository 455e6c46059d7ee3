"""A board, a promotional post, moderators."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Sessions, transaction
from core.policy import Grant, Role, Viewer
from forums import service as forums
from forums.schemas import BoardDraft, BoardView, Placed
from identity.models import Person
from identity.policy import OPERATOR
from moderation import service
from moderation.models import Flag
from moderation.schemas import DecisionDraft, DisclosureDraft, TieDraft
from moderation.words import Nature, Outcome
from tests.conftest import someone

PITCH = (
    "Jardiance is a real game-changer, simply the best drug I have prescribed, no side effects. "
    "Ask your rep for free samples."
)
MILD = "I am convinced Jardiance is the obvious choice for everybody."
CALM = "Sodium fell from 138 to 124 mmol/L after a thiazide. Has anybody seen this within a week?"
BECAUSE = "This advertises a product; please take the praise out."


def viewing(person: Person, *roles: Role, scope: UUID | None = None) -> Viewer:
    base = {Grant(Role.MEMBER), Grant(Role.VERIFIED_CLINICIAN)}
    return Viewer(
        person_id=person.id, name=person.name, grants=frozenset(base | {Grant(role, scope) for role in roles})
    )


def moderating(person: Person, scope: UUID | None = None) -> Viewer:
    return viewing(person, Role.MODERATOR, scope=scope)


async def disclose(sessions: Sessions, person: Person, *companies: str) -> None:
    draft = DisclosureDraft(
        none=not companies, items=[TieDraft(company=name, nature=Nature.SPEAKER) for name in companies]
    )
    async with transaction(sessions) as session:
        await service.declare(session, viewing(person), draft=draft)


@pytest.fixture
async def board(sessions: Sessions) -> BoardView:
    async with transaction(sessions) as session:
        draft = BoardDraft(slug="cardiology", name="Cardiology", specialty="cardiology")
        return await forums.create_board(session, OPERATOR, draft=draft)


Write = Callable[..., Awaitable[Placed]]


@pytest.fixture
async def write(sessions: Sessions, board: BoardView) -> Write:
    """Let somebody open a thread with this text."""

    async def open_thread(person: Person, body: str, title: str = "A question", **more: Any) -> Placed:
        async with transaction(sessions) as session:
            where = {"board_id": board.id} | more
            return await forums.open_thread(session, viewing(person), title=title, body=body, **where)

    return open_thread


@pytest.fixture
async def mia_declared(sessions: Sessions, mia: Person) -> Person:
    await disclose(sessions, mia)
    return mia


@pytest.fixture
async def max_(sessions: Sessions) -> Person:
    """A second moderator, with a disclosure."""
    person = await someone(sessions, "Max Adeyemi", Role.VERIFIED_CLINICIAN, Role.MODERATOR)
    await disclose(sessions, person)
    return person


async def flag_on(sessions: Sessions, post: Placed | UUID) -> Flag | None:
    subject_id = post if isinstance(post, UUID) else post.post_id
    async with sessions() as session:
        newest = select(Flag).where(Flag.subject_id == subject_id).order_by(Flag.id.desc()).limit(1)
        found: Flag | None = await session.scalar(newest)
        return found


async def the_flag(sessions: Sessions, post: Placed | UUID) -> Flag:
    flag = await flag_on(sessions, post)
    assert flag is not None
    return flag


async def decide(
    sessions: Sessions, moderator: Viewer, flag: Flag, outcome: Outcome, **more: Any
) -> UUID | None:
    draft = DecisionDraft(
        snapshot_id=more.pop("snapshot_id", flag.snapshot_id),
        outcome=outcome,
        rule_id=more.pop("rule_id", "IN-05"),
        reason=BECAUSE,
    )
    async with transaction(sessions) as session:
        return await service.decide(session, moderator, flag_id=flag.id, draft=draft)


async def shown(session: AsyncSession, post: Placed) -> str:
    return (await forums.post_for_screening(session, post_id=post.post_id)).shown
