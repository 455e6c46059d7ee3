"""From the outbox into the index. One commit costs the index more than a hundred documents do, so a job takes
all its waiting siblings with it: the slower the commits, the larger the batches.

Jobs have no key: a job that runs has already read the old text, and would swallow the next change.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.outbox import Handler, Job, enqueue
from core.settings import Settings
from forums import service as forums
from search import locks
from search.choice import index_of
from search.models import Touched
from search.port import Document, SearchIndex, key_of, key_parts
from search.sources import SOURCES

KIND = "search.index"
BATCH = 300


async def changed(session: AsyncSession, kind: str, id: UUID, *, replies: bool = False) -> None:  # noqa: A002
    """Something may have to be found otherwise, or no longer. `replies`: and all replies of that thread."""
    await enqueue(session, KIND, {"key": key_of(kind, id), "replies": replies})


def worker(settings: Settings) -> Handler:
    """The handler of KIND."""

    async def handle(session: AsyncSession, payload: dict[str, Any]) -> None:
        await feed(session, index_of(settings), [payload, *await _siblings(session)])

    return handle


async def feed(session: AsyncSession, index: SearchIndex, payloads: list[dict[str, Any]]) -> None:
    """Bring the index up to date with what these jobs speak of, as it is now."""
    await locks.write(session)
    keys = await _keys(session, payloads)
    if await locks.rebuilding(session):
        await session.execute(insert(Touched).values([{"key": key} for key in keys]).on_conflict_do_nothing())
    documents = {key: await load(session, key) for key in keys}
    await index.change(
        [document for document in documents.values() if document is not None],
        [key for key, document in documents.items() if document is None],
    )


async def load(session: AsyncSession, key: str) -> Document | None:
    kind, id_ = key_parts(key)
    return await SOURCES[kind].document(session, id_)


async def _siblings(session: AsyncSession) -> list[dict[str, Any]]:
    """Take over jobs of this kind that are due; if this transaction fails, they are there again."""
    now = clock.now()
    waiting = (
        select(Job.id)
        .where(Job.kind == KIND, Job.dead_at.is_(None), Job.run_at <= now)
        .where(or_(Job.leased_until.is_(None), Job.leased_until < now))
        .order_by(Job.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    ids = list(await session.scalars(waiting))
    if not ids:
        return []
    return list(await session.scalars(delete(Job).where(Job.id.in_(ids)).returning(Job.payload)))


async def _keys(session: AsyncSession, payloads: list[dict[str, Any]]) -> list[str]:
    keys: dict[str, None] = {}
    for payload in payloads:
        keys[payload["key"]] = None
        if payload.get("replies"):
            _, thread_id = key_parts(payload["key"])
            posts = await forums.post_ids_of(session, thread_id=thread_id)
            keys |= dict.fromkeys(key_of("post", post) for post in posts)
    return list(keys)
