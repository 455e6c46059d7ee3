import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core import audit
from core.db import Sessions, transaction
from core.ids import new_id


async def note(sessions: Sessions, act: str) -> None:
    async with transaction(sessions) as session:
        await audit.record(
            session, actor_id=new_id(), act=act, subject_kind="post", subject_id=new_id(), detail={"n": 1.5}
        )


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
