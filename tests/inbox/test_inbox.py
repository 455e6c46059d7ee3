"""What people are told of, and of what not."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Sessions, transaction
from core.errors import SignInRequired
from core.events import Bus
from core.ids import new_id
from core.policy import GUEST, Role
from forums import service as forums
from forums.models import Visibility
from forums.schemas import BoardView, Placed
from identity.events import VerificationDecided
from identity.models import Person, RoleGrant
from identity.policy import OPERATOR
from inbox import handlers, jobs, service
from inbox.errors import NotificationNotFound
from tests.conftest import Enter
from tests.forums.conftest import MakeBoard, board, clinician, make_board, say, thread
from tests.moderation.conftest import MILD, PITCH, moderating

__all__ = ["board", "make_board", "say", "thread"]

DoJobs = Callable[[], Awaitable[int]]


async def replied(sessions: Sessions, thread: Placed, person: Person, body: str = "Film?") -> Placed:
    async with transaction(sessions) as session:
        return await forums.reply(session, clinician(person), thread_id=thread.thread_id, body=body)


async def test_followers_are_told_of_replies_and_the_author_is_not(
    *, sessions: Sessions, session: AsyncSession, thread: Placed, do_jobs: DoJobs, ada: Person, ben: Person
) -> None:
    first = await replied(sessions, thread, ben)
    await replied(sessions, thread, ben)
    await do_jobs()
    told = await service.notifications(session, clinician(ada))
    assert [(n.kind, n.count, n.link) for n in told] == [("thread.reply", 2, f"/posts/{first.post_id}")]
    assert told[0].values == {"title": "Fever after travel"}
    assert await service.notifications(session, clinician(ben)) == []
    assert await service.unread_count(session, ada.id) == 1


async def test_a_job_done_twice_tells_once(
    sessions: Sessions, session: AsyncSession, thread: Placed, ada: Person, ben: Person
) -> None:
    post = await replied(sessions, thread, ben)
    for _ in range(2):
        await jobs.handle(session, {"post_id": str(post.post_id)})
    assert [n.count for n in await service.notifications(session, clinician(ada))] == [1]


async def test_a_held_post_is_news_only_when_released(
    *, sessions: Sessions, session: AsyncSession, thread: Placed, do_jobs: DoJobs, ada: Person, ben: Person
) -> None:
    async with transaction(sessions) as s:
        post = await forums.reply(s, clinician(ben), thread_id=thread.thread_id, body="Buy")
        await forums.hold_post(s, post_id=post.post_id, reason="look")
    await do_jobs()
    assert await service.notifications(session, clinician(ada)) == []
    async with transaction(sessions) as s:
        await forums.release_post(s, post_id=post.post_id)
    await do_jobs()
    assert len(await service.notifications(session, clinician(ada))) == 1


async def test_news_of_a_thread_one_may_no_longer_see_are_not_shown(
    *,
    sessions: Sessions,
    session: AsyncSession,
    make_board: MakeBoard,
    do_jobs: DoJobs,
    ada: Person,
    ben: Person,
) -> None:
    quiet = await make_board("quiet", visibility=Visibility.PRIVATE)
    for person in (ada, ben):
        await forums.admit(session, OPERATOR, board_id=quiet.id, person_id=person.id)
    opened = await forums.open_thread(session, clinician(ada), board_id=quiet.id, title="Secret", body="Text")
    await session.commit()
    await replied(sessions, opened, ben)
    await do_jobs()
    assert len(await service.notifications(session, clinician(ada))) == 1
    await forums.expel(session, OPERATOR, board_id=quiet.id, person_id=ada.id)
    assert await service.notifications(session, clinician(ada)) == []


async def test_followers_of_a_board_hear_of_new_threads(
    *, sessions: Sessions, session: AsyncSession, board: BoardView, do_jobs: DoJobs, ada: Person, ben: Person
) -> None:
    async with transaction(sessions) as s:
        await forums.follow_board(s, clinician(ben), board_id=board.id, following=True)
        await forums.open_thread(s, clinician(ada), board_id=board.id, title="Syncope", body="Why?")
    await do_jobs()
    told = await service.notifications(session, clinician(ben))
    assert [(n.kind, n.values["title"]) for n in told] == [("board.thread", "Syncope")]


async def test_reading_starts_a_new_count(
    *, sessions: Sessions, session: AsyncSession, thread: Placed, do_jobs: DoJobs, ada: Person, ben: Person
) -> None:
    await replied(sessions, thread, ben)
    await do_jobs()
    await service.read_about(session, person_id=ada.id, subject_id=thread.thread_id)
    await session.commit()
    assert await service.unread_count(session, ada.id) == 0
    await replied(sessions, thread, ben)
    await do_jobs()
    told = await service.notifications(session, clinician(ada))
    assert [(n.count, n.read) for n in told] == [(1, False), (1, True)]


async def test_what_was_read_is_not_told_again_and_what_is_new_is(
    session: AsyncSession, thread: Placed, ada: Person, ben: Person
) -> None:
    async def tell(*numbers: int) -> None:
        for number in numbers:
            await service.tell(
                session,
                person_ids=[ada.id, ben.id],
                kind="thread.reply",
                link=f"/posts/{number}",
                subject=("thread", thread.thread_id),
                position=number,
            )

    await tell(2, 3)
    await service.read_about(session, person_id=ada.id, subject_id=thread.thread_id)
    await tell(2, 3)
    assert [(n.count, n.read) for n in await service.notifications(session, clinician(ada))] == [(2, True)]
    assert [n.count for n in await service.notifications(session, clinician(ben))] == [2]
    await tell(4, 5, 5)
    assert [(n.count, n.read) for n in await service.notifications(session, clinician(ada))] == [
        (2, False),
        (2, True),
    ]
    assert [n.count for n in await service.notifications(session, clinician(ben))] == [4]


async def test_what_was_held_is_news_after_a_later_reply_was_read(
    *, sessions: Sessions, session: AsyncSession, thread: Placed, do_jobs: DoJobs, ada: Person, ben: Person
) -> None:
    async with transaction(sessions) as s:
        held = await forums.reply(s, clinician(ben), thread_id=thread.thread_id, body="Buy")
        await forums.hold_post(s, post_id=held.post_id, reason="look")
    await replied(sessions, thread, ben)
    await do_jobs()
    await service.read_about(session, person_id=ada.id, subject_id=thread.thread_id)
    await session.commit()
    for _ in range(2):
        async with transaction(sessions) as s:
            await forums.release_post(s, post_id=held.post_id)
        await do_jobs()
        assert [n.read for n in await service.notifications(session, clinician(ada))] == [False, True]


async def test_a_post_restored_after_it_was_read_is_no_news(
    *, sessions: Sessions, session: AsyncSession, thread: Placed, do_jobs: DoJobs, ada: Person, ben: Person
) -> None:
    post = await replied(sessions, thread, ben)
    await do_jobs()
    await service.read_about(session, person_id=ada.id, subject_id=thread.thread_id)
    await session.commit()
    async with transaction(sessions) as s:
        await forums.remove_post(s, post_id=post.post_id, reason="look")
        await forums.restore_post(s, post_id=post.post_id)
    await do_jobs()
    assert [n.read for n in await service.notifications(session, clinician(ada))] == [True]


async def test_one_reads_only_ones_own(session: AsyncSession, ada: Person, ben: Person) -> None:
    await service.tell(session, person_ids=[ada.id], kind="case.published", link="/cases/1")
    (note,) = await service.notifications(session, clinician(ada))
    with pytest.raises(NotificationNotFound):
        await service.read_one(session, clinician(ben), notification_id=note.id)
    with pytest.raises(SignInRequired):
        await service.notifications(session, GUEST)
    assert await service.read_one(session, clinician(ada), notification_id=note.id) == "/cases/1"
    assert await service.unread_count(session, ada.id) == 0


async def test_a_person_hears_of_the_verification(
    sessions: Sessions, bus: Bus, session: AsyncSession, gil: Person
) -> None:
    await handlers.verification_decided(
        session, VerificationDecided(person_id=gil.id, request_id=new_id(), granted=True)
    )
    assert [n.kind for n in await service.notifications(session, clinician(gil))] == ["identity.verified"]


async def test_the_api_lists_and_marks(
    *, as_: Enter, sessions: Sessions, thread: Placed, do_jobs: DoJobs, ada: Person, ben: Person
) -> None:
    await replied(sessions, thread, ben)
    await do_jobs()
    browser, stranger = await as_(ada), await as_()
    assert (await stranger.get("/api/inbox/notifications")).status_code == 401
    listed = (await browser.get("/api/inbox/notifications")).json()
    assert [n["values"]["title"] for n in listed] == ["Fever after travel"]
    url = f"/api/inbox/notifications/{listed[0]['id']}/read"
    assert (await (await as_(ben)).post(url)).status_code == 404
    assert (await browser.post(url)).status_code == 204
    assert (await browser.post("/api/inbox/notifications/read")).status_code == 204
    assert [n["read"] for n in (await browser.get("/api/inbox/notifications")).json()] == [True]


async def test_moderators_hear_once_that_something_waits_and_its_author_does_not(
    *,
    sessions: Sessions,
    session: AsyncSession,
    board: BoardView,
    do_jobs: DoJobs,
    ada: Person,
    ben: Person,
    mia: Person,
) -> None:
    async with transaction(sessions) as s:
        s.add(RoleGrant(person_id=ben.id, role=Role.MODERATOR, scope_id=board.id))
        for title, author in (("One", ada), ("Two", ben)):
            await forums.open_thread(s, clinician(author), board_id=board.id, title=title, body=PITCH)
    await do_jobs()
    told = await service.notifications(session, moderating(mia))
    assert [(n.kind, n.count, n.link) for n in told] == [("moderation.waiting", 2, "/moderation")]
    told = await service.notifications(session, moderating(ben, board.id))
    assert [(n.kind, n.count) for n in told] == [("moderation.waiting", 1)]
    assert await service.notifications(session, clinician(ben)) == []
    assert await service.notifications(session, clinician(ada)) == []


async def test_what_waits_after_the_queue_was_looked_at_is_news_again(
    *, sessions: Sessions, session: AsyncSession, board: BoardView, do_jobs: DoJobs, ada: Person, mia: Person
) -> None:
    moderator = moderating(mia)
    for title in ("One", "Two"):
        async with transaction(sessions) as s:
            await forums.open_thread(s, clinician(ada), board_id=board.id, title=title, body=PITCH)
        await do_jobs()
        newest, *_ = await service.notifications(session, moderator)
        assert (newest.count, newest.read) == (1, False)
        await service.read_one(session, moderator, notification_id=newest.id)
        await session.commit()


async def test_an_edit_of_what_is_flagged_is_news_only_when_it_is_held(
    *, sessions: Sessions, session: AsyncSession, board: BoardView, do_jobs: DoJobs, ada: Person, mia: Person
) -> None:
    async with transaction(sessions) as s:
        post = await forums.open_thread(s, clinician(ada), board_id=board.id, title="A drug", body=MILD)
    counts = []
    for version, body in enumerate((MILD + " Really.", PITCH, PITCH + " Really."), start=1):
        await do_jobs()
        async with transaction(sessions) as s:
            await forums.edit_post(s, clinician(ada), post_id=post.post_id, body=body, version=version)
        await do_jobs()
        (news,) = await service.notifications(session, moderating(mia))
        counts.append(news.count)
        await session.rollback()
    assert counts == [1, 2, 2]
