"""Into the outbox, and the arithmetic of trying again."""

import random
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Text, cast, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.outbox.models import WAITING, Job

Handler = Callable[[AsyncSession, dict[str, Any]], Awaitable[None]]

MAX_ATTEMPTS = 10
WAKE_CHANNEL = "core_outbox"


async def enqueue(
    session: AsyncSession,
    kind: str,
    payload: dict[str, object],
    *,
    key: str | None = None,
    run_at: datetime | None = None,
) -> None:
    """Write a job into the caller's transaction. Workers are woken by the commit.

    While a job of the same `key` waits, it takes over the newer payload and no second one is written;
    its row stays locked until the caller commits, so that no worker runs it on what was there before.
    """
    now = clock.now()
    row = {"kind": kind, "key": key, "payload": payload, "created_at": now, "run_at": run_at or now}
    job = insert(Job).values(row | {"attempts": 0})
    newer = {"payload": job.excluded.payload, "run_at": func.least(Job.run_at, job.excluded.run_at)}
    await session.execute(job.on_conflict_do_update(index_elements=["key"], index_where=WAITING, set_=newer))
    await session.execute(select(func.pg_notify(WAKE_CHANNEL, "")))


async def enqueue_all(session: AsyncSession, kind: str, payloads: Sequence[dict[str, object]]) -> None:
    """Many jobs without keys, as `enqueue`, in two queries; at most 5,000."""
    if not payloads:
        return
    now = clock.now()
    same = {"kind": kind, "created_at": now, "run_at": now, "attempts": 0}
    await session.execute(insert(Job).values([same | {"payload": payload} for payload in payloads]))
    await session.execute(select(func.pg_notify(WAKE_CHANNEL, "")))


async def cancel(session: AsyncSession, kind: str, *, naming: Sequence[str]) -> int:
    """Take out jobs of this kind whose payload has one of these texts; returns how many.

    One that is being done just now is waited for, and counts no more.
    """
    payload = cast(Job.payload, Text)
    which = or_(*(payload.contains(text, autoescape=True) for text in naming))
    gone = await session.execute(delete(Job).where(Job.kind == kind, which).returning(Job.id))
    return len(gone.all())


async def failed(session: AsyncSession, key: str) -> bool:
    """Whether the job of this key ended in the dead letters, and none waits to do it again."""
    return key in await failed_of(session, [key])


async def failed_of(session: AsyncSession, keys: Collection[str]) -> set[str]:
    """Those of the keys whose job ended in the dead letters while none waits to do it again. One query."""
    ended = (
        select(Job.key)
        .where(Job.key.in_(keys))
        .group_by(Job.key)
        .having(func.bool_and(Job.dead_at.is_not(None)))
    )
    return {key for key in await session.scalars(ended) if key}


def retry_delay(attempt: int) -> timedelta:
    """Seconds before try `attempt + 1`: 2, 4, 8 ... at most an hour, plus up to half of it as jitter."""
    base = min(2.0**attempt, 3600.0)
    return timedelta(seconds=base * (1 + random.random() / 2))  # noqa: S311
