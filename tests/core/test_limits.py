import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from core import clock, limits
from core.db import Sessions
from core.errors import TooManyRequests


async def test_past_the_limit_one_waits_for_the_window_to_end(sessions: Sessions) -> None:
    for _ in range(3):
        await limits.spend(sessions, "sign-in:a", limit=3, per_seconds=60)
    with pytest.raises(TooManyRequests) as refused:
        await limits.spend(sessions, "sign-in:a", limit=3, per_seconds=60)
    assert 0 < refused.value.retry_after <= 60
    await limits.spend(sessions, "sign-in:b", limit=3, per_seconds=60)
    with clock.at(clock.now() + timedelta(seconds=61)):
        await limits.spend(sessions, "sign-in:a", limit=3, per_seconds=60)


async def test_requests_at_the_same_time_are_all_counted(sessions: Sessions) -> None:
    tries = (limits.spend(sessions, "x", limit=5, per_seconds=60) for _ in range(9))
    ends = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(end, TooManyRequests) for end in ends) == 4


async def test_requests_that_hold_every_connection_can_still_be_counted(sessions: Sessions) -> None:
    async def request(n: int) -> None:
        async with sessions() as session, session.begin():
            await session.execute(text("SELECT 1"))
            await limits.spend(sessions, f"writing:{n}", limit=3, per_seconds=60)

    await asyncio.wait_for(asyncio.gather(*(request(n) for n in range(40))), 30)
