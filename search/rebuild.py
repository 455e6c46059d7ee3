"""The whole index anew, beside the old one, which answers until the new one takes its place.

Changes meanwhile go to the old index and are noted; after the swap they are done once more.
"""

from collections.abc import Callable
from uuid import UUID

import structlog
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Sessions, transaction
from core.outbox import enqueue
from search import locks
from search.errors import AlreadyRebuilding
from search.jobs import KIND
from search.models import Touched
from search.port import Build, Document, SearchIndex, key_of
from search.sources import SOURCES

logger = structlog.get_logger(__name__)
PAGE = 500


def _silent(_kind: str, _count: int) -> None:
    pass


async def rebuild(
    sessions: Sessions, index: SearchIndex, *, told: Callable[[str, int], None] = _silent
) -> int:
    """How many documents the new index has. `told(kind, count)`: progress. Raises AlreadyRebuilding."""
    async with sessions() as guard, guard.begin():
        async with transaction(sessions) as session:
            await locks.write(session)
            if not await locks.rebuild(guard):
                raise AlreadyRebuilding
            await session.execute(delete(Touched))
        async with index.build() as build:
            count = 0
            for kind in SOURCES:
                count += await _fill(sessions, build, kind, told)
            await _swap(sessions, build)
    return count


async def rebuild_if_needed(sessions: Sessions, index: SearchIndex) -> None:
    """For the start of a worker: an index that is missing, half done or of another make is made."""
    try:
        if not await index.whole():
            logger.info("search index rebuilt", documents=await rebuild(sessions, index))
    except AlreadyRebuilding:
        logger.info("another process rebuilds the search index")
    except Exception:
        logger.exception("search index not rebuilt; `consilium reindex` does it")


async def _fill(sessions: Sessions, build: Build, kind: str, told: Callable[[str, int], None]) -> int:
    count, after = 0, None
    while True:
        async with transaction(sessions) as session:
            ids = await SOURCES[kind].ids(session, after, PAGE)
            documents = await _read(session, kind, ids)
        await build.add(documents)
        count += len(documents)
        told(kind, count)
        if len(ids) < PAGE:
            return count
        after = ids[-1]


async def _read(session: AsyncSession, kind: str, ids: list[UUID]) -> list[Document]:
    """What cannot be read is left out and noted: after the swap a job of its own says why."""
    try:
        async with session.begin_nested():
            return await SOURCES[kind].documents(session, ids)
    except Exception:
        if len(ids) > 1:
            half = len(ids) // 2
            return [*await _read(session, kind, ids[:half]), *await _read(session, kind, ids[half:])]
        logger.warning("left out of the new index", kind=kind, id=str(ids[0]), exc_info=True)
        await session.execute(insert(Touched).values(key=key_of(kind, ids[0])).on_conflict_do_nothing())
        return []


async def _swap(sessions: Sessions, build: Build) -> None:
    """No batch is on its way while we hold the lock: each is in the notes, or comes after the swap."""
    async with transaction(sessions) as session:
        await locks.write(session)
        await build.swap()
        for key in await session.scalars(select(Touched.key)):
            await enqueue(session, KIND, {"key": key})
        await session.execute(delete(Touched))
