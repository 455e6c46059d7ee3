"""Dead letters: what failed for good, for an operator to read and replay."""

from sqlalchemy import exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import clock
from core.outbox.models import Job


async def dead(session: AsyncSession, *, limit: int = 100) -> list[Job]:
    rows = select(Job).where(Job.dead_at.is_not(None)).order_by(Job.id).limit(limit)
    return list(await session.scalars(rows))


async def replay(session: AsyncSession, *, ids: list[int] | None = None) -> int:
    """Give dead jobs (all, or those named) their attempts back, but for those a newer job of the same key
    waits to do. Returns how many.
    """
    other = aliased(Job)
    same = exists().where(other.key == Job.key, other.leased_until.is_(None))
    taken = same.where(or_(other.dead_at.is_(None), other.id > Job.id))
    waking = update(Job).where(Job.dead_at.is_not(None), ~taken)
    if ids is not None:
        waking = waking.where(Job.id.in_(ids))
    done = await session.execute(
        waking.values(dead_at=None, attempts=0, leased_until=None, run_at=clock.now()).returning(Job.id)
    )
    return len(done.all())
