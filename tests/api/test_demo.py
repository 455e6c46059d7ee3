"""The sample community: written by its people through the services, once."""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api import demo
from core.db import Sessions


@pytest.fixture
async def loaded(sessions: Sessions) -> None:
    assert await demo.load(sessions)


async def count(session: AsyncSession) -> dict[str, int]:
    tables = await session.scalars(
        text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    )
    return {
        table: int(await session.scalar(text(f'SELECT count(*) FROM "{table}"')) or 0)  # noqa: S608
        for table in tables
    }


@pytest.mark.usefixtures("loaded")
async def test_loading_twice_doubles_nothing(sessions: Sessions, session: AsyncSession) -> None:
    before = await count(session)
    assert not await demo.load(sessions)
    assert await count(session) == before
    assert before["identity_person"] == 12
    assert before["forums_board"] == 8
    assert before["cases_case"] == 3
