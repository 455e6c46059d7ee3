"""One request, one message or one job is one transaction."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import TIMESTAMP, MetaData, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from core import clock, events
from core.ids import new_id


class Base(DeclarativeBase):
    """All tables. Names of constraints are fixed, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: TIMESTAMP(timezone=True), dict[str, object]: JSONB, list[str]: JSONB}


class Entity(Base):
    """A row with a time-ordered id and a birth date."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-2)
    created_at: Mapped[datetime] = mapped_column(default=clock.now, sort_order=-1)


Sessions = async_sessionmaker[AsyncSession]


def create_engine(url: str, *, pool_size: int = 20) -> AsyncEngine:
    """Connections to PostgreSQL; `url` may begin with postgresql:// or postgresql+asyncpg://."""
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+asyncpg://" + url.split("://", 1)[1]
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,  # what overflows is closed on return: under load that is a connection a request
        pool_timeout=10,
        pool_pre_ping=False,
        hide_parameters=True,  # errors go to logs and dead letters; what people wrote does not
        json_serializer=lambda value: msgspec.json.encode(value).decode(),
        json_deserializer=msgspec.json.decode,
    )


def sessions_on(engine: AsyncEngine, bus: events.Bus) -> Sessions:
    return async_sessionmaker(engine, expire_on_commit=False, info={"bus": bus, "aside": aside_of(engine)})


def aside_of(engine: AsyncEngine) -> AsyncEngine:
    """A few connections for what is committed beside a request that holds one of `engine` already.

    Taking a second one from the same pool would let requests wait for one another for ever.
    """
    aside = create_async_engine(
        engine.url, pool_size=3, max_overflow=0, pool_timeout=10, hide_parameters=True
    )
    event.listen(engine.sync_engine, "engine_disposed", lambda _: aside.sync_engine.dispose())
    return aside


@asynccontextmanager
async def transaction(sessions: Sessions) -> AsyncGenerator[AsyncSession]:
    """Commit when the block ends, roll back when it raises; tell the world only after the commit."""
    async with sessions() as session:
        try:
            yield session
            await session.commit()
        except BaseException:
            await session.rollback()
            raise
    await events.announce(session)


async def let_go(session: AsyncSession) -> None:
    """Before slow work: give the connection back. What was asked until now is asked again afterwards.

    For transactions that have only read. Inside a savepoint the connection stays.
    """
    if not session.in_nested_transaction():
        await session.commit()
