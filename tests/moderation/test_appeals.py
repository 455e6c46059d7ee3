"""An author reads the decision, appeals, and somebody else answers."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.db import Sessions, transaction
from core.policy import Viewer
from forums.schemas import Placed
from identity.models import Person
from moderation import service
from moderation.errors import (
    AppealClosed,
    AppealedAlready,
    AppealTooLate,
    DecisionNotFound,
    NotAppealable,
    SameModerator,
)
from moderation.schemas import AnswerDraft, AppealDraft
from moderation.words import Outcome
from tests.conftest import someone
from tests.moderation.conftest import (
    BECAUSE,
    PITCH,
    Write,
    decide,
    disclose,
    moderating,
    shown,
    the_flag,
    viewing,
)
from tests.moderation.test_deciding import second

OBJECTION = AppealDraft(text="The praise was a quotation from the advertisement I criticise.")


@pytest.fixture
async def pitch(write: Write, ada: Person) -> Placed:
    return await write(ada, PITCH)


@pytest.fixture
async def removal(sessions: Sessions, pitch: Placed, mia_declared: Person, max_: Person) -> UUID:
    flag = await the_flag(sessions, pitch)
    await decide(sessions, moderating(mia_declared), flag, Outcome.REMOVE)
    await second(sessions, moderating(max_), flag, agreed=True)
    async with sessions() as session:
        return (await service.flag(session, moderating(max_), flag_id=flag.id)).decisions[0].id


@pytest.fixture
async def nia(sessions: Sessions) -> Viewer:
    """A third moderator."""
    person = await someone(sessions, "Nia Brandt")
    await disclose(sessions, person)
    return moderating(person)


async def appeal(sessions: Sessions, person: Person, decision_id: UUID) -> None:
    async with transaction(sessions) as session:
        await service.appeal(session, viewing(person), decision_id=decision_id, draft=OBJECTION)


async def answer(sessions: Sessions, moderator: Viewer, decision_id: UUID, *, agreed: bool) -> None:
    async with transaction(sessions) as session:
        draft = AnswerDraft(agreed=agreed, reason="It is a quotation.")
        await service.answer_appeal(session, moderator, decision_id=decision_id, draft=draft)


async def test_the_author_reads_rule_reason_and_kept_text(
    sessions: Sessions, removal: UUID, ada: Person
) -> None:
    async with sessions() as session:
        sheet = await service.decision_sheet(session, viewing(ada), decision_id=removal)
        mine = await service.own_decisions(session, viewing(ada))
    assert (sheet.decision.rule_id, sheet.decision.reason, sheet.own) == ("IN-05", BECAUSE, True)
    assert PITCH in sheet.body
    assert [row.id for row in mine] == [removal]


async def test_a_decision_is_nobody_elses_business(sessions: Sessions, removal: UUID, ben: Person) -> None:
    async with sessions() as session:
        with pytest.raises(DecisionNotFound):
            await service.decision_sheet(session, viewing(ben), decision_id=removal)
    with pytest.raises(DecisionNotFound):
        await appeal(sessions, ben, removal)


async def test_an_appeal_is_answered_by_somebody_who_took_no_part(
    *,
    sessions: Sessions,
    session: AsyncSession,
    removal: UUID,
    pitch: Placed,
    ada: Person,
    mia_declared: Person,
    max_: Person,
    nia: Viewer,
) -> None:
    await appeal(sessions, ada, removal)
    for involved in (mia_declared, max_):
        with pytest.raises(SameModerator):
            await answer(sessions, moderating(involved), removal, agreed=False)
    async with sessions() as unit:
        assert [row.decision_id for row in await service.open_appeals(unit, nia)] == [removal]
    await answer(sessions, nia, removal, agreed=True)
    assert await shown(session, pitch) == "visible"
    with pytest.raises(AppealClosed):
        await answer(sessions, nia, removal, agreed=False)


async def test_a_decision_that_stands_changes_nothing(
    *, sessions: Sessions, session: AsyncSession, removal: UUID, pitch: Placed, ada: Person, nia: Viewer
) -> None:
    await appeal(sessions, ada, removal)
    await answer(sessions, nia, removal, agreed=False)
    assert await shown(session, pitch) == "removed"
    async with sessions() as unit:
        sheet = await service.decision_sheet(unit, viewing(ada), decision_id=removal)
        assert await service.open_appeals(unit, nia) == []
    assert sheet.appeal is not None
    assert (sheet.appeal.overturned, sheet.appeal.reason) == (False, "It is a quotation.")


async def test_one_appeal_within_fourteen_days(sessions: Sessions, removal: UUID, ada: Person) -> None:
    with clock.at(clock.now() + timedelta(days=14, minutes=1)), pytest.raises(AppealTooLate):
        await appeal(sessions, ada, removal)
    await appeal(sessions, ada, removal)
    with pytest.raises(AppealedAlready):
        await appeal(sessions, ada, removal)


async def test_a_dismissal_leaves_nothing_to_appeal_against(
    sessions: Sessions, pitch: Placed, ada: Person, mia_declared: Person
) -> None:
    flag = await the_flag(sessions, pitch)
    decision = await decide(sessions, moderating(mia_declared), flag, Outcome.DISMISS)
    assert decision is not None
    with pytest.raises(NotAppealable):
        await appeal(sessions, ada, decision)


async def test_an_overturned_request_shows_the_post_again(
    *,
    sessions: Sessions,
    session: AsyncSession,
    pitch: Placed,
    ada: Person,
    mia_declared: Person,
    nia: Viewer,
) -> None:
    flag = await the_flag(sessions, pitch)
    decision = await decide(sessions, moderating(mia_declared), flag, Outcome.REQUEST_EDIT)
    assert decision is not None
    await appeal(sessions, ada, decision)
    await answer(sessions, nia, decision, agreed=True)
    assert await shown(session, pitch) == "visible"
    assert (await the_flag(sessions, pitch)).state == "closed"
