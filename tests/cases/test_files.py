"""Files made of a version: by a job, anew when something is said of it, under the policy of the case."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from cases import errors, service
from cases.models import Rendition
from cases.schemas import ConsentWithdrawal
from cases.service import Format, renditions
from cases.states import Kind
from core import outbox
from core.db import Sessions, transaction
from core.outbox.models import Job
from core.outbox.worker import run_one
from core.policy import GUEST
from identity.models import Person
from tests.cases.conftest import viewing
from tests.cases.standard import faults_in_jats
from tests.cases.test_amending import CHANGES, read, say
from tests.conftest import Enter

DoJobs = Callable[[], Awaitable[int]]


async def file(sessions: Sessions, case_id: UUID, kind: Format, number: int = 1) -> renditions.File:
    async with sessions() as session:
        return await service.file_of(session, viewer=GUEST, case_id=case_id, number=number, kind=kind)


async def test_a_published_case_is_there_as_jats(
    as_: Enter, sessions: Sessions, published: UUID, do_jobs: DoJobs
) -> None:
    guest = await as_()
    address = f"/cases/{published}/versions/1/jats"
    assert "JATS XML is being made" in (await guest.get(f"/cases/{published}")).text
    assert (await guest.get(address)).status_code == 503
    await do_jobs()
    answer = await guest.get(address)
    assert answer.headers["content-type"].startswith("application/jats+xml")
    assert faults_in_jats(answer.content) == []
    assert f'href="{address}"' in (await guest.get(f"/cases/{published}")).text
    same = await guest.get(f"/api/cases/{published}/versions/1/files/jats")
    assert (same.content, same.headers["etag"]) == (answer.content, answer.headers["etag"])


async def test_the_same_version_gives_the_same_file(
    sessions: Sessions, published: UUID, do_jobs: DoJobs
) -> None:
    await do_jobs()
    first = await file(sessions, published, Format.JATS)
    async with transaction(sessions) as session:
        await renditions.order_all(session, published)
    with pytest.raises(errors.FileNotReady):
        await file(sessions, published, Format.JATS)
    await do_jobs()
    assert (await file(sessions, published, Format.JATS)).sha256 == first.sha256


async def test_what_is_said_of_a_case_stands_in_the_files_of_every_version(
    sessions: Sessions, published: UUID, ed: Person, do_jobs: DoJobs
) -> None:
    await do_jobs()
    await say(sessions, published, ed, Kind.ERRATUM, CHANGES)
    with pytest.raises(errors.FileNotReady):
        await file(sessions, published, Format.JATS)
    await do_jobs()
    for number in (1, 2):
        made = await file(sessions, published, Format.JATS, number)
        assert faults_in_jats(made.content) == []
        assert b"Erratum" in made.content


async def test_files_go_with_a_case_that_is_taken_down(
    as_: Enter, sessions: Sessions, published: UUID, ada: Person, do_jobs: DoJobs
) -> None:
    await do_jobs()
    async with transaction(sessions) as session:
        gone = ConsentWithdrawal(reason="The patient asked.", sure=True)
        await service.withdraw_consent(session, viewer=viewing(ada), case_id=published, draft=gone)
        await renditions.order_all(session, published)
    guest = await as_()
    assert (await guest.get(f"/cases/{published}/versions/1/jats")).status_code == 410
    await do_jobs()
    async with sessions() as session:
        assert await session.scalar(select(func.count(Rendition.id))) == 0


async def test_files_of_a_held_case_are_for_those_who_see_it(
    sessions: Sessions, published: UUID, ada: Person, do_jobs: DoJobs
) -> None:
    await do_jobs()
    async with transaction(sessions) as session:
        await service.hold(session, published, "look")
    with pytest.raises(errors.CaseNotFound):
        await file(sessions, published, Format.JATS)
    async with sessions() as session:
        kind = Format.JATS
        assert await service.file_of(session, viewer=viewing(ada), case_id=published, number=1, kind=kind)


async def test_a_file_that_cannot_be_made_says_so_until_an_operator_helps(
    sessions: Sessions, published: UUID, do_jobs: DoJobs
) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError

    for _ in range(outbox.queue.MAX_ATTEMPTS):
        assert await run_one(sessions, {renditions.KIND: broken}, only=renditions.KIND)
        async with transaction(sessions) as session:
            await session.execute(update(Job).values(run_at=func.now()))
    with pytest.raises(errors.FileNotMade):
        await file(sessions, published, Format.JATS)
    assert (await read(sessions, published)).files == []
    async with transaction(sessions) as session:
        await renditions.order_all(session, published)
    await do_jobs()
    assert await file(sessions, published, Format.JATS)
