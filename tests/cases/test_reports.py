"""Forms by type of article, remarks, signatures, trainees, published reviews, and who is not to be asked."""

from typing import Any
from uuid import UUID

import pytest
from msgspec import convert
from msgspec.structs import replace
from sqlalchemy import select, update

from cases import blind, privacy, service
from cases.care import ArticleType
from cases.errors import (
    OpposedAlready,
    ReviewerIsParty,
    ReviewerOpposed,
    ReviewUnfinished,
    TooManyOpposed,
)
from cases.models import Collection
from cases.schemas import (
    CaseDraft,
    CollectionView,
    Criterion,
    OpposedDraft,
    Rating,
    Remark,
    ReviewDraft,
)
from cases.sheets import COMMON, criteria_of
from cases.states import Decision
from core.audit import Entry
from core.db import Sessions, transaction
from core.policy import GUEST, Role
from forums import service as forums
from forums.schemas import BoardDraft
from identity.models import Person
from tests.cases.conftest import REVIEW, TEXTS, WORDS, ask, complete, rule, start, submit, viewing
from tests.cases.test_tables import page_of, say
from tests.conftest import Enter, someone

SAID = replace(
    REVIEW,
    remarks=[Remark(section="discussion", quote="chest pain", comment="Which kind of pain?")],
    trainee="  Tia   Younger ",
)


async def hand_in(sessions: Sessions, review_id: UUID, reviewer: Person, draft: ReviewDraft) -> None:
    async with transaction(sessions) as session:
        me = viewing(reviewer)
        await service.answer_request(session, viewer=me, review_id=review_id, accept=True)
        await service.submit_review(session, viewer=me, review_id=review_id, draft=draft)


async def publish(sessions: Sessions, case_id: UUID, review_id: UUID, ed: Person) -> Any:
    async with transaction(sessions) as session:
        await service.mark_acceptable(session, viewer=viewing(ed, Role.EDITOR), review_id=review_id)
    await rule(sessions, case_id, ed, Decision.ACCEPT)
    async with transaction(sessions) as session:
        await service.publish(session, viewer=viewing(ed, Role.EDITOR), case_id=case_id)
        found = await service.published_case(session, viewer=GUEST, case_id=case_id)
    return found.publication.review


def test_every_type_of_article_asks_about_privacy_and_clarity() -> None:
    for article in ArticleType:
        assert {Criterion.ETHICS_PRIVACY, Criterion.CLARITY} <= set(criteria_of(article))
    assert Criterion.IMAGE_QUALITY in criteria_of("image_challenge")


async def test_a_quality_case_is_rated_by_its_own_form(  # noqa: PLR0917
    sessions: Sessions, collection: CollectionView, ada: Person, ed: Person, rex: Person, as_: Enter
) -> None:
    async with transaction(sessions) as session:
        begun = CaseDraft(
            title=TEXTS["title"], article_type=ArticleType.QUALITY_CASE, collection_id=collection.id
        )
        submitted = (await service.start(session, viewer=viewing(ada), draft=begun)).id
    await complete(sessions, submitted, ada)
    for key in ("causes", "learning_points"):
        await say(sessions, ada, submitted, key, WORDS)
    await submit(sessions, submitted, ada)
    review_id = await ask(sessions, submitted, ed, rex)
    common = {criterion: Rating(score=4) for criterion in COMMON}
    with pytest.raises(ReviewUnfinished) as refused:
        await hand_in(sessions, review_id, rex, replace(REVIEW, answers=common))
    assert set(convert(refused.value.context["missing"], list[str])) == {"measurement", "transfer"}
    wanted = {criterion: Rating(score=3) for criterion in criteria_of("quality_case")}
    async with transaction(sessions) as session:
        await service.answer_request(session, viewer=viewing(rex), review_id=review_id, accept=True)
    assert "Measures and how they were taken" in await page_of(await as_(rex), f"/reviews/{review_id}")
    async with transaction(sessions) as session:
        draft = replace(REVIEW, answers=wanted)
        await service.submit_review(session, viewer=viewing(rex), review_id=review_id, draft=draft)


async def test_remarks_reach_editors_at_once_and_authors_with_the_decision(
    sessions: Sessions, submitted: UUID, ada: Person, ed: Person, rex: Person
) -> None:
    review_id = await ask(sessions, submitted, ed, rex)
    await hand_in(sessions, review_id, rex, SAID)
    async with sessions() as session:
        dossier = await service.dossier(session, viewer=viewing(ed, Role.EDITOR), case_id=submitted)
        mine = await service.write_up(session, viewer=viewing(ada), case_id=submitted)
        sheet = await service.review_sheet(session, viewer=viewing(rex), review_id=review_id)
    assert dossier.reviews[0].remarks[0].quote == "chest pain"
    assert dossier.reviews[0].with_trainee
    assert mine.reviews == []
    assert sheet.trainee == "Tia Younger"
    await rule(sessions, submitted, ed, Decision.MINOR)
    async with sessions() as session:
        mine = await service.write_up(session, viewer=viewing(ada), case_id=submitted)
    assert mine.reviews[0].remarks[0].comment == "Which kind of pain?"


async def test_the_trainees_name_is_where_the_reviewers_is(
    sessions: Sessions, submitted: UUID, ed: Person, rex: Person, ada: Person
) -> None:
    review_id = await ask(sessions, submitted, ed, rex)
    await hand_in(sessions, review_id, rex, SAID)
    async with sessions() as session:
        assert await blind.trainee_of(session, review_id, rex.id) == "Tia Younger"
        assert await blind.trainee_of(session, review_id, ada.id) == ""
        assert await blind.trainee_of(session, review_id, ed.id) == ""


async def test_nothing_is_published_of_a_review_where_nobody_said_so(
    sessions: Sessions, submitted: UUID, ed: Person, rex: Person
) -> None:
    review_id = await ask(sessions, submitted, ed, rex)
    await hand_in(sessions, review_id, rex, SAID)
    found = await publish(sessions, submitted, review_id, ed)
    assert (found.reports, found.signed) == ([], [])


async def test_whoever_signs_is_named_with_the_published_case_and_the_log_says_that_it_was_asked(  # noqa: PLR0917
    sessions: Sessions, submitted: UUID, ed: Person, rex: Person, as_: Enter, ada: Person
) -> None:
    review_id = await ask(sessions, submitted, ed, rex)
    await hand_in(sessions, review_id, rex, replace(SAID, signed=True))
    page = await page_of(await as_(ed), f"/cases/{submitted}/editorial")
    assert rex.name not in page
    found = await publish(sessions, submitted, review_id, ed)
    assert (found.reports, found.signed) == ([], [rex.name])
    assert rex.name in await page_of(await as_(ada), f"/cases/{submitted}")
    async with sessions() as session:
        asked = select(Entry.detail).where(Entry.act == "cases.reviewer_identified")
        purposes = [detail["purpose"] for detail in await session.scalars(asked)]
    assert "signature" in purposes


@pytest.mark.parametrize("signed", [False, True], ids=["under an alias", "signed"])
async def test_a_collection_that_publishes_reviews_told_so_when_it_asked(  # noqa: PLR0917
    sessions: Sessions, submitted: UUID, ed: Person, rex: Person, as_: Enter, signed: bool
) -> None:
    async with transaction(sessions) as session:
        await session.execute(update(Collection).values(publishes_reviews=True))
    review_id = await ask(sessions, submitted, ed, rex)
    assert "This collection publishes reviews" in await page_of(await as_(rex), f"/reviews/{review_id}")
    async with transaction(sessions) as session:
        await session.execute(update(Collection).values(publishes_reviews=False))
    await hand_in(sessions, review_id, rex, replace(SAID, signed=signed))
    found = await publish(sessions, submitted, review_id, ed)
    (report,) = found.reports
    assert (report.alias, report.name) == ("Reviewer A", rex.name if signed else "")
    assert report.trainee == ("Tia Younger" if signed else "")
    assert report.remarks[0].comment == "Which kind of pain?"
    assert not hasattr(report, "note_to_editor")
    page = await page_of(await as_(ed), f"/cases/{submitted}")
    assert "Which kind of pain?" in page
    assert (rex.name in page) is signed
    assert "I have seen this pattern twice" not in page


async def test_what_may_tell_who_the_patient_is_is_not_published_with_a_review(
    sessions: Sessions, submitted: UUID, ed: Person, rex: Person
) -> None:
    async with transaction(sessions) as session:
        await session.execute(update(Collection).values(publishes_reviews=True))
    review_id = await ask(sessions, submitted, ed, rex)
    remarks = [
        Remark(section="discussion", quote="Mr. John Smithers", comment="Call 555-867-5309 about it."),
        Remark(section="discussion", quote="chest pain", comment="Which kind of pain?"),
    ]
    told = "Mr. John Smithers was seen on 12 March 2019, I think: take that out. Well written otherwise."
    draft = replace(SAID, remarks=remarks, comments_to_authors=told)
    await hand_in(sessions, review_id, rex, draft)
    (report,) = (await publish(sessions, submitted, review_id, ed)).reports
    assert "Smithers" not in report.comments
    assert "2019" not in report.comments
    assert report.comments.endswith("take that out. Well written otherwise.")
    gone, kept = report.remarks
    assert (gone.quote, "867" in gone.comment) == ("", False)
    assert kept.comment == "Which kind of pain?"


async def test_a_name_that_was_given_for_one_round_does_not_stand_under_the_alias_of_another(
    sessions: Sessions, submitted: UUID, ada: Person, ed: Person, rex: Person
) -> None:
    async with transaction(sessions) as session:
        await session.execute(update(Collection).values(publishes_reviews=True))
    first = await ask(sessions, submitted, ed, rex)
    await hand_in(sessions, first, rex, SAID)
    await rule(sessions, submitted, ed, Decision.MINOR)
    await submit(sessions, submitted, ada)
    second = await ask(sessions, submitted, ed, rex)
    await hand_in(sessions, second, rex, replace(SAID, signed=True))
    found = await publish(sessions, submitted, second, ed)
    assert [(report.round, report.alias, report.name) for report in found.reports] == [
        (1, "Reviewer A", ""),
        (2, "Reviewer A", ""),
    ]
    assert found.signed == []


async def test_the_form_keeps_remarks_and_signature(
    sessions: Sessions, submitted: UUID, ed: Person, rex: Person, as_: Enter
) -> None:
    review_id = await ask(sessions, submitted, ed, rex)
    async with transaction(sessions) as session:
        await service.answer_request(session, viewer=viewing(rex), review_id=review_id, accept=True)
    r = await as_(rex)
    fields = {
        "act": "save",
        "remark-1-section": "discussion",
        "remark-1-quote": "chest pain",
        "remark-1-comment": "Which kind?",
        "signed": "1",
        "trainee": "Tia Younger",
    }
    saved = await r.post(f"/reviews/{review_id}", data=fields)
    assert saved.status_code == 303
    page = await page_of(r, f"/reviews/{review_id}")
    assert "Which kind?" in page
    assert 'value="chest pain"' in page
    assert 'value="Tia Younger"' in page
    assert 'name="remark-2-comment"' in page


async def oppose(sessions: Sessions, case_id: UUID, author: Person, person: Person) -> None:
    async with transaction(sessions) as session:
        draft = OpposedDraft(person_id=person.id, why="We compete for the same grant.")
        await service.oppose(session, viewer=viewing(author), case_id=case_id, draft=draft)


async def test_whom_an_author_names_is_not_asked_and_the_editor_reads_why(
    sessions: Sessions, collection: CollectionView, ada: Person, ed: Person, rex: Person
) -> None:
    case_id = await start(sessions, ada, collection)
    await complete(sessions, case_id, ada)
    await oppose(sessions, case_id, ada, rex)
    with pytest.raises(OpposedAlready):
        await oppose(sessions, case_id, ada, rex)
    await submit(sessions, case_id, ada)
    with pytest.raises(ReviewerOpposed):
        await ask(sessions, case_id, ed, rex)
    async with sessions() as session:
        dossier = await service.dossier(session, viewer=viewing(ed, Role.EDITOR), case_id=case_id)
        found = await service.candidates(
            session, viewer=viewing(ed, Role.EDITOR), case_id=case_id, query=rex.name
        )
    assert [(one.person.id, one.why) for one in dossier.opposed] == [
        (rex.id, "We compete for the same grant.")
    ]
    assert (found[0].against, found[0].possible) == (["ReviewerOpposed"], True)


async def test_five_people_can_be_named_and_taken_off_again(sessions: Sessions, ada: Person) -> None:
    case_id = await start(sessions, ada, None)
    others = [await someone(sessions, f"{name} Rival") for name in ("Abe", "Bea", "Cas", "Dot", "Eli", "Fay")]
    for rival in others[:5]:
        await oppose(sessions, case_id, ada, rival)
    with pytest.raises(TooManyOpposed):
        await oppose(sessions, case_id, ada, others[5])
    async with transaction(sessions) as session:
        await service.unoppose(session, viewer=viewing(ada), case_id=case_id, person_id=others[0].id)
        named = await service.opposed(session, viewer=viewing(ada), case_id=case_id)
    assert len(named) == 4


async def test_who_wrote_in_the_thread_that_the_case_comes_from_does_not_review_it(  # noqa: PLR0917
    sessions: Sessions, collection: CollectionView, ada: Person, ed: Person, rex: Person, as_: Enter
) -> None:
    root = await someone(sessions, "Max Founder", Role.ADMINISTRATOR)
    async with transaction(sessions) as session:
        board = await forums.create_board(
            session, viewing(root, Role.ADMINISTRATOR), draft=BoardDraft(slug="talk", name="Talk")
        )
        opened = await forums.open_thread(
            session, viewing(ada), board_id=board.id, title="Odd chest pain", body="What is it?"
        )
        await forums.reply(session, viewing(rex), thread_id=opened.thread_id, body="Perhaps myocarditis.")
    page = await page_of(await as_(ada), f"/cases/new?thread={opened.thread_id}")
    assert 'value="Odd chest pain"' in page
    assert f'value="{opened.thread_id}"' in page
    async with transaction(sessions) as session:
        draft = CaseDraft(title=TEXTS["title"], collection_id=collection.id, thread_id=opened.thread_id)
        case_id = (await service.start(session, viewer=viewing(ada), draft=draft)).id
    await complete(sessions, case_id, ada)
    await submit(sessions, case_id, ada)
    with pytest.raises(ReviewerIsParty):
        await ask(sessions, case_id, ed, rex)


async def test_who_is_erased_is_on_nobodys_list_and_the_namer_can_export_it(
    sessions: Sessions, ada: Person, rex: Person
) -> None:
    case_id = await start(sessions, ada, None)
    await oppose(sessions, case_id, ada, rex)
    async with transaction(sessions) as session:
        said = (await privacy.export(session, ada.id))["asked_not_to_review"]
        assert [one["why"] for one in convert(said, list[dict[str, str]])] == [
            "We compete for the same grant."
        ]
        await privacy.erase(session, rex.id)
        assert await service.opposed(session, viewer=viewing(ada), case_id=case_id) == []
