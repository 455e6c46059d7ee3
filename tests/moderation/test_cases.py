"""Case write-ups are screened when they are submitted, and stay blind in the queue."""

from uuid import UUID

import pytest

from cases import service as cases
from cases.schemas import CollectionView
from core.db import Sessions, transaction
from identity.models import Person
from moderation import service
from moderation.words import Outcome
from tests.cases import conftest as writing
from tests.cases.conftest import found
from tests.moderation.conftest import PITCH, decide, flag_on, moderating, the_flag, viewing


@pytest.fixture
async def collection(sessions: Sessions) -> CollectionView:
    return await found(sessions)


@pytest.fixture
async def promotional(sessions: Sessions, collection: CollectionView, ada: Person) -> UUID:
    """Ada's case with a pitch in its discussion, not handed in yet."""
    case_id = await writing.start(sessions, ada, collection)
    await writing.complete(sessions, case_id, ada)
    async with transaction(sessions) as session:
        await cases.save_section(
            session, viewer=viewing(ada), case_id=case_id, key="discussion", body=PITCH * 3, version=1
        )
    return case_id


async def test_a_draft_is_its_authors_business(sessions: Sessions, promotional: UUID) -> None:
    assert await flag_on(sessions, promotional) is None


async def test_a_submitted_pitch_is_held_and_moderators_do_not_learn_who_wrote_it(
    sessions: Sessions, promotional: UUID, ada: Person, mia_declared: Person
) -> None:
    await writing.submit(sessions, promotional, ada)
    flag = await the_flag(sessions, promotional)
    assert (flag.subject_kind, flag.held, flag.author_ids) == ("case", True, [ada.id])
    async with sessions() as session:
        view = await service.flag(session, moderating(mia_declared), flag_id=flag.id)
    assert view.author_ids == []
    assert view.disclosures == {}
    assert PITCH in view.body


async def test_the_author_learns_of_the_decision_on_a_case(
    sessions: Sessions, promotional: UUID, ada: Person, mia_declared: Person
) -> None:
    await writing.submit(sessions, promotional, ada)
    flag = await the_flag(sessions, promotional)
    decision = await decide(sessions, moderating(mia_declared), flag, Outcome.DISMISS)
    assert decision is not None
    assert not (await the_flag(sessions, promotional)).held
    async with sessions() as session:
        mine = await service.own_decisions(session, viewing(ada))
    assert [row.id for row in mine] == [decision]


async def test_a_clean_case_is_not_flagged(
    sessions: Sessions, collection: CollectionView, ada: Person
) -> None:
    case_id = await writing.start(sessions, ada, collection)
    await writing.complete(sessions, case_id, ada)
    await writing.submit(sessions, case_id, ada)
    assert await flag_on(sessions, case_id) is None


async def test_cases_are_for_moderators_of_the_whole_house(
    sessions: Sessions, promotional: UUID, ada: Person, ben: Person
) -> None:
    await writing.submit(sessions, promotional, ada)
    async with sessions() as session:
        assert await service.queue(session, moderating(ben, ada.id)) == []
