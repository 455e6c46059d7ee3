"""Out of the outbox: each job is leased, done and deleted in the transaction of its own work."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock, metrics
from core.db import Sessions, transaction
from core.outbox.models import WAITING, Job
from core.outbox.queue import MAX_ATTEMPTS, Handler, retry_delay

logger = structlog.get_logger(__name__)
LEASE = timedelta(seconds=60)
LANES = 3


class UnknownKind(Exception):
    """No handler is registered for this kind of job."""


class Hopeless(Exception):
    """No later try can succeed: the job goes to the dead letters at once, until its cause is mended."""


class KilledItsWorker(Exception):
    """The process that did this job ended every time before the job did."""


async def lease(sessions: Sessions, *, only: str | None = None) -> Job | None:
    """Take the next due job for LEASE. A killed worker gives it back by letting the lease run out."""
    now = clock.now()
    due = (
        select(Job)
        .where(Job.dead_at.is_(None), Job.run_at <= now)
        .where(or_(Job.leased_until.is_(None), Job.leased_until < now))
        .order_by(Job.run_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if only is not None:
        due = due.where(Job.kind == only)
    async with sessions() as session, session.begin():
        job = await session.scalar(due)
        if job is not None:
            job.leased_until = now + LEASE
            job.attempts += 1
        return job


async def run_one(sessions: Sessions, handlers: dict[str, Handler], *, only: str | None = None) -> bool:
    """Do one job. Returns whether there was one."""
    job = await lease(sessions, only=only)
    if job is None:
        return False
    try:
        await perform(sessions, handlers, job)
    except Exception as error:
        logger.exception("job failed", kind=job.kind, job=job.id, attempt=job.attempts)
        await give_back(sessions, job, error)
        metrics.JOBS.labels(job.kind, "failed").inc()
    else:
        metrics.JOBS.labels(job.kind, "done").inc()
    return True


async def perform(sessions: Sessions, handlers: dict[str, Handler], job: Job) -> None:
    if job.attempts > MAX_ATTEMPTS:
        raise KilledItsWorker
    handler = handlers.get(job.kind)
    if handler is None:
        raise UnknownKind(job.kind)
    async with transaction(sessions) as session:
        if await still_ours(session, job):
            async with asyncio.timeout(LEASE.total_seconds() * 0.9):
                await handler(session, job.payload)
            await session.execute(delete(Job).where(Job.id == job.id))


async def still_ours(session: AsyncSession, job: Job) -> bool:
    """Hold the row while working: a second worker, leasing after us, waits and then finds nothing."""
    mine = select(Job.id).where(Job.id == job.id, Job.attempts == job.attempts).with_for_update()
    return await session.scalar(mine) is not None


async def give_back(sessions: Sessions, job: Job, error: Exception) -> None:
    now = clock.now()
    dead = job.attempts >= MAX_ATTEMPTS or isinstance(error, Hopeless)
    async with sessions() as session, session.begin():
        if await twin(session, job):
            await session.execute(delete(Job).where(Job.id == job.id, Job.attempts == job.attempts))
            return
        await session.execute(
            update(Job)
            .where(Job.id == job.id, Job.attempts == job.attempts)
            .values(
                leased_until=None,
                run_at=now + retry_delay(job.attempts),
                last_error=f"{type(error).__name__}: {error}"[:2000],
                dead_at=now if dead else None,
            )
        )


async def twin(session: AsyncSession, job: Job) -> bool:
    """Whether a newer job of the same key waits, which does the work of this one."""
    if job.key is None:
        return False
    waits = select(Job.id).where(Job.key == job.key, Job.id != job.id, WAITING)
    return await session.scalar(waits.with_for_update()) is not None


class Outbox:
    """Runs jobs until told to stop. `wait` sleeps until something may be due (a NOTIFY or a second)."""

    def __init__(
        self, sessions: Sessions, handlers: dict[str, Handler], *, wait: Callable[[], Awaitable[None]]
    ) -> None:
        self.sessions, self.handlers, self.wait = sessions, handlers, wait
        self.stopping = asyncio.Event()

    async def run(self) -> None:
        """A few lanes side by side: a mail server that hangs holds up one of them, not everything."""
        async with asyncio.TaskGroup() as lanes:
            for _ in range(LANES):
                lanes.create_task(self._lane())

    async def _lane(self) -> None:
        while not self.stopping.is_set():
            try:
                if not await run_one(self.sessions, self.handlers):
                    await self.wait()
            except Exception:
                logger.exception("outbox cannot reach the database")
                await asyncio.sleep(1)


async def measure(sessions: Sessions) -> None:
    """Bring the gauges of waiting and dead jobs up to date."""
    waiting = func.count().filter(Job.dead_at.is_(None), Job.run_at <= clock.now())
    async with sessions() as session:
        due, dead = (await session.execute(select(waiting, func.count(Job.dead_at)))).one()
    metrics.WAITING.set(due)
    metrics.DEAD.set(dead)


async def drain(sessions: Sessions, handlers: dict[str, Handler], *, most: int = 10_000) -> int:
    """Do all that is due now, for tests and commands. Returns how many jobs were tried."""
    done = 0
    while done < most and await run_one(sessions, handlers):
        done += 1
    return done
