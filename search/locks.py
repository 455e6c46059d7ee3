"""Locks that all processes see: the database keeps them until the transaction ends."""

from sqlalchemy import BigInteger, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

_WRITE, _REBUILD = 7_205_301, 7_205_302


def _number(number: int) -> object:
    return literal(number, BigInteger)


async def write(session: AsyncSession) -> None:
    """Alone to change or swap the index, until the transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(_number(_WRITE))))


async def rebuild(session: AsyncSession) -> bool:
    """Alone to rebuild, until the transaction ends; False when somebody else does."""
    return bool(await session.scalar(select(func.pg_try_advisory_xact_lock(_number(_REBUILD)))))


async def rebuilding(session: AsyncSession) -> bool:
    """Whether somebody rebuilds. Both ask under `write`, so that none misses the other."""
    free = select(func.pg_try_advisory_xact_lock_shared(_number(_REBUILD)))
    return not bool(await session.scalar(free))
