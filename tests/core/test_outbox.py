import asyncio
from datetime import timedelta
from typing import Any

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.db import Sessions, transaction
from core.outbox import Job, Outbox, enqueue, retry_delay, run_one
from core.outbox.dead import dead, replay
from core.outbox.queue import MAX_ATTEMPTS
from core.outbox.worker import LEASE, drain, lease, measure


class Broken(Exception):
    """The other side is down."""


async def waiting(sessions: Sessions) -> int:
    async with sessions() as session:
        return await session.scalar(select(func.count()).select_from(Job)) or 0


async def put(sessions: Sessions, kind: str = "write", **payload: object) -> None:
    async with transaction(sessions) as session:
        await enqueue(session, kind, payload)


async def test_a_job_of_a_rolled_back_transaction_never_existed(sessions: Sessions) -> None:
    with pytest.raises(Broken):
        async with transaction(sessions) as session:
            await enqueue(session, "write", {})
            raise Broken
    assert await waiting(sessions) == 0


async def test_a_job_is_done_once_and_gone(sessions: Sessions) -> None:
    done: list[Any] = []

    async def write(_: AsyncSession, payload: dict[str, Any]) -> None:
        done.append(payload["n"])

    for n in range(3):
        await put(sessions, n=n)
    assert await drain(sessions, {"write": write}) == 3
    assert done == [0, 1, 2]
    assert await waiting(sessions) == 0


async def test_two_workers_share_the_work_and_do_nothing_twice(sessions: Sessions) -> None:
    done: list[Any] = []

    async def write(_: AsyncSession, payload: dict[str, Any]) -> None:
        await asyncio.sleep(0)
        done.append(payload["n"])

    for n in range(20):
        await put(sessions, n=n)
    await asyncio.gather(*(drain(sessions, {"write": write}) for _ in range(3)))
    assert sorted(done) == list(range(20))


async def test_the_same_key_waits_only_once(sessions: Sessions) -> None:
    for _ in range(2):
        async with transaction(sessions) as session:
            await enqueue(session, "write", {}, key="case-1")
    assert await waiting(sessions) == 1


async def test_what_fails_is_tried_again_later_and_keeps_its_error(sessions: Sessions) -> None:
    tries: list[int] = []

    async def write(_: AsyncSession, __: dict[str, Any]) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise Broken

    await put(sessions)
    assert await drain(sessions, {"write": write}) == 1
    async with sessions() as session:
        job = (await session.scalars(select(Job))).one()
    assert job.last_error is not None
    assert "Broken" in job.last_error
    assert job.run_at > clock.now()
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert await drain(sessions, {"write": write}) == 1
    assert await waiting(sessions) == 0


async def test_a_failed_job_leaves_nothing_of_its_work(sessions: Sessions) -> None:
    async def half(session: AsyncSession, _: dict[str, Any]) -> None:
        await enqueue(session, "consequence", {})
        raise Broken

    await put(sessions, "half")
    await run_one(sessions, {"half": half})
    assert await waiting(sessions) == 1


async def test_a_hopeless_job_becomes_a_dead_letter_that_can_be_replayed(sessions: Sessions) -> None:
    async def write(_: AsyncSession, __: dict[str, Any]) -> None:
        raise Broken

    await put(sessions)
    moment = clock.now()
    for _ in range(MAX_ATTEMPTS):
        moment += timedelta(hours=2)
        with clock.at(moment):
            await run_one(sessions, {"write": write})
    async with transaction(sessions) as session:
        assert [job.kind for job in await dead(session)] == ["write"]
        assert await replay(session) == 1
    async with sessions() as session:
        assert await dead(session) == []
    assert await drain(sessions, {}) >= 0


async def test_a_job_nobody_knows_is_kept_and_says_so(sessions: Sessions) -> None:
    await put(sessions, "mystery")
    await run_one(sessions, {})
    async with sessions() as session:
        job = (await session.scalars(select(Job))).one()
    assert job.last_error == "UnknownKind: mystery"


async def test_a_killed_worker_loses_its_lease_not_the_job(sessions: Sessions) -> None:
    """A worker killed with -9 after taking the job never comes back; time gives the job to another."""
    done: list[int] = []

    async def write(_: AsyncSession, __: dict[str, Any]) -> None:
        done.append(1)

    await put(sessions)
    assert await lease(sessions) is not None
    assert await drain(sessions, {"write": write}) == 0
    with clock.at(clock.now() + LEASE + timedelta(seconds=1)):
        assert await drain(sessions, {"write": write}) == 1
    assert done == [1]


def test_waiting_grows_and_is_jittered() -> None:
    assert timedelta(seconds=2) <= retry_delay(1) <= timedelta(seconds=3)
    assert timedelta(hours=1) <= retry_delay(40) <= timedelta(hours=1.5)
    assert len({retry_delay(5) for _ in range(20)}) > 1


async def test_the_gauges_tell_what_waits_and_what_is_dead(sessions: Sessions) -> None:
    await put(sessions)
    async with transaction(sessions) as session:
        await enqueue(session, "later", {}, run_at=clock.now() + timedelta(hours=1))
    await measure(sessions)
    assert REGISTRY.get_sample_value("consilium_jobs_waiting") == 1
    assert REGISTRY.get_sample_value("consilium_jobs_dead") == 0


async def keyed(sessions: Sessions, n: int) -> None:
    async with transaction(sessions) as session:
        await enqueue(session, "write", {"n": n}, key="case-1")


async def test_what_changes_while_a_job_runs_gets_a_job_of_its_own(sessions: Sessions) -> None:
    seen: list[int] = []

    async def write(_: AsyncSession, payload: dict[str, Any]) -> None:
        seen.append(payload["n"])
        if payload["n"] == 1:
            await keyed(sessions, 2)

    await keyed(sessions, 1)
    assert await drain(sessions, {"write": write}) == 2
    assert seen == [1, 2]


async def test_a_failed_job_gives_way_to_a_newer_one_of_its_key(sessions: Sessions) -> None:
    seen: list[int] = []

    async def write(_: AsyncSession, payload: dict[str, Any]) -> None:
        if payload["n"] == 1:
            await keyed(sessions, 2)
            raise Broken
        seen.append(payload["n"])

    await keyed(sessions, 1)
    await drain(sessions, {"write": write})
    assert seen == [2]
    assert await waiting(sessions) == 0


async def test_a_waiting_job_is_not_run_before_the_newer_change_is_committed(sessions: Sessions) -> None:
    seen: list[int] = []

    async def write(_: AsyncSession, payload: dict[str, Any]) -> None:
        seen.append(payload["n"])

    await keyed(sessions, 1)
    async with transaction(sessions) as session:
        await enqueue(session, "write", {"n": 2}, key="case-1")
        assert await drain(sessions, {"write": write}) == 0
    assert await drain(sessions, {"write": write}) == 1
    assert seen == [2]


async def test_of_dead_jobs_of_one_key_the_newest_is_replayed(sessions: Sessions) -> None:
    async def write(_: AsyncSession, __: dict[str, Any]) -> None:
        raise Broken

    for n in range(2):
        await keyed(sessions, n)
        moment = clock.now()
        for _ in range(MAX_ATTEMPTS):
            moment += timedelta(hours=2)
            with clock.at(moment):
                await run_one(sessions, {"write": write})
    async with transaction(sessions) as session:
        assert len(await dead(session)) == 2
        assert await replay(session) == 1
        assert [job.payload["n"] for job in await dead(session)] == [0]


async def test_a_job_that_kills_its_worker_every_time_ends_as_a_dead_letter(sessions: Sessions) -> None:
    await put(sessions)
    moment = clock.now()
    for _ in range(MAX_ATTEMPTS):
        with clock.at(moment):
            assert await lease(sessions) is not None
        moment += LEASE * 2
    with clock.at(moment):
        assert await run_one(sessions, {"write": never})
    async with sessions() as session:
        (job,) = await dead(session)
    assert job.last_error is not None
    assert "KilledItsWorker" in job.last_error


async def never(_: AsyncSession, __: dict[str, Any]) -> None:
    raise AssertionError


async def test_a_hanging_job_does_not_hold_up_the_others(sessions: Sessions) -> None:
    free, done = asyncio.Event(), asyncio.Event()

    async def hang(_: AsyncSession, __: dict[str, Any]) -> None:
        await free.wait()

    async def write(_: AsyncSession, __: dict[str, Any]) -> None:
        done.set()

    await put(sessions, "hang")
    await put(sessions, "write")
    outbox = Outbox(sessions, {"hang": hang, "write": write}, wait=lambda: asyncio.sleep(0.01))
    running = asyncio.create_task(outbox.run())
    await asyncio.wait_for(done.wait(), 20)
    outbox.stopping.set()
    free.set()
    await running
    assert await waiting(sessions) == 0


async def test_what_people_wrote_is_not_in_the_error_of_a_dead_letter(sessions: Sessions) -> None:
    async def write(session: AsyncSession, _: dict[str, Any]) -> None:
        await session.execute(text("SELECT CAST(:said AS integer)"), {"said": "my patient said"})

    await put(sessions)
    await run_one(sessions, {"write": write})
    async with sessions() as session:
        job = (await session.scalars(select(Job))).one()
    assert job.last_error is not None
    assert "my patient said" not in job.last_error.split("DETAIL")[0].split("[SQL")[-1]
