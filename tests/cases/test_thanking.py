"""Acknowledgements: nobody is thanked in print who did not agree."""

from uuid import UUID

import pytest

from cases import errors, service
from cases.events import ThanksOffered
from cases.schemas import (
    AcknowledgementDraft,
    CollectionView,
    ConsentWithdrawal,
)
from cases.service import thanking
from core.db import Sessions, transaction
from core.events import Bus
from core.policy import GUEST
from identity.models import Person
from tests.cases.authoring import act, missing, seen
from tests.cases.conftest import ask, complete, start, submit, viewing
from tests.cases.test_publishing import heard, publish


async def test_nobody_is_thanked_in_print_who_did_not_agree(  # noqa: PLR0917
    sessions: Sessions, accepted: UUID, ada: Person, ben: Person, mia: Person, ed: Person, bus: Bus
) -> None:
    offered = heard(bus, ThanksOffered)
    for person in (ben, mia):
        draft = AcknowledgementDraft(text="Reading the films", person_id=person.id)
        await act(sessions, service.acknowledge, ada, accepted, draft=draft)
    outside = AcknowledgementDraft(
        text="The drawings", name="Una Outside", attested=True, agreed_on="2026-10-01"
    )
    await act(sessions, service.acknowledge, ada, accepted, draft=outside)
    first, second = [event.acknowledgement_id for event in offered]
    async with transaction(sessions) as session:
        shown = await service.thanks(session, viewer=viewing(ben), acknowledgement_id=first)
        assert (shown.authors, shown.text) == ([ada.name], "Reading the films")
        await service.answer_thanks(session, viewer=viewing(ben), acknowledgement_id=first, accept=True)
        with pytest.raises(errors.AcknowledgementNotFound):
            await service.thanks(session, viewer=viewing(ben), acknowledgement_id=second)
    await publish(sessions, accepted, ed)
    async with sessions() as session:
        case = await service.published_case(session, viewer=GUEST, case_id=accepted)
    printed = [(one.name, one.text) for one in case.publication.acknowledgements]
    assert printed == [(ben.name, "Reading the films"), ("Una Outside", "The drawings")]
    async with sessions() as session:
        with pytest.raises(errors.AcknowledgementAnswered):
            await service.answer_thanks(session, viewer=viewing(mia), acknowledgement_id=second, accept=True)


async def test_an_unanswered_thank_you_keeps_a_draft_from_being_handed_in(
    sessions: Sessions, ada: Person, ben: Person, collection: CollectionView
) -> None:
    case_id = await start(sessions, ada, collection)
    await complete(sessions, case_id, ada)
    draft = AcknowledgementDraft(text="Reading the films", person_id=ben.id)
    made = await act(sessions, service.acknowledge, ada, case_id, draft=draft)
    assert missing(await seen(sessions, ada, case_id)) == {("thanks_unanswered", ben.name)}
    with pytest.raises(errors.NotComplete):
        await submit(sessions, case_id, ada)
    await act(sessions, service.take_thanks_out, ada, case_id, acknowledgement_id=made.id)
    await submit(sessions, case_id, ada)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (AcknowledgementDraft(text="Help", name="Una", agreed_on="2026-10-01"), "attested"),
        (AcknowledgementDraft(text="Help", name="Una", attested=True), "agreed_on"),
        (AcknowledgementDraft(text="Help", name="Una", attested=True, agreed_on="9999-01-01"), "agreed_on"),
        (AcknowledgementDraft(text="Help", attested=True, agreed_on="2026-10-01"), "name"),
        (AcknowledgementDraft(text="For Mrs. Anna Smithers", name="Una"), "text"),
        (AcknowledgementDraft(text="Her record, MRN 4711-0815", name="Una"), "text"),
    ],
)
async def test_an_attested_thank_you_is_complete(
    sessions: Sessions, ada: Person, draft: AcknowledgementDraft, field: str
) -> None:
    case_id = await start(sessions, ada, None)
    with pytest.raises(errors.BadAcknowledgement) as refused:
        await act(sessions, service.acknowledge, ada, case_id, draft=draft)
    assert set(refused.value.fields) == {field}


async def test_whom_the_authors_thank_is_not_asked_for_a_review(
    sessions: Sessions, handed_in: UUID, ada: Person, rex: Person, ed: Person
) -> None:
    draft = AcknowledgementDraft(text="Reading the films", person_id=rex.id)
    await act(sessions, service.acknowledge, ada, handed_in, draft=draft)
    with pytest.raises(errors.ReviewerIsThanked):
        await ask(sessions, handed_in, ed, rex)


async def test_news_of_thanks_are_taken_down_with_the_case(
    sessions: Sessions, handed_in: UUID, ada: Person, mia: Person
) -> None:
    draft = AcknowledgementDraft(text="Reading the films", person_id=mia.id)
    made = await act(sessions, service.acknowledge, ada, handed_in, draft=draft)
    gone = ConsentWithdrawal(sure=True)
    await act(sessions, service.withdraw_consent, ada, handed_in, draft=gone)
    async with sessions() as session:
        assert f"/acknowledgements/{made.id}" in await service.addresses_of(session, handed_in)
        with pytest.raises(errors.CaseTakenDown):
            await service.thanks(session, viewer=viewing(mia), acknowledgement_id=made.id)
        with pytest.raises(errors.CaseTakenDown):
            await service.write_up(session, viewer=viewing(ada), case_id=handed_in)


async def test_so_many_are_thanked_and_no_more(
    sessions: Sessions, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thanking, "MOST", 1)
    case_id = await start(sessions, ada, None)
    draft = AcknowledgementDraft(text="Help", name="Una", attested=True, agreed_on="2026-10-01")
    await act(sessions, service.acknowledge, ada, case_id, draft=draft)
    with pytest.raises(errors.TooManyThanked):
        await act(sessions, service.acknowledge, ada, case_id, draft=draft)
