"""The list of authors: all agree to it, and after submission the editor too."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from cases import errors, figures, policy, privacy, service
from cases.contributions import Degree
from cases.events import BylineAgreed, BylineProposed, ThanksOffered
from cases.models import BylineProposal, Case, RoleDispute
from cases.schemas import (
    AcknowledgementDraft,
    ContributionDraft,
    DisputeRuling,
    SubmissionDraft,
)
from core.db import Sessions, transaction
from core.events import Bus
from core.policy import Role
from identity.models import Person
from tests.cases.authoring import (
    WHY,
    WRITING,
    act,
    dispute,
    editing,
    entry,
    missing,
    order,
    propose,
    say,
    seen,
)
from tests.cases.conftest import agree, ask, review, viewing
from tests.cases.test_publishing import heard, publish
from tests.conftest import Enter, someone


async def test_an_order_holds_once_every_author_agreed_to_exactly_it(
    sessions: Sessions, two: UUID, ada: Person, ben: Person
) -> None:
    assert missing(await seen(sessions, ada, two)) == {("order_not_proposed", "")}
    proposal = await propose(sessions, ada, two, ben, ada)
    assert missing(await seen(sessions, ben, two)) == {("order_unanswered", ben.name)}
    with pytest.raises(errors.NotComplete):
        await act(sessions, service.submit, ada, two, draft=SubmissionDraft())
    await say(sessions, ben, two, proposal)
    case = await seen(sessions, ada, two)
    assert [(a.person.id, a.corresponding) for a in case.authors] == [(ben.id, True), (ada.id, False)]
    assert case.order.settled
    assert missing(case) == set()
    with pytest.raises(errors.OrderHolds):
        await act(sessions, service.propose_order, ada, two, draft=order(case, ben, ada))


async def test_a_new_proposal_takes_back_earlier_agreement(
    sessions: Sessions, two: UUID, ada: Person, ben: Person
) -> None:
    first = await propose(sessions, ada, two, ada, ben)
    await propose(sessions, ben, two, ben, ada)
    with pytest.raises(errors.ProposalGone):
        await say(sessions, ben, two, first)
    assert missing(await seen(sessions, ada, two)) == {("order_unanswered", ada.name)}


async def test_whoever_refuses_ends_the_proposal_and_says_why(
    sessions: Sessions, two: UUID, ada: Person, ben: Person
) -> None:
    proposal = await propose(sessions, ada, two, ada, ben)
    await say(sessions, ben, two, proposal, agrees=False)
    case = await seen(sessions, ada, two)
    assert (case.order.proposal, case.order.refusal, case.order.settled) == (None, WHY, False)


async def test_agreement_can_be_taken_back_while_others_have_not_answered(
    sessions: Sessions, two: UUID, ada: Person, ben: Person
) -> None:
    proposal = await propose(sessions, ada, two, ada, ben)
    await say(sessions, ada, two, proposal)  # again, which changes nothing
    await say(sessions, ada, two, proposal, agrees=False)
    with pytest.raises(errors.ProposalGone):
        await say(sessions, ben, two, proposal)


async def test_a_newcomer_has_a_say_in_the_order(
    sessions: Sessions, two: UUID, ada: Person, ben: Person, mia: Person
) -> None:
    await agree(sessions, two, ada, ben)
    assert (await seen(sessions, ada, two)).order.settled
    await act(sessions, service.invite_author, ada, two, person_id=mia.id)
    await act(sessions, service.answer_invitation, mia, two, accept=True)
    assert not (await seen(sessions, ada, two)).order.settled


async def test_nobody_who_accepted_is_taken_out_without_agreeing(
    sessions: Sessions, two: UUID, ada: Person, ben: Person
) -> None:
    mine = entry(await seen(sessions, ada, two), ben)
    with pytest.raises(errors.AuthorsAgreeFirst):
        await act(sessions, service.remove_author, ada, two, author_id=mine.id)
    with pytest.raises(errors.OrderUnexplained):
        await propose(sessions, ada, two, ada)
    proposal = await propose(sessions, ada, two, ada, why="Ben moved on.")
    await say(sessions, ben, two, proposal)
    assert [a.person.id for a in (await seen(sessions, ada, two)).authors] == [ada.id]
    with pytest.raises(errors.CaseNotFound):
        await seen(sessions, ben, two)


async def test_who_left_a_draft_comes_to_the_list_of_cases_and_may_be_asked_again(
    sessions: Sessions, two: UUID, ada: Person, ben: Person, as_: Enter
) -> None:
    mine = entry(await seen(sessions, ada, two), ben)
    browser = await as_(ben)
    left = await browser.post(f"/cases/{two}/authors/remove", data={"author_id": str(mine.id)})
    assert (left.status_code, left.headers["location"]) == (303, "/cases/mine")
    assert "You left the write-up." in (await browser.get("/cases/mine")).text
    assert [a.person.id for a in (await seen(sessions, ada, two)).authors] == [ada.id]
    await act(sessions, service.invite_author, ada, two, person_id=ben.id)
    await act(sessions, service.answer_invitation, ben, two, accept=True)
    again = entry(await seen(sessions, ada, two), ben)
    assert (again.roles, again.disclosure) == ([], None)


async def test_who_left_a_draft_or_could_read_it_judges_nothing_of_it(
    sessions: Sessions, two: UUID, ada: Person, ben: Person, mia: Person
) -> None:
    await act(sessions, service.invite_author, ada, two, person_id=mia.id)
    for person in (ben, mia):
        gone = entry(await seen(sessions, ada, two), person)
        actor = ben if person is ben else ada
        await act(sessions, service.remove_author, actor, two, author_id=gone.id)
    async with sessions() as session:
        for person in (ben, mia):
            part = select(Case.id).where(Case.id == two, policy.involved(viewing(person)))
            assert await session.scalar(part) == two
            assert await figures.lookable(session, viewing(person), [two]) == {}


async def test_after_submission_an_author_is_added_by_all_and_the_editor(  # noqa: PLR0917
    sessions: Sessions, handed_in: UUID, ada: Person, ben: Person, mia: Person, ed: Person, bus: Bus
) -> None:
    told = heard(bus, BylineProposed, BylineAgreed)
    with pytest.raises(errors.NotPossibleNow):
        await act(sessions, service.invite_author, ada, handed_in, person_id=mia.id)
    proposal = await propose(sessions, ada, handed_in, ada, ben, add=[mia.id], why="Mia read the films.")
    assert set(told[0].person_ids) == {ben.id, mia.id}
    await say(sessions, ben, handed_in, proposal)
    with pytest.raises(errors.ProposalGone):
        await decide(sessions, ed, handed_in, proposal, confirm=True)
    await say(sessions, mia, handed_in, proposal)
    assert told[1].waits
    assert [a.state for a in (await seen(sessions, ada, handed_in)).authors] == [
        "accepted",
        "accepted",
        "invited",
    ]
    await decide(sessions, ed, handed_in, proposal, confirm=True)
    case = await seen(sessions, mia, handed_in)
    assert (case.order.settled, entry(case, mia).state) == (True, "accepted")
    assert missing(case) == {("roles_missing", mia.name), ("disclosure_missing", mia.name)}


async def decide(sessions: Sessions, ed: Person, case_id: UUID, proposal: UUID, **more: Any) -> None:
    await act(sessions, service.decide_order, editing(ed), case_id, proposal_id=proposal, **more)


async def test_who_is_to_be_added_and_refuses_is_no_author(
    sessions: Sessions, handed_in: UUID, ada: Person, ben: Person, mia: Person
) -> None:
    proposal = await propose(sessions, ada, handed_in, ada, ben, add=[mia.id], why="Mia read the films.")
    await say(sessions, mia, handed_in, proposal, agrees=False)
    assert [a.person.id for a in (await seen(sessions, ada, handed_in)).authors] == [ada.id, ben.id]
    with pytest.raises(errors.CaseNotFound):
        await seen(sessions, mia, handed_in)


async def test_an_editor_ends_a_proposal_with_a_reason(
    sessions: Sessions, handed_in: UUID, ada: Person, ben: Person, ed: Person
) -> None:
    proposal = await propose(sessions, ada, handed_in, ben, ada, why="Ben did more.")
    with pytest.raises(errors.OrderUnexplained):
        await decide(sessions, ed, handed_in, proposal, confirm=False)
    await decide(sessions, ed, handed_in, proposal, confirm=False, reason="Too late for that.")
    case = await seen(sessions, ben, handed_in)
    assert (case.order.refusal, case.order.settled) == ("Too late for that.", True)


async def test_nothing_is_published_while_the_authors_are_unsettled(
    sessions: Sessions, accepted: UUID, ada: Person, mia: Person, ed: Person
) -> None:
    await propose(sessions, ada, accepted, ada, add=[mia.id], why="Mia read the films.")
    with pytest.raises(errors.AuthorsUnsettled) as refused:
        await publish(sessions, accepted, ed)
    gap = {"about": "authors", "problem": "order_unanswered", "who": mia.name}
    told: Any = refused.value.context["gaps"]
    assert gap in told


async def test_what_is_published_keeps_its_authors(sessions: Sessions, published: UUID, ada: Person) -> None:
    async with sessions() as session:
        with pytest.raises(errors.NotPossibleNow):
            await service.refuse_to_change_published(session, case_id=published)
    with pytest.raises(errors.NotPossibleNow):
        await propose(sessions, ada, published, ada, why="Something else.")
    with pytest.raises(errors.NotWritable):
        claim = ContributionDraft(roles={WRITING: Degree.LEAD})
        await act(sessions, service.claim_roles, ada, published, draft=claim)


async def test_a_reviewer_is_not_told_who_wants_to_add_them(  # noqa: PLR0917
    sessions: Sessions, handed_in: UUID, ada: Person, ben: Person, rex: Person, ed: Person, bus: Bus
) -> None:
    review_id = await ask(sessions, handed_in, ed, rex)
    told = heard(bus, BylineProposed, ThanksOffered)
    await propose(sessions, ada, handed_in, ada, ben, add=[rex.id], why="Rex read the films.")
    assert told[0].person_ids == (ben.id,)
    with pytest.raises(errors.CaseNotFound):
        await seen(sessions, rex, handed_in)
    async with sessions() as session:
        assert await service.my_write_ups(session, viewer=viewing(rex)) == []
    case = await seen(sessions, ada, handed_in)
    assert case.order.proposal is not None
    with pytest.raises(errors.CaseNotFound):
        await say(sessions, rex, handed_in, case.order.proposal.id)
    thanked = AcknowledgementDraft(text="Reading the films", person_id=rex.id)
    with pytest.raises(errors.AlreadyAuthor):
        await act(sessions, service.acknowledge, ada, handed_in, draft=thanked)
    await review(sessions, review_id, rex)


async def test_export_and_erasure_know_what_was_said_about_authors(
    sessions: Sessions, handed_in: UUID, ada: Person, ben: Person
) -> None:
    await propose(sessions, ben, handed_in, ben, ada, why="I did more.")
    await dispute(sessions, ben, ada, handed_in)
    zoe = await someone(sessions, "Zoe Thanked", Role.VERIFIED_CLINICIAN)
    draft = AcknowledgementDraft(text="Reading the films", person_id=zoe.id)
    await act(sessions, service.acknowledge, ada, handed_in, draft=draft)
    async with transaction(sessions) as session:
        told: dict[str, Any] = await privacy.export(session, ben.id)
        assert told["write_ups"][0]["affiliations"] == ["One House", "Two Houses"]
        assert told["role_disputes"][0]["reason"] == WHY
        assert told["author_proposals"][0]["why"] == "I did more."
        assert [one["agrees"] for one in told["author_agreements"]] == [True, True]
        theirs: dict[str, Any] = await privacy.export(session, zoe.id)
        assert theirs["acknowledgements"][0]["text"] == "Reading the films"
        await privacy.erase(session, ben.id)
        await privacy.erase(session, zoe.id)
    case = await seen(sessions, ada, handed_in)
    assert entry(case, ben).affiliations == []
    assert case.acknowledgements == []
    assert case.disputes[0].reason == ""


async def test_whoever_decides_on_the_case_is_not_made_an_author_of_it(
    sessions: Sessions, submitted: UUID, ada: Person, ed: Person
) -> None:
    with pytest.raises(errors.EditorsDecide):
        await propose(sessions, ada, submitted, ada, add=[ed.id], why="Ed helped.")
    async with sessions() as session:
        await service.dossier(session, viewer=viewing(ed, Role.EDITOR), case_id=submitted)


async def test_words_of_a_refusal_and_of_a_ruling_go_with_whoever_wrote_them(
    sessions: Sessions, handed_in: UUID, ada: Person, ben: Person, ed: Person
) -> None:
    proposal = await propose(sessions, ada, handed_in, ben, ada, why="Ben did more.")
    await say(sessions, ben, handed_in, proposal, agrees=False)
    disputed = await dispute(sessions, ben, ada, handed_in)
    await act(sessions, service.ask_for_ruling, ben, handed_in, dispute_id=disputed)
    ruling = DisputeRuling(outcome="lead", reason="The drafts show it.")
    await act(sessions, service.rule_on_role, editing(ed), handed_in, dispute_id=disputed, draft=ruling)
    async with transaction(sessions) as session:
        await privacy.erase(session, ben.id)
        await privacy.erase(session, ed.id)
        refused = select(BylineProposal.reason).where(BylineProposal.id == proposal)
        assert await session.scalar(refused) == ""
        assert list(await session.scalars(select(RoleDispute.ruling))) == [""]


async def test_a_reviewer_learns_nowhere_that_they_are_to_be_an_author(  # noqa: PLR0917
    sessions: Sessions, handed_in: UUID, ada: Person, ben: Person, rex: Person, ed: Person
) -> None:
    await ask(sessions, handed_in, ed, rex)
    await propose(sessions, ada, handed_in, ada, ben, add=[rex.id], why="Rex read the films.")
    async with sessions() as session:
        assert (await privacy.export(session, rex.id))["write_ups"] == []
    with pytest.raises(errors.CaseNotFound):
        await act(sessions, service.answer_invitation, rex, handed_in, accept=True)
