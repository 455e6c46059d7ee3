import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Sessions, transaction
from core.errors import Conflict
from core.events import Bus, Event, publish


class Rung(Event, frozen=True, kw_only=True):
    n: int


async def test_the_world_hears_only_after_the_commit(sessions: Sessions, bus: Bus) -> None:
    heard: list[int] = []

    async def hear(event: Rung) -> None:
        heard.append(event.n)

    async def refuse(_: AsyncSession, event: Rung) -> None:
        if event.n < 0:
            raise Conflict

    bus.after[Rung].append(hear)
    bus.within[Rung].append(refuse)
    async with transaction(sessions) as session:
        await publish(session, Rung(n=1))
        assert heard == []
    with pytest.raises(Conflict):
        async with transaction(sessions) as session:
            await publish(session, Rung(n=-1))
    assert heard == [1]


async def test_one_deaf_listener_does_not_silence_the_others(sessions: Sessions, bus: Bus) -> None:
    heard: list[int] = []

    async def fail(_: Rung) -> None:
        raise RuntimeError

    async def hear(event: Rung) -> None:
        heard.append(event.n)

    bus.after[Rung] += [fail, hear]
    async with transaction(sessions) as session:
        await publish(session, Rung(n=7))
    assert heard == [7]
