"""From the outbox into the index: much at once, and one bad document among good ones."""

from uuid import UUID

import pytest
from sqlalchemy import delete, func, insert, select, update

from core import clock, markdown
from core.db import Sessions, transaction
from core.events import publish
from core.outbox import Job
from core.outbox.dead import dead
from core.outbox.queue import MAX_ATTEMPTS
from core.policy import GUEST
from core.settings import Settings
from forums import service as forums
from forums.events import ThreadChanged
from forums.models import Post
from forums.schemas import BoardView
from identity.models import Person
from search import jobs, service
from search.port import KINDS, SearchIndex
from search.rebuild import rebuild
from search.sources import SOURCES
from tests.queries import count_queries
from tests.search.conftest import DoJobs, ask, reply

# What was written before the limit of special characters was set.
UNREADABLE = "<" * 200_000


@pytest.fixture
async def thread(sessions: Sessions, board: BoardView, ada: Person, do_jobs: DoJobs) -> UUID:
    thread_id = await ask(sessions, ada, board, "Long thread", "Opening.")
    await do_jobs()
    return thread_id


async def fill(sessions: Sessions, thread_id: UUID, author: Person, count: int, body: str = "Fever") -> None:
    """Replies that no event tells of."""
    rows = [
        {"thread_id": thread_id, "number": n, "author_id": author.id, "body": f"{body} {n}", "body_html": ""}
        | {"body_version": 1}
        for n in range(2, count + 2)
    ]
    async with transaction(sessions) as session:
        await session.execute(insert(Post), rows)


async def spoil(sessions: Sessions, post_id: UUID) -> None:
    async with transaction(sessions) as session:
        await session.execute(update(Post).where(Post.id == post_id).values(body=UNREADABLE))


async def found(sessions: Sessions, index: SearchIndex, q: str) -> int:
    async with transaction(sessions) as session:
        return (await service.find(session, GUEST, index, q=q)).kinds.get("post", 0)


async def attempted(sessions: Sessions, do_jobs: DoJobs) -> None:
    """Let all attempts be due."""
    for _ in range(MAX_ATTEMPTS + 1):
        await do_jobs()
        async with transaction(sessions) as session:
            await session.execute(update(Job).where(Job.dead_at.is_(None)).values(run_at=clock.now()))


def test_the_text_that_spoils_cannot_be_read() -> None:
    with pytest.raises(markdown.TextTooComplex):
        markdown.plain(UNREADABLE)


async def test_one_bad_document_ends_as_a_dead_letter_and_all_others_are_found(
    sessions: Sessions, thread: UUID, ben: Person, do_jobs: DoJobs, index: SearchIndex
) -> None:
    posts = [await reply(sessions, ben, thread, f"Fever {number}") for number in range(30)]
    await spoil(sessions, posts[17])
    await do_jobs()
    assert await found(sessions, index, "fever") == 29
    await attempted(sessions, do_jobs)
    async with sessions() as session:
        letters = await dead(session)
        assert await session.scalar(select(func.count(Job.id))) == 1
    assert [letter.payload["key"] for letter in letters] == [f"post-{posts[17]}"]


async def test_a_bad_reply_does_not_keep_its_thread_from_being_indexed(
    sessions: Sessions, thread: UUID, ben: Person, do_jobs: DoJobs, index: SearchIndex
) -> None:
    await fill(sessions, thread, ben, 40)
    async with transaction(sessions) as session:
        ids = await forums.post_ids_of(session, thread_id=thread)
        await publish(session, ThreadChanged(thread_id=thread))
    await spoil(sessions, ids[20][1])
    await attempted(sessions, do_jobs)
    assert await found(sessions, index, "fever") == 39
    async with sessions() as session:
        assert len(await dead(session)) == 1


async def test_a_bad_document_is_left_out_of_a_rebuild_and_becomes_a_job(
    sessions: Sessions, thread: UUID, ben: Person, do_jobs: DoJobs, index: SearchIndex
) -> None:
    await fill(sessions, thread, ben, 10)
    async with sessions() as session:
        _, bad = (await forums.post_ids_of(session, thread_id=thread))[3]
    await spoil(sessions, bad)
    await rebuild(sessions, index)
    assert await found(sessions, index, "fever") == 9
    await attempted(sessions, do_jobs)
    async with sessions() as session:
        assert [letter.payload["key"] for letter in await dead(session)] == [f"post-{bad}"]


async def test_a_long_thread_is_indexed_in_batches_of_bounded_size(  # noqa: PLR0917
    sessions: Sessions,
    thread: UUID,
    ben: Person,
    do_jobs: DoJobs,
    index: SearchIndex,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes: list[int] = []
    original = type(index).change

    async def change(self: SearchIndex, documents: list[object], gone: list[str]) -> None:
        sizes.append(len(documents) + len(gone))
        await original(self, documents, gone)  # type: ignore[arg-type]

    monkeypatch.setattr(type(index), "change", change)
    monkeypatch.setattr(jobs, "SPLIT", 70)
    await fill(sessions, thread, ben, 250)
    async with transaction(sessions) as session:
        await session.execute(delete(Job))
        await publish(session, ThreadChanged(thread_id=thread))
    async with count_queries(sessions) as queries:
        await do_jobs()
    assert max(sizes) <= jobs.BATCHES[0]
    assert sum(sizes) >= 250
    assert len(queries) <= 200, len(queries)
    assert await found(sessions, index, "250") == 1
    assert await found(sessions, index, "251") == 1


async def test_a_thousand_posts_are_rebuilt_in_a_few_queries(
    sessions: Sessions, thread: UUID, ben: Person, index: SearchIndex
) -> None:
    await fill(sessions, thread, ben, 1000)
    async with count_queries(sessions) as queries:
        count = await rebuild(sessions, index)
    assert count >= 1000
    assert len(queries) <= 50, len(queries)


async def test_loading_many_documents_costs_no_more_queries_than_loading_one(
    sessions: Sessions, settings: Settings, thread: UUID, ben: Person
) -> None:
    del settings
    await fill(sessions, thread, ben, 20)
    for kind in KINDS:
        async with sessions() as session:
            ids = await SOURCES[kind].ids(session, None, 100)
            async with count_queries(sessions) as queries:
                read = await SOURCES[kind].documents(session, ids)
        assert len(read) == len(ids)
        assert len(queries) <= 2, kind
