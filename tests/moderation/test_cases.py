"""Case write-ups are screened when they are submitted, and stay blind in the queue."""

from uuid import UUID

import pytest
from sqlalchemy import select

from cases import service as cases
from cases.errors import NotPossibleNow
from cases.models import Case
from cases.schemas import CollectionView
from core.audit import Entry
from core.db import Sessions, transaction
from core.policy import Role
from identity.models import Person
from inbox.models import Notification
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


async def test_what_is_held_stays_in_screening_until_a_moderator_lets_it_on_and_then_editors_are_told(
    *,
    sessions: Sessions,
    collection: CollectionView,
    promotional: UUID,
    ada: Person,
    ed: Person,
    mia_declared: Person,
) -> None:
    await writing.submit(sessions, promotional, ada)
    assert await status(sessions, promotional) == "screening"
    assert await told(sessions, ed) == []
    async with sessions() as session:
        with pytest.raises(NotPossibleNow):
            await cases.request_review(
                session, viewer=viewing(ed, Role.EDITOR), case_id=promotional, person_id=mia_declared.id
            )
    await decide(sessions, moderating(mia_declared), await the_flag(sessions, promotional), Outcome.DISMISS)
    assert await status(sessions, promotional) == "submitted"
    assert await told(sessions, ed) == ["case.submitted"]
    async with sessions() as session:
        acts = select(Entry.act).where(Entry.subject_id == promotional).order_by(Entry.seq)
        moves = [act for act in await session.scalars(acts) if act in {"cases.submit", "cases.hand_on"}]
    assert moves == ["cases.submit", "cases.hand_on"]


async def test_what_is_held_can_be_withdrawn_by_its_authors(
    sessions: Sessions, promotional: UUID, ada: Person
) -> None:
    await writing.submit(sessions, promotional, ada)
    async with transaction(sessions) as session:
        await cases.withdraw(session, viewer=viewing(ada), case_id=promotional)
    assert await status(sessions, promotional) == "withdrawn"


async def status(sessions: Sessions, case_id: UUID) -> str | None:
    async with sessions() as session:
        return await session.scalar(select(Case.status).where(Case.id == case_id))


async def told(sessions: Sessions, person: Person) -> list[str]:
    async with sessions() as session:
        kinds = select(Notification.kind).where(Notification.person_id == person.id)
        return list(await session.scalars(kinds))


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
    assert await status(sessions, case_id) == "submitted"


async def test_cases_are_for_moderators_of_the_whole_house(
    sessions: Sessions, promotional: UUID, ada: Person, ben: Person
) -> None:
    await writing.submit(sessions, promotional, ada)
    async with sessions() as session:
        assert await service.queue(session, moderating(ben, ada.id)) == []
