"""Loading the sample community: all of it or nothing, once."""

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api import demo
from api.demo import threads
from core import clock
from core.db import Sessions
from tests.api.consilium import consilium
from tests.databases import administer, named


async def amounts(session: AsyncSession) -> dict[str, int]:
    """How many rows each table has."""
    tables = await session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
    return {
        table: int(await session.scalar(text(f'SELECT count(*) FROM "{table}"')) or 0)  # noqa: S608
        for table in tables.all()
    }


async def test_loading_twice_doubles_nothing(sessions: Sessions, session: AsyncSession) -> None:
    assert await demo.load(sessions)
    before = await amounts(session)
    assert not await demo.load(sessions)
    assert await amounts(session) == before
    assert before["identity_person"] == 12
    assert before["forums_board"] == 8
    assert before["forums_thread"] >= 25
    assert before["cases_case"] == 3


async def test_what_cannot_be_finished_leaves_nothing(
    sessions: Sessions, session: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> list[object]:
        raise RuntimeError("a disk is full")

    before = await amounts(session)
    monkeypatch.setattr(demo.conferences, "acts", broken)
    with pytest.raises(RuntimeError):
        await demo.load(sessions)
    assert await amounts(session) == before


def test_threads_end_before_now() -> None:
    """Each thread's last act lies in the past, so that nothing is squeezed into the moment of loading."""
    now = clock.now()
    for thread in threads.told():
        assert max(act.at for act in threads.acts_of(thread, now)) < now, thread["key"]


async def test_the_command_says_whether_it_was_there_already(server_url: str, tmp_path: Path) -> None:
    """On an empty database it lays the schema first."""
    name = f"demo_{uuid4().hex}"
    await administer(server_url, f"CREATE DATABASE {name}")
    try:
        first, second = (
            consilium("demo", "--data", tmp_path, DATABASE_URL=named(server_url, name)) for _ in range(2)
        )
    finally:
        await administer(server_url, f"DROP DATABASE {name} WITH (FORCE)")
    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    assert first.stdout == f"The sample community is there.\n{demo.SIGN_IN}\n"
    assert second.stdout == f"The sample community was there already.\n{demo.SIGN_IN}\n"
