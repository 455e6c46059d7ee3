"""Write-ups: sections, versions, history, completeness."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from cases import service
from cases.care import WRITTEN, keywords_of
from cases.errors import (
    BadConsent,
    BadSectionText,
    CaseNotFound,
    InvitationOpen,
    NotComplete,
    NotWritable,
    SectionChanged,
    SectionNotFound,
    VerifiedAuthorsOnly,
)
from cases.events import SectionSaved
from cases.schemas import CaseDraft, CollectionView, ConsentDraft, ConsentType, SubmissionDraft
from core import clock
from core.db import Sessions, transaction
from core.errors import SignInRequired
from core.events import Bus
from core.policy import GUEST, Viewer
from identity.models import Person
from tests.cases.conftest import TEXTS, complete, start, submit, viewing
from tests.queries import count_queries


async def save(sessions: Sessions, person: Person, case_id: UUID, body: str, version: int) -> int:
    async with transaction(sessions) as session:
        kept = await service.save_section(
            session, viewer=viewing(person), case_id=case_id, key="abstract", body=body, version=version
        )
        return kept.version


async def invite(sessions: Sessions, case_id: UUID, ada: Person, ben: Person, *, accept: bool = True) -> None:
    async with transaction(sessions) as session:
        await service.invite_author(session, viewer=viewing(ada), case_id=case_id, person_id=ben.id)
        if accept:
            await service.answer_invitation(session, viewer=viewing(ben), case_id=case_id, accept=True)


async def test_a_new_write_up_has_every_slot_of_care(sessions: Sessions, ada: Person) -> None:
    case_id = await start(sessions, ada, None)
    async with sessions() as session:
        mine = await service.write_up(session, viewer=viewing(ada), case_id=case_id)
    assert [slot.item for slot in mine.slots if slot.item] == list(range(1, 14))
    assert mine.sections["title"].body == TEXTS["title"]
    assert {slot.key: slot.state for slot in mine.slots}["abstract"] == "empty"
    assert set(mine.sections) == {slot.key for slot in WRITTEN}


async def test_only_verified_clinicians_start_a_write_up(sessions: Sessions, gil: Person) -> None:
    draft = CaseDraft(title="Something rare")
    async with sessions() as session:
        with pytest.raises(VerifiedAuthorsOnly):
            await service.start(session, viewer=Viewer(person_id=gil.id), draft=draft)
        with pytest.raises(SignInRequired):
            await service.start(session, viewer=GUEST, draft=draft)


async def test_a_save_is_rendered_and_kept_with_its_writer(sessions: Sessions, ada: Person, bus: Bus) -> None:
    heard: list[SectionSaved] = []

    async def hear(_: object, event: SectionSaved) -> None:
        heard.append(event)

    bus.within[SectionSaved].append(hear)
    case_id = await start(sessions, ada, None)
    assert await save(sessions, ada, case_id, "It was **rare**.", 0) == 1
    assert await save(sessions, ada, case_id, "It was *very* rare.", 1) == 2
    async with sessions() as session:
        mine = await service.write_up(session, viewer=viewing(ada), case_id=case_id)
        kept = await service.section_history(session, viewer=viewing(ada), case_id=case_id, key="abstract")
    assert "<em>very</em>" in mine.sections["abstract"].body_html
    assert [(k.version, k.body) for k in kept] == [(2, "It was *very* rare."), (1, "It was **rare**.")]
    assert all(k.editor is not None and k.editor.name == ada.name for k in kept)
    assert heard[0] == SectionSaved(
        case_id=case_id, section="abstract", editor_id=ada.id, text="It was **rare**."
    )


async def test_a_stale_save_is_refused_with_both_texts(sessions: Sessions, ada: Person, ben: Person) -> None:
    case_id = await start(sessions, ada, None)
    await invite(sessions, case_id, ada, ben)
    await save(sessions, ben, case_id, "Ben's text", 0)
    with pytest.raises(SectionChanged) as refused:
        await save(sessions, ada, case_id, "Ada's text", 0)
    context = refused.value.context
    assert (context["yours"], context["theirs"]) == ("Ada's text", "Ben's text")
    assert (context["version"], context["editor"]) == (1, ben.name)


async def test_of_two_who_save_at_once_one_is_told(sessions: Sessions, ada: Person, ben: Person) -> None:
    case_id = await start(sessions, ada, None)
    await invite(sessions, case_id, ada, ben)
    results = await asyncio.gather(
        save(sessions, ada, case_id, "Ada's text", 0),
        save(sessions, ben, case_id, "Ben's text", 0),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["SectionChanged", "int"]


async def test_sending_the_same_text_twice_is_one_save(sessions: Sessions, ada: Person) -> None:
    case_id = await start(sessions, ada, None)
    assert await save(sessions, ada, case_id, "Once", 0) == 1
    assert await save(sessions, ada, case_id, "Once", 0) == 1


async def test_titles_and_keywords_stay_on_one_line(sessions: Sessions, ada: Person) -> None:
    case_id = await start(sessions, ada, None)
    async with transaction(sessions) as session:
        for key, body in {"title": "A new\n title", "keywords": "one; two,\nthree, two"}.items():
            await service.save_section(
                session, viewer=viewing(ada), case_id=case_id, key=key, body=body, version=int(key == "title")
            )
        mine = await service.write_up(session, viewer=viewing(ada), case_id=case_id)
        with pytest.raises(BadSectionText):
            await service.save_section(
                session, viewer=viewing(ada), case_id=case_id, key="title", body=" ", version=2
            )
    assert mine.title == "A new title"
    assert keywords_of(mine.sections["keywords"].body) == ["one", "two", "three"]


@pytest.mark.parametrize("key", ["consent", "nothing", ""])
async def test_there_is_no_such_section(sessions: Sessions, ada: Person, key: str) -> None:
    case_id = await start(sessions, ada, None)
    async with sessions() as session:
        with pytest.raises(SectionNotFound):
            await service.save_section(
                session, viewer=viewing(ada), case_id=case_id, key=key, body="x", version=0
            )


async def test_a_draft_is_nobody_elses(sessions: Sessions, ada: Person, ben: Person) -> None:
    case_id = await start(sessions, ada, None)
    async with sessions() as session:
        with pytest.raises(CaseNotFound):
            await service.write_up(session, viewer=viewing(ben), case_id=case_id)
        with pytest.raises(CaseNotFound):
            await service.save_section(
                session, viewer=viewing(ben), case_id=case_id, key="abstract", body="x", version=0
            )


async def test_who_is_invited_reads_but_does_not_write(sessions: Sessions, ada: Person, ben: Person) -> None:
    case_id = await start(sessions, ada, None)
    await invite(sessions, case_id, ada, ben, accept=False)
    async with sessions() as session:
        mine = await service.write_up(session, viewer=viewing(ben), case_id=case_id)
        assert (mine.my_state, mine.writable) == ("invited", False)
    with pytest.raises(InvitationOpen):
        await save(sessions, ben, case_id, "x", 0)


async def test_submission_lists_what_is_missing(
    sessions: Sessions, ada: Person, ben: Person, collection: CollectionView
) -> None:
    case_id = await start(sessions, ada, None)
    await invite(sessions, case_id, ada, ben, accept=False)
    await save(sessions, ada, case_id, "Too short", 0)
    with pytest.raises(NotComplete) as refused:
        await submit(sessions, case_id, ada)
    gaps = {(gap["about"], gap["problem"]) for gap in refused.value.context["gaps"]}  # type: ignore[attr-defined]
    assert {
        ("abstract", "short"),
        ("discussion", "empty"),
        ("consent", "empty"),
        ("collection", "empty"),
        ("authors", "invitation_open"),
        ("authors", "roles_missing"),
        ("authors", "disclosure_missing"),
    } <= gaps
    assert ("patient_perspective", "empty") not in gaps


async def test_a_double_blind_text_must_not_name_its_authors(
    sessions: Sessions, ada: Person, collection: CollectionView
) -> None:
    case_id = await start(sessions, ada, collection)
    await complete(sessions, case_id, ada)
    async with transaction(sessions) as session:
        body = TEXTS["discussion"] + " As ADA\nOKAFOR has said."
        await service.save_section(
            session, viewer=viewing(ada), case_id=case_id, key="discussion", body=body, version=1
        )
        found = await service.gaps(session, viewer=viewing(ada), case_id=case_id)
    assert [(gap.about, gap.problem, gap.who) for gap in found] == [("discussion", "names_author", ada.name)]


async def test_an_old_disclosure_must_be_signed_again(
    sessions: Sessions, ada: Person, collection: CollectionView
) -> None:
    case_id = await start(sessions, ada, collection)
    await complete(sessions, case_id, ada)
    async with sessions() as session:
        with clock.at(clock.now() + timedelta(days=366)):
            found = await service.gaps(session, viewer=viewing(ada), case_id=case_id)
    assert [(gap.about, gap.problem) for gap in found] == [("authors", "disclosure_old")]


async def test_a_submitted_case_is_not_written_in(sessions: Sessions, ada: Person, submitted: UUID) -> None:
    with pytest.raises(NotWritable):
        await save(sessions, ada, submitted, "Late thought", 1)


@pytest.mark.parametrize(
    ("draft", "sound"),
    [
        (ConsentDraft(type=ConsentType.WRITTEN, attested=True), False),
        (ConsentDraft(type=ConsentType.NOT_IDENTIFIABLE, attested=False), False),
        (ConsentDraft(type=ConsentType.NOT_IDENTIFIABLE, held_by="nobody", attested=True), True),
    ],
)
async def test_a_record_of_consent_is_whole(
    sessions: Sessions, ada: Person, draft: ConsentDraft, sound: bool
) -> None:
    case_id = await start(sessions, ada, None)
    async with transaction(sessions) as session:
        if sound:
            await service.record_consent(session, viewer=viewing(ada), case_id=case_id, draft=draft)
        else:
            with pytest.raises(BadConsent):
                await service.record_consent(session, viewer=viewing(ada), case_id=case_id, draft=draft)


async def test_the_write_up_takes_a_fixed_number_of_queries(
    sessions: Sessions, ada: Person, ben: Person, collection: CollectionView
) -> None:
    counts = []
    case_id = await start(sessions, ada, collection)
    for _ in range(2):
        async with sessions() as session, count_queries(sessions) as queries:
            await service.write_up(session, viewer=viewing(ada), case_id=case_id)
        counts.append(len(queries))
        await invite(sessions, case_id, ada, ben) if len(counts) == 1 else None
        await complete(sessions, case_id, ada, ben) if len(counts) == 1 else None
    assert counts[0] == counts[1] <= 19


async def test_two_submissions_at_once_are_one(
    sessions: Sessions, ada: Person, collection: CollectionView
) -> None:
    case_id = await start(sessions, ada, collection)
    await complete(sessions, case_id, ada)

    async def hand_in() -> None:
        async with transaction(sessions) as session:
            draft = SubmissionDraft()
            await service.submit(session, viewer=viewing(ada), case_id=case_id, draft=draft)

    results = await asyncio.gather(hand_in(), hand_in(), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "NotPossibleNow"]
