"""How often somebody may do something. Counted in PostgreSQL, so that all processes count together."""

from datetime import datetime, timedelta

from sqlalchemy import String, delete, text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, Sessions
from core.errors import TooManyRequests


class Spending(Base):
    __tablename__ = "core_spending"
    __table_args__ = {"prefixes": ["UNLOGGED"]}

    bucket: Mapped[str] = mapped_column(String(200), primary_key=True)
    window_start: Mapped[datetime]
    spent: Mapped[int]


# A fixed window; after its end the next call opens a new one in the same statement.
_SPEND = text("""
    INSERT INTO core_spending AS s (bucket, window_start, spent) VALUES (:bucket, :now, 1)
    ON CONFLICT (bucket) DO UPDATE SET
        spent = CASE WHEN s.window_start <= :expired THEN 1 ELSE s.spent + 1 END,
        window_start = CASE WHEN s.window_start <= :expired THEN :now ELSE s.window_start END
    RETURNING spent, window_start
""")


async def spend(sessions: Sessions, bucket: str, *, limit: int, per_seconds: int) -> None:
    """Count one use of `bucket` in a transaction of its own. Raises TooManyRequests past `limit`."""
    now = clock.now()
    window = timedelta(seconds=per_seconds)
    aside: AsyncEngine = sessions.kw["info"]["aside"]
    async with aside.begin() as connection:
        used = {"bucket": bucket, "now": now, "expired": now - window}
        row = (await connection.execute(_SPEND, used)).one()
    if row.spent > limit:
        left = (row.window_start + window - now).total_seconds()
        raise TooManyRequests(retry_after=max(1, int(left)))


async def forget_old(sessions: Sessions, *, older_than: timedelta = timedelta(days=2)) -> None:
    async with sessions() as session, session.begin():
        await session.execute(delete(Spending).where(Spending.window_start < clock.now() - older_than))
