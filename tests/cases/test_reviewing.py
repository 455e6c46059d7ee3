"""Reviews under an alias, and the editor's decisions."""

import ast
import asyncio
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from cases import blind, errors, service
from cases.events import CaseDecided, ReviewAccepted, ReviewRequested, ReviewSubmitted
from cases.models import Review
from cases.schemas import BlindMode, CollectionView, Criterion, Rating, ReviewDraft, RulingDraft
from cases.states import MOVES, Act, Decision, Status
from core import audit
from core.db import Sessions, transaction
from core.errors import SignInRequired
from core.events import Bus, Event
from core.policy import GUEST, Grant, Role, Viewer
from identity.models import Person
from tests.cases.conftest import REVIEW, ask, complete, found, review, rule, start, submit, viewing


def test_only_one_module_knows_the_table_of_identities() -> None:
    knowing = {Path("cases/blind.py"), Path("cases/models/aliases.py")}
    sources = [path for path in Path("cases").rglob("*.py") if path not in knowing]
    names = {
        node.id if isinstance(node, ast.Name) else getattr(node, "attr", getattr(node, "name", ""))
        for path in [*sources, *Path("web/pages").rglob("*.py")]
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Name | ast.Attribute | ast.alias)
    }
    assert sources
    assert "ReviewerIdentity" not in names


@pytest.mark.parametrize(("number", "said"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB")])
def test_aliases_do_not_run_out(number: int, said: str) -> None:
    assert blind.letters(number) == said


async def test_a_reviewer_is_an_alias_through_all_rounds(  # noqa: PLR0917
    sessions: Sessions, submitted: UUID, ada: Person, ed: Person, rex: Person, zoe: Person
) -> None:
    first = await ask(sessions, submitted, ed, zoe)
    second = await ask(sessions, submitted, ed, rex)
    await review(sessions, second, rex)
    await rule(sessions, submitted, ed, Decision.MAJOR)
    await submit(sessions, submitted, ada)
    editor = viewing(ed, Role.EDITOR)
    async with transaction(sessions) as session:
        again = await service.ask_again(session, viewer=editor, review_id=second)
        dossier = await service.dossier(session, viewer=editor, case_id=submitted)
    assert [(r.alias, r.round, r.status) for r in dossier.reviews] == [
        ("Reviewer B", 2, "invited"),
        ("Reviewer A", 1, "cancelled"),
        ("Reviewer B", 1, "submitted"),
    ]
    async with sessions() as session:
        mine = await service.my_reviews(session, viewer=viewing(rex))
        assert [row.id for row in mine] == [again.id, second]
        assert await service.reviewer_of(session, again.id, purpose="test") == rex.id
        assert [r.id for r in await service.my_reviews(session, viewer=viewing(zoe))] == [first]


async def test_each_look_behind_an_alias_is_in_the_log(
    sessions: Sessions, submitted: UUID, ed: Person, rex: Person
) -> None:
    review_id = await ask(sessions, submitted, ed, rex)
    async with transaction(sessions) as session:
        assert await service.reviewer_of(session, review_id, purpose="credit") == rex.id
    async with sessions() as session:
        entries = [entry async for entry in audit.entries(session)]
    last = entries[-1]
    assert (last.act, last.subject_id) == ("cases.reviewer_identified", review_id)
    assert last.detail == {"purpose": "credit"}


async def test_the_log_does_not_say_who_reviewed(
    sessions: Sessions, reviewed: UUID, rex: Person, ed: Person
) -> None:
    async with sessions() as session:
        entries = [entry async for entry in audit.entries(session)]
    assert {"cases.review_submitted", "cases.review_accepted"} <= {entry.act for entry in entries}
    for entry in entries:
        assert entry.actor_id != rex.id
        assert str(rex.id) not in str(entry.detail)


async def test_asking_for_an_unknown_review_gives_nothing(sessions: Sessions) -> None:
    async with sessions() as session:
        with pytest.raises(errors.ReviewNotFound):
            await service.reviewer_of(session, uuid4(), purpose="credit")


async def test_events_carry_no_reviewer(
    sessions: Sessions, submitted: UUID, ed: Person, rex: Person, bus: Bus
) -> None:
    heard: list[Event] = []

    async def hear(_: object, event: Event) -> None:
        heard.append(event)

    for kind in (ReviewRequested, ReviewSubmitted, ReviewAccepted, CaseDecided):
        bus.within[kind].append(hear)
    review_id = await ask(sessions, submitted, ed, rex)
    await review(sessions, review_id, rex)
    async with transaction(sessions) as session:
        await service.mark_acceptable(session, viewer=viewing(ed, Role.EDITOR), review_id=review_id)
    await rule(sessions, submitted, ed, Decision.ACCEPT)
    assert heard == [
        ReviewRequested(case_id=submitted, review_id=review_id),
        ReviewSubmitted(case_id=submitted, review_id=review_id),
        ReviewAccepted(case_id=submitted, review_id=review_id),
        CaseDecided(case_id=submitted, decision="accept"),
    ]


async def test_authors_editors_and_the_unverified_do_not_review(
    sessions: Sessions, submitted: UUID, ada: Person, ed: Person, gil: Person
) -> None:
    for person, refusal in (
        (ada, errors.ReviewerIsAuthor),
        (ed, errors.ReviewerIsEditor),
        (gil, errors.ReviewerNotQualified),
    ):
        with pytest.raises(refusal):
            await ask(sessions, submitted, ed, person)
    async with sessions() as session:
        with pytest.raises(errors.PersonNotFound):
            await service.request_review(
                session, viewer=viewing(ed, Role.EDITOR), case_id=submitted, person_id=uuid4()
            )


async def test_candidates_come_with_the_reason_against_them(  # noqa: PLR0917
    sessions: Sessions, submitted: UUID, ada: Person, ed: Person, gil: Person, rex: Person
) -> None:
    editor = viewing(ed, Role.EDITOR)
    async with sessions() as session:
        reasons = {}
        for name in ("Ada", "Ed", "Gil", "Rex"):
            for one in await service.candidates(session, viewer=editor, case_id=submitted, query=name):
                reasons[one.person.name] = [*one.against, ""][0]
    assert reasons == {
        ada.name: "ReviewerIsAuthor",
        ed.name: "ReviewerIsEditor",
        gil.name: "ReviewerNotQualified",
        rex.name: "",
    }


async def test_nobody_is_asked_twice_in_a_round(
    sessions: Sessions, submitted: UUID, ed: Person, rex: Person
) -> None:
    results = await asyncio.gather(
        ask(sessions, submitted, ed, rex), ask(sessions, submitted, ed, rex), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["AlreadyReviewing", "UUID"]


async def test_before_accepting_one_reads_the_abstract_only(
    sessions: Sessions, submitted: UUID, ed: Person, rex: Person
) -> None:
    review_id = await ask(sessions, submitted, ed, rex)
    async with transaction(sessions) as session:
        sheet = await service.review_sheet(session, viewer=viewing(rex), review_id=review_id)
        assert [section.key for section in sheet.manuscript.sections] == ["abstract"]
        await service.answer_request(session, viewer=viewing(rex), review_id=review_id, accept=True)
        sheet = await service.review_sheet(session, viewer=viewing(rex), review_id=review_id)
    assert len(sheet.manuscript.sections) > 5
    assert sheet.authors is None


@pytest.mark.parametrize("mode", [BlindMode.SINGLE, BlindMode.OPEN])
async def test_where_authors_are_not_hidden_the_reviewer_reads_their_names(
    sessions: Sessions, ada: Person, ed: Person, rex: Person, mode: BlindMode
) -> None:
    collection = await found(sessions, blind_mode=mode)
    case_id = await start(sessions, ada, collection)
    await complete(sessions, case_id, ada)
    await submit(sessions, case_id, ada)
    review_id = await ask(sessions, case_id, ed, rex)
    async with sessions() as session:
        sheet = await service.review_sheet(session, viewer=viewing(rex), review_id=review_id)
    assert [author.name for author in sheet.authors or []] == [ada.name]


async def test_a_review_is_its_writers_alone(  # noqa: PLR0917
    sessions: Sessions, submitted: UUID, ada: Person, ed: Person, rex: Person, zoe: Person
) -> None:
    review_id = await ask(sessions, submitted, ed, rex)
    for other in (ada, ed, zoe):
        async with sessions() as session:
            with pytest.raises(errors.ReviewNotFound):
                await service.review_sheet(session, viewer=viewing(other, Role.EDITOR), review_id=review_id)
    async with sessions() as session:
        with pytest.raises(SignInRequired):
            await service.review_sheet(session, viewer=GUEST, review_id=review_id)


async def test_a_draft_review_is_kept_and_the_editor_does_not_see_it(
    sessions: Sessions, submitted: UUID, ed: Person, rex: Person
) -> None:
    review_id = await ask(sessions, submitted, ed, rex)
    who = viewing(rex)
    draft = ReviewDraft(
        answers={Criterion.CLARITY: Rating(score=2, text="Hard to follow")}, note_to_editor="Hm"
    )
    async with transaction(sessions) as session:
        with pytest.raises(errors.ReviewNotOpen):
            await service.save_review(session, viewer=who, review_id=review_id, draft=draft)
        await service.answer_request(session, viewer=who, review_id=review_id, accept=True)
        await service.save_review(session, viewer=who, review_id=review_id, draft=draft)
    async with sessions() as session:
        sheet = await service.review_sheet(session, viewer=who, review_id=review_id)
        dossier = await service.dossier(session, viewer=viewing(ed, Role.EDITOR), case_id=submitted)
    assert sheet.answers == {"clarity": {"score": 2, "text": "Hard to follow"}}
    assert (dossier.reviews[0].answers, dossier.reviews[0].note_to_editor) == ({}, "")


async def test_an_unfinished_review_is_not_taken(
    sessions: Sessions, submitted: UUID, ed: Person, rex: Person
) -> None:
    review_id = await ask(sessions, submitted, ed, rex)
    async with transaction(sessions) as session:
        await service.answer_request(session, viewer=viewing(rex), review_id=review_id, accept=True)
        with pytest.raises(errors.ReviewUnfinished) as refused:
            await service.submit_review(
                session, viewer=viewing(rex), review_id=review_id, draft=ReviewDraft()
            )
    assert "originality" in refused.value.context["missing"]  # type: ignore[operator]


async def test_a_submitted_review_does_not_change(sessions: Sessions, reviewed: UUID, rex: Person) -> None:
    async with sessions() as session:
        (mine,) = await service.my_reviews(session, viewer=viewing(rex))
        with pytest.raises(errors.ReviewNotOpen):
            await service.save_review(session, viewer=viewing(rex), review_id=mine.id, draft=REVIEW)


async def test_authors_read_reviews_after_the_decision_without_the_confidential_note(
    sessions: Sessions, reviewed: UUID, ada: Person, ed: Person
) -> None:
    async with sessions() as session:
        assert (await service.write_up(session, viewer=viewing(ada), case_id=reviewed)).reviews == []
    await rule(sessions, reviewed, ed, Decision.MINOR)
    async with sessions() as session:
        mine = await service.write_up(session, viewer=viewing(ada), case_id=reviewed)
    assert [r.alias for r in mine.reviews] == ["Reviewer A"]
    assert "<strong>thank you</strong>" in mine.rulings[0].letter_html
    assert REVIEW.note_to_editor not in repr(mine)
    assert mine.writable


async def test_nothing_is_accepted_without_reviews_that_count(
    sessions: Sessions, submitted: UUID, ed: Person, rex: Person
) -> None:
    review_id = await ask(sessions, submitted, ed, rex)
    with pytest.raises(errors.RevisionNeedsReview):
        await rule(sessions, submitted, ed, Decision.MINOR)
    await review(sessions, review_id, rex)
    with pytest.raises(errors.ReviewsMissing):
        await rule(sessions, submitted, ed, Decision.ACCEPT)


async def test_who_has_a_part_in_a_case_does_not_edit_it(
    sessions: Sessions, submitted: UUID, ada: Person, ed: Person, rex: Person
) -> None:
    await ask(sessions, submitted, ed, rex)
    for person in (ada, rex):
        involved = viewing(person, Role.EDITOR)
        async with sessions() as session:
            with pytest.raises(errors.EditorIsInvolved):
                await service.dossier(session, viewer=involved, case_id=submitted)
            with pytest.raises(errors.EditorIsInvolved):
                draft = RulingDraft(decision=Decision.REJECT, letter="No")
                await service.decide(session, viewer=involved, case_id=submitted, draft=draft)
            assert await service.desk(session, viewer=involved) == []
            assert await service.visible_ids(session, viewer=involved, ids=[submitted]) == (
                {submitted} if person is ada else set()
            )


async def test_editors_see_the_desk_of_their_own_collections(
    sessions: Sessions, submitted: UUID, collection: CollectionView, ben: Person
) -> None:
    async with sessions() as session:
        own = viewing(ben, Role.EDITOR, scope=collection.id)
        assert [row.id for row in await service.desk(session, viewer=own)] == [submitted]
        other = viewing(ben, Role.EDITOR, scope=uuid4())
        assert await service.desk(session, viewer=other) == []
        with pytest.raises(errors.CaseNotFound):
            await service.dossier(session, viewer=other, case_id=submitted)


async def test_withdrawal_ends_the_reviews(
    sessions: Sessions, submitted: UUID, ada: Person, ed: Person, rex: Person
) -> None:
    review_id = await ask(sessions, submitted, ed, rex)
    async with transaction(sessions) as session:
        await service.withdraw(session, viewer=viewing(ada), case_id=submitted, reason="New findings")
    async with sessions() as session:
        (mine,) = await service.my_reviews(session, viewer=viewing(rex))
        assert (mine.id, mine.status) == (review_id, "cancelled")
        with pytest.raises(errors.NotPossibleNow):
            await service.withdraw(session, viewer=viewing(ada), case_id=submitted)


async def test_a_held_case_is_not_reviewed(
    sessions: Sessions, submitted: UUID, ed: Person, rex: Person, zoe: Person
) -> None:
    review_id = await ask(sessions, submitted, ed, rex)
    async with transaction(sessions) as session:
        await service.hold(session, submitted, "Names a product")
    with pytest.raises(errors.CaseIsHeld):
        await ask(sessions, submitted, ed, zoe)
    async with transaction(sessions) as session:
        with pytest.raises(errors.CaseIsHeld):
            await service.review_sheet(session, viewer=viewing(rex), review_id=review_id)
        await service.release(session, submitted)
    await ask(sessions, submitted, ed, zoe)


@pytest.mark.parametrize("act", sorted(Act))
@pytest.mark.parametrize("status", sorted(Status))
async def test_the_machine_has_an_answer_for_every_act_in_every_state(status: Status, act: Act) -> None:
    from cases.models import Case  # noqa: PLC0415
    from cases.service.transitions import check  # noqa: PLC0415

    case = Case(status=status.value)
    if status in MOVES[act].sources:
        check(case, act)
    else:
        with pytest.raises(errors.NotPossibleNow) as refused:
            check(case, act)
        assert refused.value.context == {"state": status.value, "act": act.value}


def test_every_state_is_reached_and_the_ends_are_ends() -> None:
    reached = {move.target for move in MOVES.values()} | {Status.DRAFT}
    assert reached == set(Status)
    left = {source for act, move in MOVES.items() for source in move.sources if act is not Act.TAKE_DOWN}
    ends = {Status.WITHDRAWN, Status.RETRACTED, Status.TAKEN_DOWN}
    assert set(Status) - left == ends
    assert MOVES[Act.TAKE_DOWN].sources == set(Status) - {Status.DRAFT, Status.TAKEN_DOWN}


async def test_a_conflicted_review_row_stays_with_its_person(
    sessions: Sessions, submitted: UUID, ed: Person, rex: Person
) -> None:
    review_id = await ask(sessions, submitted, ed, rex)
    async with sessions() as session:
        mine = select(Review.id).where(blind.is_reviewer(rex.id))
        assert list(await session.scalars(mine)) == [review_id]
        nobody = select(Review.id).where(blind.is_reviewer(None))
        assert list(await session.scalars(nobody)) == []


def test_an_administrator_is_no_editor_by_that() -> None:
    from cases import policy  # noqa: PLC0415

    root = Viewer(person_id=uuid4(), grants=frozenset({Grant(Role.ADMINISTRATOR)}))
    assert not policy.edits_somewhere(root)


@pytest.mark.parametrize("decision", [Decision.ACCEPT, Decision.MINOR, Decision.REJECT])
async def test_a_decision_is_taken_back_while_nothing_followed_from_it(
    sessions: Sessions, reviewed: UUID, ada: Person, ed: Person, decision: Decision
) -> None:
    await rule(sessions, reviewed, ed, decision)
    editor, why = viewing(ed, Role.EDITOR), "It was meant for another case."
    async with transaction(sessions) as session:
        await service.reverse(session, viewer=editor, case_id=reviewed, reason=why)
    async with sessions() as session:
        dossier = await service.dossier(session, viewer=editor, case_id=reviewed)
        mine = await service.write_up(session, viewer=viewing(ada), case_id=reviewed)
    assert dossier.status == Status.IN_REVIEW
    assert [(r.decision, r.reversal, r.reversed_at is not None) for r in mine.rulings] == [
        (decision, why, True)
    ]
    assert mine.reviews == []
    await rule(sessions, reviewed, ed, Decision.ACCEPT)


async def test_what_was_rejected_unread_is_again_only_submitted(
    sessions: Sessions, submitted: UUID, ed: Person
) -> None:
    await rule(sessions, submitted, ed, Decision.REJECT)
    editor = viewing(ed, Role.EDITOR)
    async with transaction(sessions) as session:
        await service.reverse(session, viewer=editor, case_id=submitted, reason="Read too fast.")
        assert (await service.dossier(session, viewer=editor, case_id=submitted)).status == Status.SUBMITTED


async def test_a_decision_that_was_acted_upon_stands(
    sessions: Sessions, reviewed: UUID, ada: Person, ed: Person
) -> None:
    await rule(sessions, reviewed, ed, Decision.MINOR)
    await submit(sessions, reviewed, ada)
    async with transaction(sessions) as session:
        with pytest.raises(errors.NotPossibleNow):
            await service.reverse(
                session, viewer=viewing(ed, Role.EDITOR), case_id=reviewed, reason="Too late for that."
            )
