"""From the outbox into the index. One commit costs the index more than a hundred documents do, so a job takes
its waiting siblings with it: the slower the commits, the larger the batches. When a batch fails, it takes
fewer, and at last none: a document that cannot be indexed takes no other down with it.

Jobs have no key: a job that runs has already read the old text, and would swallow the next change.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service as cases
from cases.takedown import StillThere
from core import clock
from core.outbox import Handler, Job, enqueue, enqueue_all
from core.settings import Settings
from forums import service as forums
from search import locks
from search.choice import index_of
from search.models import Touched
from search.port import Filters, SearchIndex, key_of, key_parts
from search.query import parse
from search.sources import documents

KIND = "search.index"
# Documents in a commit. A hundred posts of full length are read well within the time a job has.
BATCHES = (100, 10)
SPLIT = 1000
LOOK = 50
logger = structlog.get_logger(__name__)


async def changed(session: AsyncSession, kind: str, id: UUID, *, replies: bool = False) -> None:  # noqa: A002
    """Something may have to be found otherwise, or no longer. `replies`: and all replies of that thread."""
    await enqueue(session, KIND, {"key": key_of(kind, id), "replies": replies})


def worker(settings: Settings) -> Handler:
    """The handler of KIND."""

    async def handle(session: AsyncSession, payload: dict[str, Any]) -> None:
        index, own = index_of(settings), payload["key"]
        if payload.get("replies"):
            await _split(session, payload)
        for most in BATCHES:
            if await _fed_together(session, index, own, most):
                return
        await feed(session, index, [own])

    return handle


def taker(settings: Settings) -> Callable[[AsyncSession, UUID], Awaitable[int]]:
    """The step of a take-down: the case leaves the index, and its title and words no longer find it."""

    async def take(session: AsyncSession, case_id: UUID) -> int:
        index, key = index_of(settings), key_of("case", case_id)
        words = await cases.words_of_sealed(session, case_id)
        before = await _finds(index, key, words)
        await feed(session, index, [key])
        if await _finds(index, key, words):
            raise StillThere("search")
        return int(before)

    return take


async def _finds(index: SearchIndex, key: str, words: list[str]) -> bool:
    hits = [await index.search(parse(text), filters=Filters(), limit=LOOK) for text in words]
    return any(hit.document.key == key for found in hits for hit in found)


async def _fed_together(session: AsyncSession, index: SearchIndex, own: str, most: int) -> bool:
    """Whether it went well; if not, the siblings wait again."""
    try:
        async with session.begin_nested():
            siblings = await _siblings(session, most - 1)
            await feed(session, index, [own, *siblings])
    except Exception:
        logger.warning("batch not indexed, trying fewer", exc_info=True)
        return False
    return True


async def _split(session: AsyncSession, payload: dict[str, Any]) -> None:
    """A job for each reply of the thread; a thread with very many is gone through bit by bit."""
    _, thread_id = key_parts(payload["key"])
    begin = payload.get("after", 1)
    replies = await forums.post_ids_of(session, thread_id=thread_id, after=begin, limit=SPLIT)
    await enqueue_all(session, KIND, [{"key": key_of("post", post_id)} for _, post_id in replies])
    if len(replies) == SPLIT:
        await enqueue(session, KIND, payload | {"after": replies[-1][0]})


async def feed(session: AsyncSession, index: SearchIndex, keys: Iterable[str]) -> None:
    """Bring the index up to date with these documents, as they are now."""
    await locks.write(session)
    keys = list(dict.fromkeys(keys))
    if await locks.rebuilding(session):
        await session.execute(insert(Touched).values([{"key": key} for key in keys]).on_conflict_do_nothing())
    found = await documents(session, keys)
    await index.change(list(found.values()), [key for key in keys if key not in found])


async def _siblings(session: AsyncSession, most: int) -> list[str]:
    """The keys of up to `most` due jobs of this kind, taken over; if the transaction fails, they wait again.

    Jobs that are to be split, or that have failed before, are left to themselves.
    """
    now = clock.now()
    waiting = (
        select(Job.id)
        .where(Job.kind == KIND, Job.dead_at.is_(None), Job.run_at <= now)
        .where(or_(Job.leased_until.is_(None), Job.leased_until < now))
        .where(Job.attempts == 0, Job.payload["replies"].as_boolean().is_not(True))
        .order_by(Job.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    ids = list(await session.scalars(waiting))
    taken = await session.scalars(delete(Job).where(Job.id.in_(ids)).returning(Job.payload))
    return [str(payload["key"]) for payload in taken]
