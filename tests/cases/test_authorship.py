"""Authorship: roles proposed and disputed, an order that all agree to, disclosures, thanks."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from cases import errors, privacy, service
from cases.contributions import ContributorRole, Degree
from cases.events import BylineAgreed, BylineProposed, ThanksOffered
from cases.schemas import (
    AcknowledgementDraft,
    AuthorOrder,
    AuthorView,
    CollectionView,
    ConsentWithdrawal,
    ContributionDraft,
    DisclosureDraft,
    DisputeDraft,
    DisputeRuling,
    OrderAnswer,
    RoleAnswer,
    RoleProposal,
    SubmissionDraft,
    WriteUp,
)
from core import clock
from core.db import Sessions, transaction
from core.errors import Invalid
from core.events import Bus
from core.policy import GUEST, Role, Viewer
from identity.models import Person
from moderation import service as moderation
from moderation.schemas import DisclosureDraft as Record
from moderation.schemas import TieDraft
from moderation.words import Nature
from tests.cases.conftest import agree, ask, complete, review, start, submit, viewing
from tests.cases.test_publishing import heard, publish
from tests.conftest import someone

WRITING = ContributorRole.WRITING_ORIGINAL_DRAFT
SUPERVISION = ContributorRole.SUPERVISION
WHY = "She did not take part in that."


async def act(sessions: Sessions, what: Any, person: Person | Viewer, case_id: UUID, **more: Any) -> Any:
    viewer = viewing(person) if isinstance(person, Person) else person
    async with transaction(sessions) as session:
        return await what(session, viewer=viewer, case_id=case_id, **more)


async def seen(sessions: Sessions, person: Person, case_id: UUID) -> WriteUp:
    async with sessions() as session:
        return await service.write_up(session, viewer=viewing(person), case_id=case_id)


def missing(case: WriteUp) -> set[tuple[str, str]]:
    return {(gap.problem, gap.who) for gap in case.unsettled}


def entry(case: WriteUp, person: Person) -> AuthorView:
    return next(author for author in case.authors if author.person.id == person.id)


def editing(ed: Person) -> Viewer:
    return viewing(ed, Role.EDITOR)


@pytest.fixture
async def two(sessions: Sessions, ada: Person, ben: Person, collection: CollectionView) -> UUID:
    """A draft of Ada's and Ben's in which only the order is open."""
    case_id = await start(sessions, ada, collection)
    await act(sessions, service.invite_author, ada, case_id, person_id=ben.id)
    await act(sessions, service.answer_invitation, ben, case_id, accept=True)
    await complete(sessions, case_id, ada)
    claim = ContributionDraft(roles={WRITING: Degree.EQUAL}, affiliations=["One House", " Two  Houses "])
    await act(sessions, service.claim_roles, ben, case_id, draft=claim)
    await act(sessions, service.disclose, ben, case_id, draft=DisclosureDraft(none=True))
    return case_id


@pytest.fixture
async def handed_in(sessions: Sessions, two: UUID, ada: Person, ben: Person) -> UUID:
    await agree(sessions, two, ada, ben)
    await submit(sessions, two, ada)
    return two


def order(case: WriteUp, *people: Person, **more: Any) -> AuthorOrder:
    """These people in this order, the first corresponding."""
    ids = [entry(case, person).id for person in people]
    return AuthorOrder(author_ids=ids, corresponding_id=ids[0], **more)


async def propose(sessions: Sessions, by: Person, case_id: UUID, *people: Person, **more: Any) -> UUID:
    draft = order(await seen(sessions, by, case_id), *people, **more)
    await act(sessions, service.propose_order, by, case_id, draft=draft)
    proposal = (await seen(sessions, by, case_id)).order.proposal
    assert proposal is not None
    return proposal.id


async def say(
    sessions: Sessions, person: Person, case_id: UUID, proposal_id: UUID, *, agrees: bool = True
) -> None:
    draft = OrderAnswer(proposal_id=proposal_id, agree=agrees, reason="" if agrees else WHY)
    await act(sessions, service.answer_order, person, case_id, draft=draft)


# the order


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


# after submission


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


# roles


async def test_nobody_has_a_role_that_they_did_not_accept(
    sessions: Sessions, two: UUID, ada: Person, ben: Person
) -> None:
    await agree(sessions, two, ada, ben)
    case = await seen(sessions, ada, two)
    draft = RoleProposal(author_id=entry(case, ben).id, role=SUPERVISION, degree=Degree.LEAD)
    await act(sessions, service.propose_role, ada, two, draft=draft)
    case = await seen(sessions, ada, two)
    (role,) = [role for role in entry(case, ben).roles if role.role == SUPERVISION]
    assert (role.state, role.proposed_by) == ("proposed", ada.name)
    assert missing(case) == {("role_proposed", ben.name)}
    with pytest.raises(errors.RoleNotFound):
        await act(sessions, service.answer_role, ada, two, draft=RoleAnswer(role=SUPERVISION, accept=True))
    claim = ContributionDraft(roles={WRITING: Degree.EQUAL})
    await act(sessions, service.claim_roles, ben, two, draft=claim)
    assert missing(await seen(sessions, ada, two)) == {("role_proposed", ben.name)}
    await act(sessions, service.answer_role, ben, two, draft=RoleAnswer(role=SUPERVISION, accept=False))
    case = await seen(sessions, ada, two)
    assert SUPERVISION not in {role.role for role in entry(case, ben).roles}
    with pytest.raises(errors.OwnRole):
        mine = RoleProposal(author_id=entry(case, ada).id, role=SUPERVISION, degree=Degree.LEAD)
        await act(sessions, service.propose_role, ada, two, draft=mine)
    with pytest.raises(errors.RoleClaimed):
        claimed = RoleProposal(author_id=entry(case, ben).id, role=WRITING, degree=Degree.LEAD)
        await act(sessions, service.propose_role, ada, two, draft=claimed)


async def dispute(sessions: Sessions, by: Person, of: Person, case_id: UUID) -> UUID:
    author_id = entry(await seen(sessions, by, case_id), of).id
    draft = DisputeDraft(author_id=author_id, role=WRITING, reason=WHY)
    await act(sessions, service.dispute_role, by, case_id, draft=draft)
    return (await seen(sessions, by, case_id)).disputes[0].id


async def test_a_disputed_role_blocks_until_it_is_changed_or_taken_back(
    sessions: Sessions, two: UUID, ada: Person, ben: Person
) -> None:
    await agree(sessions, two, ada, ben)
    first = await dispute(sessions, ada, ben, two)
    assert missing(await seen(sessions, ben, two)) == {("role_disputed", ben.name)}
    with pytest.raises(errors.DisputeOpen):
        await dispute(sessions, ada, ben, two)
    with pytest.raises(errors.DisputeNotFound):
        await act(sessions, service.take_dispute_back, ben, two, dispute_id=first)
    await act(sessions, service.take_dispute_back, ada, two, dispute_id=first)
    assert missing(await seen(sessions, ben, two)) == set()
    await dispute(sessions, ada, ben, two)
    claim = ContributionDraft(roles={WRITING: Degree.SUPPORTING})
    await act(sessions, service.claim_roles, ben, two, draft=claim)
    case = await seen(sessions, ada, two)
    assert (missing(case), case.disputes[0].state) == (set(), "settled")


@pytest.mark.parametrize(("outcome", "left"), [("none", []), ("lead", [(WRITING, "lead")])])
async def test_an_editor_rules_and_the_ruling_stands(  # noqa: PLR0917
    sessions: Sessions, two: UUID, ada: Person, ben: Person, ed: Person, outcome: Any, left: Any
) -> None:
    found = await dispute(sessions, ada, ben, two)
    ruling = {"dispute_id": found, "draft": DisputeRuling(outcome=outcome, reason="As the records show.")}
    with pytest.raises(errors.CaseNotFound):
        await act(sessions, service.rule_on_role, editing(ed), two, **ruling)
    await act(sessions, service.ask_for_ruling, ben, two, dispute_id=found)
    async with sessions() as session:
        assert await service.arbitrations(session, viewer=editing(ed)) == [two]
        assert await service.arbitrations(session, viewer=viewing(ada)) == []
    assert ("role_with_editor", ben.name) in missing(await seen(sessions, ada, two))
    async with sessions() as session:
        shown = await service.arbitration(session, viewer=editing(ed), case_id=two)
    assert [one.name for one in shown.authors] == [ada.name, ben.name]
    assert shown.disputes[0].reason == WHY
    with pytest.raises(errors.CaseNotFound):
        await act(sessions, service.rule_on_role, ada, two, **ruling)
    await act(sessions, service.rule_on_role, editing(ed), two, **ruling)
    case = await seen(sessions, ben, two)
    assert [(role.role, role.degree) for role in entry(case, ben).roles] == left
    assert (case.disputes[0].outcome, case.disputes[0].ruling) == (outcome, "As the records show.")
    with pytest.raises(errors.RoleRuled):
        claim = ContributionDraft(roles={WRITING: Degree.EQUAL})
        await act(sessions, service.claim_roles, ben, two, draft=claim)
    async with sessions() as session:
        with pytest.raises(errors.CaseNotFound):
            await service.arbitration(session, viewer=editing(ed), case_id=two)


async def test_the_editors_are_those_of_the_chosen_collection(
    sessions: Sessions, ada: Person, ben: Person, ed: Person
) -> None:
    case_id = await start(sessions, ada, None)
    await act(sessions, service.invite_author, ada, case_id, person_id=ben.id)
    await act(sessions, service.answer_invitation, ben, case_id, accept=True)
    claim = ContributionDraft(roles={WRITING: Degree.EQUAL})
    await act(sessions, service.claim_roles, ben, case_id, draft=claim)
    found = await dispute(sessions, ada, ben, case_id)
    with pytest.raises(errors.NoEditorYet):
        await act(sessions, service.ask_for_ruling, ada, case_id, dispute_id=found)


# names, affiliations, disclosures


async def test_a_version_says_names_places_and_orcid_as_the_authors_gave_them(
    sessions: Sessions, accepted: UUID, ada: Person, ed: Person
) -> None:
    async with transaction(sessions) as session:
        (await session.get_one(Person, ada.id)).orcid = "0000-0002-1825-0097"
    claim = ContributionDraft(
        roles={SUPERVISION: Degree.LEAD}, byline="A. B. Okafor", affiliations=["One House", "Two Houses"]
    )
    await act(sessions, service.claim_roles, ada, accepted, draft=claim)
    await publish(sessions, accepted, ed)
    async with sessions() as session:
        case = await service.published_case(session, viewer=GUEST, case_id=accepted)
    with pytest.raises(errors.NotWritable):
        await act(sessions, service.claim_roles, ada, accepted, draft=claim)
    (author,) = case.publication.authors
    assert (author.name, author.orcid) == ("A. B. Okafor", "0000-0002-1825-0097")
    assert author.affiliations == ["One House", "Two Houses"]
    assert [(role.role, role.degree) for role in author.roles] == [("supervision", "lead")]


async def on_record(sessions: Sessions, person: Person, *companies: str) -> None:
    items = [TieDraft(company=company, nature=next(iter(Nature))) for company in companies]
    async with transaction(sessions) as session:
        draft = Record(none=not items, items=items)
        await moderation.declare(session, viewing(person), draft=draft)


async def test_a_disclosure_agrees_with_the_record_and_ages_with_it(
    sessions: Sessions, accepted: UUID, ada: Person, ed: Person
) -> None:
    await on_record(sessions, ada, "Farma Inc")
    assert missing(await seen(sessions, ada, accepted)) == {("disclosure_changed", ada.name)}
    with pytest.raises(errors.AuthorsUnsettled):
        await publish(sessions, accepted, ed)
    with pytest.raises(errors.DisclosureContradicts):
        await act(sessions, service.disclose, ada, accepted, draft=DisclosureDraft(none=True))
    words = DisclosureDraft(statement="Shares of Pharma Ltd")
    await act(sessions, service.disclose, ada, accepted, draft=words)
    (author,) = (await seen(sessions, ada, accepted)).authors
    assert author.disclosure is not None
    assert author.disclosure.statement.splitlines()[0] == "Shares of Pharma Ltd"
    assert "Farma Inc (" in author.disclosure.statement
    await act(sessions, service.disclose, ada, accepted, draft=DisclosureDraft())
    assert missing(await seen(sessions, ada, accepted)) == set()
    await publish(sessions, accepted, ed)
    await on_record(sessions, ada)
    async with sessions() as session:
        case = await service.published_case(session, viewer=GUEST, case_id=accepted)
    signed = case.publication.authors[0].disclosure
    assert signed is not None
    assert [tie.company for tie in signed.ties] == ["Farma Inc"]
    assert signed.statement.startswith("Farma Inc (")


async def test_an_old_disclosure_blocks_publication(
    sessions: Sessions, accepted: UUID, ed: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = clock.now() + timedelta(days=366)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(errors.AuthorsUnsettled):
        await publish(sessions, accepted, ed)


# thanks


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
    ],
)
async def test_an_attested_thank_you_is_complete(
    sessions: Sessions, ada: Person, draft: AcknowledgementDraft, field: str
) -> None:
    case_id = await start(sessions, ada, None)
    with pytest.raises(errors.BadAcknowledgement) as refused:
        await act(sessions, service.acknowledge, ada, case_id, draft=draft)
    assert set(refused.value.fields) == {field}


# what is kept of a person


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


async def test_doubts_end_with_the_authorship_they_are_about(
    sessions: Sessions, two: UUID, ada: Person, ben: Person
) -> None:
    await dispute(sessions, ada, ben, two)
    proposal = await propose(sessions, ada, two, ada, why="Ben moved on.")
    await say(sessions, ben, two, proposal)
    assert (await seen(sessions, ada, two)).disputes[0].state == "settled"


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


@pytest.mark.parametrize("byline", ["12", "Former member"])
async def test_a_printed_name_is_a_name(sessions: Sessions, two: UUID, ben: Person, byline: str) -> None:
    with pytest.raises(Invalid):
        claim = ContributionDraft(roles={WRITING: Degree.EQUAL}, byline=byline)
        await act(sessions, service.claim_roles, ben, two, draft=claim)


async def test_a_printed_name_bends_no_text_around_it(sessions: Sessions, two: UUID, ben: Person) -> None:
    claim = ContributionDraft(roles={WRITING: Degree.EQUAL}, byline="\u202eB. Sato")
    await act(sessions, service.claim_roles, ben, two, draft=claim)
    assert entry(await seen(sessions, ben, two), ben).name == "B. Sato"
