"""Whom an editor is offered as a reviewer, what speaks against somebody, and who may set it aside."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from cases import errors, service
from cases.models import Review
from cases.picking import Facts, Record, against, never, standing
from cases.schemas import Candidate, CollectionView, ExceptionDraft
from core import audit, clock
from core.db import Sessions, transaction
from core.policy import Role, Viewer
from identity.models import Person
from identity.service.likeness import house, mailbox
from moderation import service as moderation
from moderation.schemas import DisclosureDraft, TieDraft
from moderation.words import Nature
from tests.cases.conftest import (
    ask,
    complete,
    review,
    start,
    submit,
    viewing,
)
from tests.conftest import someone
from tests.queries import count_queries

WHY = "Nobody else has seen this disease more than twice."


def test_reasons_come_gravest_first() -> None:
    facts = Facts(author=True, verified=False, coauthor=True, ties=("Pfizer",))
    assert against(facts) == [
        "ReviewerIsAuthor",
        "ReviewerNotQualified",
        "ReviewerHasTie",
        "ReviewerIsCoauthor",
    ]
    assert never(against(facts))
    assert not never(["ReviewerHasTie", "ReviewerIsCoauthor"])


def test_topic_load_and_past_quality_make_the_order() -> None:
    known = Record(rated=4, quality=5.0)
    assert standing(known, same_specialty=True) > standing(Record(), same_specialty=True)
    assert standing(Record(), same_specialty=True) > standing(Record(open=3), same_specialty=True)
    assert standing(Record(), same_specialty=True) > standing(Record(published=2), same_specialty=False)
    assert standing(Record(rated=1, quality=1.0), same_specialty=True) > standing(
        Record(rated=9, quality=1.0), same_specialty=True
    )


def test_one_mailbox_is_one_person_and_one_house_is_one_place() -> None:
    assert mailbox("Ada+Journal@Example.org") == mailbox("ada@example.org ")
    assert mailbox("ada@example.org") != mailbox("ada@example.com")
    assert house("St. Mary’s  Hospital, London") == house("st mary s hospital london")


async def change(sessions: Sessions, person: Person, **values: object) -> None:
    async with transaction(sessions) as session:
        await session.execute(update(Person).where(Person.id == person.id).values(**values))


async def found(sessions: Sessions, viewer: Viewer, case_id: UUID, query: str) -> list[Candidate]:
    async with sessions() as session:
        return await service.candidates(session, viewer=viewer, case_id=case_id, query=query)


async def reasons(sessions: Sessions, ed: Person, case_id: UUID, person: Person) -> list[str]:
    named = await found(sessions, viewing(ed, Role.EDITOR), case_id, person.name)
    [one] = [one for one in named if one.person.id == person.id]
    return one.against


async def test_an_authors_second_account_does_not_review(  # noqa: PLR0917
    sessions: Sessions, submitted: UUID, ada: Person, ed: Person, rex: Person, zoe: Person
) -> None:
    await change(sessions, ada, orcid="0000-0002-1825-0097")
    await change(sessions, rex, orcid="0000-0002-1825-0097")
    await change(sessions, zoe, email=ada.email.replace("@", "+second@"))
    for person in (rex, zoe):
        assert await reasons(sessions, ed, submitted, person) == ["ReviewerIsAuthor"]
        with pytest.raises(errors.ReviewerIsAuthor):
            await ask(sessions, submitted, ed, person)


async def test_a_colleague_does_not_review(
    sessions: Sessions, submitted: UUID, ada: Person, ed: Person, rex: Person
) -> None:
    await change(sessions, ada, affiliation="Harbour Hospital, Lisbon")
    await change(sessions, rex, affiliation="harbour hospital lisbon")
    assert await reasons(sessions, ed, submitted, rex) == ["ReviewerIsColleague"]
    with pytest.raises(errors.ReviewerIsColleague):
        await ask(sessions, submitted, ed, rex)


async def together(sessions: Sessions, collection: CollectionView, ada: Person, rex: Person) -> None:
    """Ada and Rex write another case."""
    other = await start(sessions, ada, collection)
    async with transaction(sessions) as session:
        await service.invite_author(session, viewer=viewing(ada), case_id=other, person_id=rex.id)
        await service.answer_invitation(session, viewer=viewing(rex), case_id=other, accept=True)


async def test_a_coauthor_of_the_last_three_years_does_not_review(  # noqa: PLR0917
    sessions: Sessions,
    collection: CollectionView,
    submitted: UUID,
    ada: Person,
    ed: Person,
    rex: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await together(sessions, collection, ada, rex)
    assert await reasons(sessions, ed, submitted, rex) == ["ReviewerIsCoauthor"]
    with pytest.raises(errors.ReviewerIsCoauthor):
        await ask(sessions, submitted, ed, rex)
    later = clock.now() + timedelta(days=3 * 365 + 1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert await reasons(sessions, ed, submitted, rex) == []


async def test_a_declared_tie_to_a_company_in_the_text_speaks_against(
    sessions: Sessions, collection: CollectionView, ada: Person, ed: Person, rex: Person
) -> None:
    case_id = await start(sessions, ada, collection)
    await complete(sessions, case_id, ada)
    async with transaction(sessions) as session:
        me, body = (
            viewing(ada),
            "Anticoagulation was begun with Eliquis (apixaban) of Pfizer, to good effect.",
        )
        await service.save_section(
            session, viewer=me, case_id=case_id, key="discussion", body=body * 3, version=1
        )
        tie = TieDraft(company="Pfizer", nature=Nature.SPEAKER)
        await moderation.declare(session, viewing(rex), draft=DisclosureDraft(items=[tie]))
    await submit(sessions, case_id, ada)
    [one] = await found(sessions, viewing(ed, Role.EDITOR), case_id, "Rex")
    assert (one.against, one.possible, one.ties) == (["ReviewerHasTie"], True, ["Pfizer"])


async def suggested(sessions: Sessions, ed: Person, case_id: UUID) -> list[Candidate]:
    async with sessions() as session:
        return await service.suggestions(session, viewer=viewing(ed, Role.EDITOR), case_id=case_id)


async def test_clinicians_of_the_specialty_are_suggested_best_first(  # noqa: PLR0917
    sessions: Sessions,
    collection: CollectionView,
    submitted: UUID,
    ada: Person,
    ben: Person,
    ed: Person,
    rex: Person,
    zoe: Person,
) -> None:
    for person in (ada, rex, zoe):
        await change(sessions, person, specialty="cardiology")
    other = await start(sessions, ben, collection)
    await complete(sessions, other, ben)
    await submit(sessions, other, ben)
    review_id = await ask(sessions, other, ed, rex)
    assert [one.person.name for one in await suggested(sessions, ed, submitted)] == [zoe.name, rex.name]
    await review(sessions, review_id, rex)
    async with transaction(sessions) as session:
        editor = viewing(ed, Role.EDITOR)
        await service.mark_acceptable(session, viewer=editor, review_id=review_id, rating=5)
    first, second = await suggested(sessions, ed, submitted)
    assert (first.person.name, first.open, first.rated, first.quality) == (rex.name, 0, 1, 5.0)
    assert (second.person.name, second.rated) == (zoe.name, 0)


async def test_what_is_said_of_somebody_does_not_tell_who_was_asked_for_this_case(
    sessions: Sessions, submitted: UUID, ed: Person, rex: Person
) -> None:
    await change(sessions, rex, specialty="cardiology")
    before = await suggested(sessions, ed, submitted)
    review_id = await ask(sessions, submitted, ed, rex)
    assert await suggested(sessions, ed, submitted) == before
    await review(sessions, review_id, rex)
    async with transaction(sessions) as session:
        editor = viewing(ed, Role.EDITOR)
        await service.mark_acceptable(session, viewer=editor, review_id=review_id, rating=1)
    assert await suggested(sessions, ed, submitted) == before


async def test_suggesting_costs_the_same_however_many_there_are(
    sessions: Sessions, submitted: UUID, ed: Person, rex: Person
) -> None:
    await change(sessions, rex, specialty="cardiology")
    counts = []
    for more in range(2):
        for n in range(more * 5):
            extra = await someone(sessions, f"Extra{n} Person{n}", Role.VERIFIED_CLINICIAN)
            await change(sessions, extra, specialty="cardiology")
        async with count_queries(sessions) as queries:
            await suggested(sessions, ed, submitted)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.fixture
async def second(sessions: Sessions) -> Person:
    """Edits too."""
    return await someone(sessions, "Sara Second", Role.VERIFIED_CLINICIAN, Role.EDITOR)


async def wish(sessions: Sessions, case_id: UUID, ed: Person, person: Person) -> UUID:
    async with transaction(sessions) as session:
        draft = ExceptionDraft(person_id=person.id, why=WHY)
        made = await service.ask_exception(
            session, viewer=viewing(ed, Role.EDITOR), case_id=case_id, draft=draft
        )
        return made.id


async def answer(sessions: Sessions, exception_id: UUID, editor: Person, *, grant: bool) -> None:
    async with transaction(sessions) as session:
        await service.answer_exception(
            session, viewer=viewing(editor, Role.EDITOR), exception_id=exception_id, grant=grant
        )


@pytest.fixture
async def colleague(sessions: Sessions, ada: Person, rex: Person) -> Person:
    """Rex works where Ada works."""
    for person in (ada, rex):
        await change(sessions, person, affiliation="Harbour Hospital")
    return rex


async def test_a_second_editor_allows_it_and_the_review_is_asked_for(
    sessions: Sessions, submitted: UUID, ed: Person, colleague: Person, second: Person
) -> None:
    exception_id = await wish(sessions, submitted, ed, colleague)
    with pytest.raises(errors.SameEditor):
        await answer(sessions, exception_id, ed, grant=True)
    async with sessions() as session:
        editor = viewing(second, Role.EDITOR)
        [waiting] = (await service.dossier(session, viewer=editor, case_id=submitted)).exceptions
    assert (waiting.person.id, waiting.reasons, waiting.mine) == (
        colleague.id,
        ["ReviewerIsColleague"],
        False,
    )
    assert (waiting.why, waiting.asked_by) == (WHY, ed.name)
    await answer(sessions, exception_id, second, grant=True)
    async with sessions() as session:
        dossier = await service.dossier(session, viewer=viewing(ed, Role.EDITOR), case_id=submitted)
        mine = await service.my_reviews(session, viewer=viewing(colleague))
    assert [r.alias for r in dossier.reviews] == ["Reviewer A"]
    assert dossier.exceptions == []
    assert len(mine) == 1
    with pytest.raises(errors.ExceptionNotFound):
        await answer(sessions, exception_id, second, grant=True)


async def test_a_refused_exception_leaves_the_reason_in_force(
    sessions: Sessions, submitted: UUID, ed: Person, colleague: Person, second: Person
) -> None:
    await answer(sessions, await wish(sessions, submitted, ed, colleague), second, grant=False)
    with pytest.raises(errors.ReviewerIsColleague):
        await ask(sessions, submitted, ed, colleague)


async def test_what_no_editor_can_allow_is_not_asked(  # noqa: PLR0917
    sessions: Sessions, submitted: UUID, ada: Person, ed: Person, rex: Person, gil: Person
) -> None:
    for person, refusal in (
        (ada, errors.ExceptionNotPossible),
        (gil, errors.ExceptionNotPossible),
        (rex, errors.ExceptionNotNeeded),
    ):
        with pytest.raises(refusal):
            await wish(sessions, submitted, ed, person)


async def test_the_same_is_asked_once(
    sessions: Sessions, submitted: UUID, ed: Person, colleague: Person
) -> None:
    await wish(sessions, submitted, ed, colleague)
    with pytest.raises(errors.ExceptionAsked):
        await wish(sessions, submitted, ed, colleague)


async def test_the_log_names_reasons_and_editors_but_no_reviewer(
    sessions: Sessions, submitted: UUID, ed: Person, colleague: Person, second: Person
) -> None:
    await answer(sessions, await wish(sessions, submitted, ed, colleague), second, grant=True)
    async with sessions() as session:
        entries = [entry async for entry in audit.entries(session)]
    said = {entry.act: entry for entry in entries if "exception" in entry.act}
    assert said["cases.exception_asked"].actor_id == ed.id
    assert said["cases.exception_granted"].actor_id == second.id
    assert said["cases.exception_granted"].detail["reasons"] == ["ReviewerIsColleague"]
    assert not [e for e in entries if str(colleague.id) in str(e.detail)]


async def shift(sessions: Sessions, review_id: UUID, days: int) -> None:
    async with transaction(sessions) as session:
        due = (clock.now() + timedelta(days=days)).date()
        await session.execute(update(Review).where(Review.id == review_id).values(due_on=due))


async def test_a_reviewer_is_reminded_once_before_and_once_after_the_deadline(
    sessions: Sessions, submitted: UUID, ed: Person, rex: Person
) -> None:
    from tests.cases.test_news import news_of  # noqa: PLC0415

    review_id = await ask(sessions, submitted, ed, rex)
    told = []
    for days in (10, 2, 2, -1, -1):
        await shift(sessions, review_id, days)
        async with transaction(sessions) as session:
            told.append(await service.remind(session))
    assert told == [0, 1, 0, 1, 0]
    assert {"case.review_due", "case.review_late"} <= await news_of(sessions, rex)
    assert "case.overdue" in await news_of(sessions, ed)
    async with sessions() as session:
        dossier = await service.dossier(session, viewer=viewing(ed, Role.EDITOR), case_id=submitted)
    assert dossier.reviews[0].overdue


async def test_a_review_that_is_in_is_not_late(
    sessions: Sessions, submitted: UUID, ed: Person, rex: Person
) -> None:
    review_id = await ask(sessions, submitted, ed, rex)
    await review(sessions, review_id, rex)
    await shift(sessions, review_id, -1)
    async with transaction(sessions) as session:
        assert await service.remind(session) == 0


async def test_whom_a_second_editor_decides_about_is_not_suggested_meanwhile(
    sessions: Sessions, submitted: UUID, ed: Person, colleague: Person, second: Person
) -> None:
    await change(sessions, colleague, specialty="cardiology")
    assert colleague.id in {one.person.id for one in await suggested(sessions, ed, submitted)}
    exception_id = await wish(sessions, submitted, ed, colleague)
    assert colleague.id not in {one.person.id for one in await suggested(sessions, ed, submitted)}
    await answer(sessions, exception_id, second, grant=False)
    assert colleague.id in {one.person.id for one in await suggested(sessions, ed, submitted)}
