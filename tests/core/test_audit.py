import asyncio
import contextlib

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.db import Sessions, transaction
from core.ids import new_id


async def record(session: AsyncSession, act: str) -> None:
    await audit.record(
        session, actor_id=new_id(), act=act, subject_kind="post", subject_id=new_id(), detail={"n": 1.5}
    )


async def note(sessions: Sessions, act: str) -> None:
    async with transaction(sessions) as session:
        await record(session, act)


async def acts(sessions: Sessions) -> list[str]:
    async with sessions() as session:
        return [entry.act async for entry in audit.entries(session)]


async def test_a_sound_chain_verifies(sessions: Sessions) -> None:
    for act in ("hold", "release", "remove"):
        await note(sessions, act)
    async with sessions() as session:
        assert await audit.verify(session) == (3, None)


async def test_writers_at_the_same_time_make_one_chain(sessions: Sessions) -> None:
    await asyncio.gather(*(note(sessions, f"act-{n}") for n in range(8)))
    async with sessions() as session:
        assert await audit.verify(session) == (8, None)


async def test_the_database_refuses_to_change_the_past(sessions: Sessions) -> None:
    await note(sessions, "hold")
    for statement in (
        "UPDATE core_audit_entry SET act = 'x'",
        "DELETE FROM core_audit_entry",
        "TRUNCATE core_audit_entry",
    ):
        with pytest.raises(DBAPIError, match="append-only"):
            async with transaction(sessions) as session:
                await session.execute(text(statement))


async def test_a_changed_entry_is_found(sessions: Sessions) -> None:
    for act in ("hold", "release", "remove"):
        await note(sessions, act)
    async with transaction(sessions) as session:
        await session.execute(text("ALTER TABLE core_audit_entry DISABLE TRIGGER USER"))
        await session.execute(text("UPDATE core_audit_entry SET act = 'nothing' WHERE act = 'release'"))
    async with sessions() as session:
        sound, broken = await audit.verify(session)
    assert sound == 1
    assert broken is not None


async def test_an_entry_is_kept_with_its_savepoint_and_undone_with_it(sessions: Sessions) -> None:
    async with transaction(sessions) as session:
        await record(session, "before")
        with contextlib.suppress(ValueError):
            async with session.begin_nested():
                await record(session, "undone")
                raise ValueError
        async with session.begin_nested():
            await record(session, "kept")
    assert await acts(sessions) == ["before", "kept"]


async def test_what_was_rolled_back_is_not_written_with_the_next_commit(sessions: Sessions) -> None:
    async with sessions() as session:
        await record(session, "undone")
        await session.rollback()
        await record(session, "closed")
        await session.close()
        await record(session, "kept")
        await session.commit()
    assert await acts(sessions) == ["kept"]


async def test_who_has_noted_something_keeps_nobody_waiting_before_the_commit(sessions: Sessions) -> None:
    async with transaction(sessions) as slow:
        await record(slow, "slow")
        await asyncio.wait_for(note(sessions, "quick"), 5)
    assert await acts(sessions) == ["quick", "slow"]
    async with sessions() as session:
        assert await audit.verify(session) == (2, None)
