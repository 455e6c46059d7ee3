"""A published case seeds a discussion, a challenge and an article for clubs, which follow its fate."""

from uuid import UUID

import pytest

from api import wiring
from cases import service
from cases.schemas import CollectionView, ConsentWithdrawal
from cases.states import Kind
from clubs import cases as club_cases
from clubs import service as clubs
from clubs.errors import ArticleNotFound
from core.db import Sessions, transaction
from core.policy import GUEST
from core.settings import Settings
from forums import service as forums
from forums.schemas import ThreadRow
from identity.models import Person
from tests.cases.conftest import TEXTS, viewing
from tests.cases.test_amending import CHANGES, say
from tests.cases.test_discussion import _publish
from tests.cases.test_files import DoJobs
from tests.cases.test_publishing import report
from tests.conftest import Enter

ANSWER = "It looks like a myocardial infarction to me."


@pytest.fixture
async def seeded(sessions: Sessions, accepted: UUID, collection: CollectionView, ed: Person) -> UUID:
    """Published in a collection that has a board."""
    await _publish(sessions, accepted, collection, ed)
    return accepted


async def thread(sessions: Sessions, case_id: UUID, kind: str = "challenge") -> ThreadRow | None:
    async with sessions() as session:
        return await forums.thread_about(session, GUEST, about_kind=kind, about_id=case_id)


async def article(sessions: Sessions, case_id: UUID) -> UUID | None:
    async with sessions() as session:
        return await club_cases.of_case(session, case_id)


async def test_the_challenge_hides_what_it_was(as_: Enter, sessions: Sessions, seeded: UUID) -> None:
    opened = await thread(sessions, seeded)
    assert opened is not None
    assert TEXTS["title"] not in opened.title
    guest = await as_()
    page = (await guest.get(f"/cases/{seeded}/challenge")).text
    assert "Clinical findings" in page
    assert TEXTS["title"] not in page
    assert "Discussion</h" not in page
    shown = (await guest.get(f"/cases/{seeded}/challenge?shown=true")).text
    assert TEXTS["title"] in shown
    assert f"/cases/{seeded}/challenge" in (await guest.get(f"/cases/{seeded}")).text


async def test_who_answers_sees_the_rest_from_then_on(
    as_: Enter, sessions: Sessions, seeded: UUID, ben: Person
) -> None:
    member = await as_(ben)
    path = f"/cases/{seeded}/challenge"
    refused = await member.post(path, data={"body": ""})
    assert (refused.status_code, TEXTS["title"] in refused.text) == (422, False)
    assert (await member.post(path, data={"body": ANSWER})).status_code == 303
    assert TEXTS["title"] in (await member.get(path)).text
    opened = await thread(sessions, seeded)
    assert opened is not None
    assert ANSWER in (await member.get(f"/threads/{opened.id}")).text
    assert (await (await as_()).post(path, data={"body": ANSWER})).status_code == 401


async def test_a_case_without_a_presentation_is_no_challenge(as_: Enter, sessions: Sessions) -> None:
    async with transaction(sessions) as session:
        made = await service.import_published(session, report=report())
    assert (await (await as_()).get(f"/cases/{made.id}/challenge")).status_code == 404


async def test_notices_are_told_in_both_threads(
    as_: Enter, sessions: Sessions, seeded: UUID, ed: Person
) -> None:
    await say(sessions, seeded, ed, Kind.RETRACTION)
    guest = await as_()
    for kind in ("case", "challenge"):
        opened = await thread(sessions, seeded, kind)
        assert opened is not None
        assert "This case was retracted" in (await guest.get(f"/threads/{opened.id}")).text


async def test_the_article_says_what_became_of_the_case(
    as_: Enter, sessions: Sessions, seeded: UUID, ed: Person
) -> None:
    article_id = await article(sessions, seeded)
    assert article_id is not None
    guest = await as_()
    assert f"/clubs/cases/{seeded}" in (await guest.get(f"/cases/{seeded}")).text
    led = await guest.get(f"/clubs/cases/{seeded}")
    assert led.headers["location"] == f"/clubs/articles/{article_id}"
    page = await guest.get(f"/clubs/articles/{article_id}")
    assert f'href="/cases/{seeded}"' in page.text
    await say(sessions, seeded, ed, Kind.ERRATUM, CHANGES)
    assert f"{TEXTS['title']} [Corrected]" in (await guest.get(f"/clubs/articles/{article_id}")).text
    await say(sessions, seeded, ed, Kind.RETRACTION)
    assert f"Retracted: {TEXTS['title']}" in (await guest.get("/clubs")).text


async def test_a_case_that_is_kept_back_takes_its_seeds_along(
    sessions: Sessions, seeded: UUID, ben: Person
) -> None:
    article_id = await article(sessions, seeded)
    assert article_id is not None
    async with transaction(sessions) as session:
        await service.hold(session, seeded, "look")
    assert await thread(sessions, seeded) is None
    assert await article(sessions, seeded) is None
    async with sessions() as session:
        assert await clubs.articles(session, viewing(ben)) == []
        with pytest.raises(ArticleNotFound):
            await clubs.article(session, GUEST, article_id=article_id)
    async with transaction(sessions) as session:
        await service.release(session, seeded)
    assert await thread(sessions, seeded) is not None
    assert await article(sessions, seeded) == article_id


async def test_a_take_down_takes_all_of_them_away(
    sessions: Sessions, settings: Settings, seeded: UUID, ada: Person, do_jobs: DoJobs
) -> None:
    async with transaction(sessions) as session:
        gone = ConsentWithdrawal(reason="The patient asked.", sure=True)
        await service.withdraw_consent(session, viewer=viewing(ada), case_id=seeded, draft=gone)
    assert await article(sessions, seeded) is None
    await do_jobs()
    async with sessions() as session:
        ledger = await service.consent_ledger(session, viewer=viewing(ada), case_id=seeded)
        assert await clubs.articles(session, GUEST) == []
    assert ledger.take_down is not None
    taken = {step.name: step.taken for step in ledger.take_down.steps}
    assert (taken["clubs"], taken["files"], taken["discussion"]) == (1, 0, 2)
    assert set(taken) == set(wiring.take_down_steps(settings))


async def test_search_finds_the_case_once(sessions: Sessions, seeded: UUID) -> None:
    article_id = await article(sessions, seeded)
    assert article_id is not None
    async with sessions() as session:
        assert await clubs.document(session, article_id=article_id) is None
        assert await clubs.article_ids(session) == []
