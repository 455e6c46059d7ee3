"""Authors, readers and moderators at the same thing at the same moment: each waits, none gets in a circle."""

import asyncio
from uuid import UUID

from sqlalchemy import text

from cases import service as cases
from core import audit
from core.db import Sessions, transaction
from core.errors import DomainError
from core.policy import Viewer
from forums import service as forums
from identity.models import Person
from moderation import service
from moderation.schemas import ReportDraft
from moderation.words import Outcome, ReportReason
from tests.cases import conftest as writing
from tests.moderation.conftest import CALM, MILD, PITCH, Write, decide, moderating, the_flag, viewing

ROUNDS = 8


async def _edit(sessions: Sessions, author: Viewer, post_id: UUID) -> None:
    for number in range(ROUNDS):
        async with transaction(sessions) as session:
            body = f"{(MILD, PITCH, CALM)[number % 3]} ({number})"
            await forums.edit_post(session, author, post_id=post_id, body=body, version=number + 1)


async def _moderate(sessions: Sessions, moderator: Viewer, post_id: UUID) -> None:
    for _ in range(ROUNDS):
        flag = await the_flag(sessions, post_id)
        try:
            await decide(sessions, moderator, flag, Outcome.DISMISS if flag.held else Outcome.REMOVE)
        except DomainError:  # it changed or was closed meanwhile: refused in words
            await asyncio.sleep(0)


async def _report(sessions: Sessions, reader: Viewer, post_id: UUID) -> None:
    draft = ReportDraft(kind="post", id=post_id, reason=ReportReason.CONDUCT)
    for _ in range(ROUNDS):
        try:
            async with transaction(sessions) as session:
                await service.report(session, reader, draft=draft)
        except DomainError:
            await asyncio.sleep(0)


async def test_edits_decisions_and_reports_of_one_post_wait_for_each_other(
    *, sessions: Sessions, write: Write, ada: Person, ben: Person, mia_declared: Person, max_: Person
) -> None:
    post_id = (await write(ada, PITCH)).post_id
    await asyncio.gather(
        _edit(sessions, viewing(ada), post_id),
        _moderate(sessions, moderating(mia_declared), post_id),
        _moderate(sessions, moderating(max_), post_id),
        _report(sessions, viewing(ben), post_id),
    )
    async with sessions() as session:
        assert (await audit.verify(session))[1] is None


async def test_a_case_handed_in_and_a_reply_about_it_wait_for_each_other(
    *, sessions: Sessions, write: Write, ada: Person, ben: Person
) -> None:
    """Handing in holds the case and then its threads; a reply holds its thread and then notes what it did."""
    case_id = await _promotional(sessions, ada)
    opened = await write(ben, CALM, about=("case", case_id))
    async with transaction(sessions) as session:
        reply = await forums.reply(session, viewing(ben), thread_id=opened.thread_id, body=CALM)
        handing_in = asyncio.create_task(writing.submit(sessions, case_id, ada))
        await _somebody_waits(sessions)
        await audit.record(session, actor_id=None, act="seen", subject_kind="post", subject_id=reply.post_id)
    await handing_in
    assert (await the_flag(sessions, case_id)).held


async def _promotional(sessions: Sessions, author: Person) -> UUID:
    case_id = await writing.start(sessions, author, await writing.found(sessions))
    await writing.complete(sessions, case_id, author)
    async with transaction(sessions) as session:
        await cases.save_section(
            session, viewer=viewing(author), case_id=case_id, key="discussion", body=PITCH * 3, version=1
        )
    return case_id


async def _somebody_waits(sessions: Sessions) -> None:
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with sessions() as session, asyncio.timeout(10):
        while not await session.scalar(waiting):
            await asyncio.sleep(0.02)
            await session.rollback()
