"""The inbox as a page."""

from collections.abc import Awaitable, Callable

from httpx import AsyncClient

from core.db import Sessions, transaction
from forums import service as forums
from forums.schemas import Placed
from identity.models import Person
from inbox import service
from tests.conftest import Enter
from tests.forums.conftest import board, clinician, make_board, thread
from tests.queries import count_queries

__all__ = ["board", "make_board", "thread"]


async def test_news_lead_to_where_they_happened(
    *,
    as_: Enter,
    sessions: Sessions,
    thread: Placed,
    do_jobs: Callable[[], Awaitable[int]],
    ada: Person,
    ben: Person,
) -> None:
    async with transaction(sessions) as session:
        post = await forums.reply(session, clinician(ben), thread_id=thread.thread_id, body="Film?")
    await do_jobs()
    browser = await as_(ada)
    listed = await browser.get("/inbox")
    assert "1 new reply in “Fever after travel”" in listed.text
    async with sessions() as session:
        (note,) = await service.notifications(session, clinician(ada))
    opened = await browser.get(f"/inbox/{note.id}")
    assert opened.headers["location"] == f"/posts/{post.post_id}"
    assert "data-unread" not in (await browser.get("/inbox")).text
    assert (await (await as_(ben)).get(f"/inbox/{note.id}")).status_code == 404


async def test_reading_the_thread_reads_the_news(
    *,
    as_: Enter,
    sessions: Sessions,
    thread: Placed,
    do_jobs: Callable[[], Awaitable[int]],
    ada: Person,
    ben: Person,
) -> None:
    async with transaction(sessions) as session:
        await forums.reply(session, clinician(ben), thread_id=thread.thread_id, body="Film?")
    await do_jobs()
    await (await as_(ada)).get(f"/threads/{thread.thread_id}")
    async with sessions() as session:
        assert await service.unread_count(session, ada.id) == 0


async def test_all_can_be_marked_as_read(as_: Enter, sessions: Sessions, ada: Person) -> None:
    async with sessions() as session, session.begin():
        for n in range(40):
            await service.tell(session, person_ids=[ada.id], kind="case.published", link=f"/cases/{n}")
    browser = await as_(ada)
    async with count_queries(sessions) as queries:
        first = await browser.get("/inbox")
    assert len(queries) <= 3, queries
    assert first.text.count("data-unread") == 30
    assert "/inbox?after=" in first.text
    assert (await browser.post("/inbox/read")).status_code == 303
    assert "data-unread" not in (await browser.get("/inbox")).text


async def test_guests_have_no_inbox(client: AsyncClient) -> None:
    assert (await client.get("/inbox")).status_code == 401
