"""Databases that tests hand on to one another are as new."""

import asyncpg
import pytest
from sqlalchemy import func, select, text

from core import audit
from core.audit import Entry
from core.db import create_engine, sessions_on, transaction
from core.events import Bus
from tests.databases import ROLE, WRITTEN, Databases, named


@pytest.fixture
def pool(server_url: str) -> Databases:
    if ROLE not in server_url:
        pytest.skip("on a server that was given every test has a clone")
    return Databases(server_url)


async def written(pool: Databases, name: str) -> int:
    """Note something in the log that nobody may change. Returns its place there."""
    engine = create_engine(named(pool.url, name))
    sessions = sessions_on(engine, Bus())
    async with transaction(sessions) as session:
        await audit.record(session, actor_id=None, act="x", subject_kind="x", subject_id=None)
    async with sessions() as session:
        assert await session.scalar(select(func.count(Entry.seq))) == 1
        place: int | None = await session.scalar(select(Entry.seq))
    await engine.dispose()
    assert place is not None
    return place


async def test_one_that_was_written_into_is_empty_again_and_counts_from_one(
    pool: Databases, template: str
) -> None:
    first = await pool.take(template)
    places = [await written(pool, first)]
    await pool.give_back(first)
    second = await pool.take(template)
    assert second == first
    looking = await asyncpg.connect(named(pool.url, second).replace("+asyncpg", ""))
    assert await looking.fetch(WRITTEN) == []
    await looking.close()
    places.append(await written(pool, second))
    await pool.give_back(second)
    assert places == [1, 1]


async def test_connections_that_were_left_open_are_ended(pool: Databases, template: str) -> None:
    name = await pool.take(template)
    left = await asyncpg.connect(named(pool.url, name).replace("+asyncpg", ""))
    await pool.give_back(name)
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await left.execute("SELECT 1")


async def test_one_whose_schema_was_changed_is_not_handed_on(pool: Databases, template: str) -> None:
    name = await pool.take(template)
    engine = create_engine(named(pool.url, name))
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE core_audit_entry DISABLE TRIGGER USER"))
    await engine.dispose()
    await pool.give_back(name)
    assert await pool.take(template) != name


async def test_one_that_comes_with_something_in_it_is_not_handed_on(pool: Databases, template: str) -> None:
    full = await pool.take(template)
    await written(pool, full)
    copy = await pool.take(full)
    await pool.give_back(copy)
    assert await pool.take(full) != copy
