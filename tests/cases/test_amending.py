"""Corrections, expressions of concern, retractions: versions of their own, told wherever the old one is."""

from uuid import UUID

import pytest

from cases import citing, errors, service
from cases.events import CaseCorrected, ConcernLifted, ConcernRaised, CorrectionMoved
from cases.schemas import CorrectionNote, NoticeDraft, PublishedCase
from cases.states import MOVES, PUBLIC, Act, Correction, Kind, Status, steps, writable
from core import audit
from core.db import Sessions, transaction
from core.events import Bus
from core.policy import GUEST, Role, Viewer
from credit import service as credit
from identity.models import Person
from tests.cases.conftest import WORDS, viewing
from tests.cases.test_publishing import heard
from tests.conftest import Enter, someone

WHY = "The laboratory reported the wrong unit."
CHANGES = "Troponin is 40 **ng/l**, not 40 ng/ml."
NOTE = CorrectionNote(note="The unit of troponin is wrong in the discussion.")
REASONS = {"kind": "corrigendum", "changes": CHANGES, "reason": WHY}


async def say(sessions: Sessions, case_id: UUID, ed: Person, kind: Kind, changes: str = "") -> UUID:
    draft = NoticeDraft(kind=kind, changes=changes, reason=WHY)
    async with transaction(sessions) as session:
        return await service.publish_notice(
            session, viewer=viewing(ed, Role.EDITOR), case_id=case_id, draft=draft
        )


async def read(sessions: Sessions, case_id: UUID, number: int | None = None) -> PublishedCase:
    async with sessions() as session:
        return await service.published_case(session, viewer=GUEST, case_id=case_id, number=number)


async def step(sessions: Sessions, act: object, who: Viewer, case_id: UUID) -> None:
    async with transaction(sessions) as session:
        await act(session, viewer=who, case_id=case_id, draft=NOTE)  # type: ignore[operator]


async def rewrite(sessions: Sessions, case_id: UUID, ada: Person, said: str = WORDS * 3) -> None:
    async with transaction(sessions) as session:
        await service.save_section(
            session, viewer=viewing(ada), case_id=case_id, key="discussion", body=said, version=1
        )


async def test_a_correction_is_a_new_version_that_says_what_changed_and_why(
    sessions: Sessions, published: UUID, ed: Person, ada: Person, bus: Bus
) -> None:
    events = heard(bus, CaseCorrected)
    before = await read(sessions, published)
    version_id = await say(sessions, published, ed, Kind.CORRIGENDUM, CHANGES)
    after = await read(sessions, published)
    assert (after.status, after.version.number, after.version.id) == ("corrected", 2, version_id)
    assert after.version.content_hash != before.version.content_hash
    notice = after.publication.notice
    assert notice is not None
    assert (notice.kind, notice.about, notice.changes, notice.reason) == ("corrigendum", 1, CHANGES, WHY)
    assert events == [CaseCorrected(case_id=published, version_id=version_id, author_ids=(ada.id,))]


async def test_the_old_version_stays_as_it_was_and_leads_to_the_new_one(
    sessions: Sessions, published: UUID, ed: Person
) -> None:
    before = await read(sessions, published)
    await say(sessions, published, ed, Kind.ERRATUM, CHANGES)
    old = await read(sessions, published, 1)
    assert (old.publication, old.version) == (before.publication, before.version)
    (notice,) = old.notices
    assert (notice.kind, notice.about, notice.said_in) == ("erratum", 1, 2)
    assert "<strong>ng/l</strong>" in notice.changes_html


async def test_authors_write_the_correction_and_the_editor_publishes_it(
    sessions: Sessions, published: UUID, ada: Person, ed: Person, bus: Bus
) -> None:
    events = heard(bus, CorrectionMoved)
    editor, author = viewing(ed, Role.EDITOR), viewing(ada)
    await step(sessions, service.ask_correction, author, published)
    with pytest.raises(errors.NotWritable):
        await rewrite(sessions, published, ada)
    await step(sessions, service.open_correction, editor, published)
    await rewrite(sessions, published, ada)
    with pytest.raises(errors.CorrectionAtWork):
        await say(sessions, published, ed, Kind.CORRIGENDUM, CHANGES)
    await step(sessions, service.hand_in_correction, author, published)
    assert (await read(sessions, published)).publication.manuscript.sections[-1].body != (WORDS * 3).strip()
    await say(sessions, published, ed, Kind.CORRIGENDUM, CHANGES)
    assert (await read(sessions, published)).publication.manuscript.sections[-1].body == (WORDS * 3).strip()
    assert [event.step for event in events] == ["ask", "open", "hand_in"]
    async with sessions() as session:
        mine = await service.write_up(session, viewer=author, case_id=published)
    assert (mine.correction, mine.writable) == ("", False)


async def test_what_is_public_does_not_change_before_that(
    sessions: Sessions, published: UUID, ada: Person, ed: Person
) -> None:
    before = await read(sessions, published)
    await step(sessions, service.open_correction, viewing(ed, Role.EDITOR), published)
    await rewrite(sessions, published, ada)
    async with transaction(sessions) as session:
        await service.save_section(
            session,
            viewer=viewing(ada),
            case_id=published,
            key="title",
            body="Chest pain in another runner",
            version=1,
        )
    await step(sessions, service.hand_in_correction, viewing(ada), published)
    assert await read(sessions, published) == before
    async with sessions() as session:
        (row,) = await service.published(session, viewer=GUEST)
        waiting = await service.desk(session, viewer=viewing(ed, Role.EDITOR))
    assert row.title == before.publication.manuscript.title
    assert [(one.id, one.correction) for one in waiting] == [(published, "ready")]


async def test_a_closed_correction_ends_without_a_version(
    sessions: Sessions, published: UUID, ada: Person, ed: Person
) -> None:
    editor = viewing(ed, Role.EDITOR)
    await step(sessions, service.open_correction, editor, published)
    await rewrite(sessions, published, ada)
    await step(sessions, service.close_correction, editor, published)
    with pytest.raises(errors.NotWritable):
        await rewrite(sessions, published, ada)
    assert (await read(sessions, published)).version.number == 1
    await say(sessions, published, ed, Kind.ERRATUM, CHANGES)
    first, second = await read(sessions, published, 1), await read(sessions, published, 2)
    assert second.publication.manuscript == first.publication.manuscript


async def test_a_new_text_needs_consent_that_holds(
    sessions: Sessions, published: UUID, ada: Person, ed: Person, reviewed: UUID
) -> None:
    await step(sessions, service.open_correction, viewing(ed, Role.EDITOR), published)
    async with sessions() as session:
        ledger = await service.consent_ledger(session, viewer=viewing(ada), case_id=published)
    assert ledger.writes
    assert published == reviewed


async def test_a_correction_says_what_changed(sessions: Sessions, published: UUID, ed: Person) -> None:
    with pytest.raises(errors.NothingCorrected) as caught:
        await say(sessions, published, ed, Kind.ERRATUM, " ")
    assert set(caught.value.fields) == {"changes"}


async def test_concern_is_raised_lifted_and_answered(
    sessions: Sessions, published: UUID, ed: Person, bus: Bus
) -> None:
    events = heard(bus, ConcernRaised, ConcernLifted)
    seen = []
    for kind in (Kind.CONCERN, Kind.CONCERN_LIFTED, Kind.ERRATUM, Kind.CONCERN, Kind.CONCERN_LIFTED):
        await say(sessions, published, ed, kind, CHANGES if kind is Kind.ERRATUM else "")
        seen.append((await read(sessions, published)).status)
    assert seen == ["concern", "published", "corrected", "concern", "corrected"]
    assert [type(event) for event in events] == [ConcernRaised, ConcernLifted, ConcernRaised, ConcernLifted]


@pytest.mark.parametrize("kind", list(Kind))
async def test_a_retracted_case_is_the_end(
    sessions: Sessions, published: UUID, ed: Person, kind: Kind
) -> None:
    await say(sessions, published, ed, Kind.RETRACTION)
    with pytest.raises(errors.NotPossibleNow):
        await say(sessions, published, ed, kind, CHANGES)
    with pytest.raises(errors.NotPossibleNow):
        await step(sessions, service.open_correction, viewing(ed, Role.EDITOR), published)


async def test_a_correction_at_work_ends_with_a_retraction(
    sessions: Sessions, published: UUID, ada: Person, ed: Person
) -> None:
    await step(sessions, service.open_correction, viewing(ed, Role.EDITOR), published)
    await say(sessions, published, ed, Kind.RETRACTION)
    with pytest.raises(errors.NotWritable):
        await rewrite(sessions, published, ada)
    async with sessions() as session:
        assert await service.desk(session, viewer=viewing(ed, Role.EDITOR)) == []


async def test_nothing_is_said_of_a_case_before_it_is_public(
    sessions: Sessions, accepted: UUID, ed: Person, ada: Person
) -> None:
    for kind in Kind:
        with pytest.raises(errors.NotPossibleNow):
            await say(sessions, accepted, ed, kind, CHANGES)
    with pytest.raises(errors.NotPossibleNow):
        await step(sessions, service.ask_correction, viewing(ada), accepted)


async def test_notices_are_the_editors_and_asking_is_the_authors(
    sessions: Sessions, published: UUID, ada: Person, ed: Person, ben: Person
) -> None:
    for who in (viewing(ben), GUEST, viewing(ada)):
        async with sessions() as session:
            draft = NoticeDraft(kind=Kind.RETRACTION, reason=WHY)
            with pytest.raises((errors.CaseNotFound, errors.EditorIsInvolved, Exception)):
                await service.publish_notice(session, viewer=who, case_id=published, draft=draft)
    for act, who in (
        (service.ask_correction, viewing(ed, Role.EDITOR)),
        (service.hand_in_correction, viewing(ben)),
        (service.open_correction, viewing(ada)),
        (service.close_correction, viewing(ben)),
    ):
        with pytest.raises(errors.CaseNotFound):
            await step(sessions, act, who, published)
    with pytest.raises(errors.EditorIsInvolved):
        await step(sessions, service.open_correction, viewing(ada, Role.EDITOR), published)


async def test_a_held_case_is_not_corrected(sessions: Sessions, published: UUID, ed: Person) -> None:
    async with transaction(sessions) as session:
        await service.hold(session, published, "look")
    with pytest.raises(errors.CaseIsHeld):
        await say(sessions, published, ed, Kind.ERRATUM, CHANGES)
    await say(sessions, published, ed, Kind.RETRACTION)


async def test_every_step_is_in_the_audit_log(
    sessions: Sessions, published: UUID, ada: Person, ed: Person
) -> None:
    await step(sessions, service.open_correction, viewing(ed, Role.EDITOR), published)
    await step(sessions, service.hand_in_correction, viewing(ada), published)
    await say(sessions, published, ed, Kind.CORRIGENDUM, CHANGES)
    async with sessions() as session:
        acts = [entry.act async for entry in audit.entries(session)]
    for act in ("cases.correction_open", "cases.correction_hand_in", "cases.correct"):
        assert act in acts


async def test_citations_name_what_a_reader_has_to_know(
    sessions: Sessions, published: UUID, ed: Person
) -> None:
    await say(sessions, published, ed, Kind.ERRATUM, CHANGES)
    old, new = await read(sessions, published, 1), await read(sessions, published, 2)
    title = "Chest pain in a marathon runner"
    assert citing.title_of(old) == f"{title} [Corrected in version 2]"
    assert citing.title_of(new) == f"{title} [Corrected]"
    await say(sessions, published, ed, Kind.CONCERN)
    assert citing.title_of(await read(sessions, published)).endswith("[Corrected] [Expression of concern]")
    await say(sessions, published, ed, Kind.RETRACTION)
    assert citing.title_of(await read(sessions, published, 1)) == f"Retracted: {title}"


async def test_credit_of_authors_follows_the_correction(
    sessions: Sessions, published: UUID, ada: Person, ed: Person
) -> None:
    cora = await someone(sessions, "Cora Lindqvist", Role.VERIFIED_CLINICIAN)
    async with transaction(sessions) as session:
        await credit.award_authorship(
            session, author_ids=[cora.id], case_id=published, version_id=published, title="Chest pain"
        )
    earned = await quarters(sessions, ada)
    assert await quarters(sessions, cora) > 0
    await say(sessions, published, ed, Kind.ERRATUM, CHANGES)
    assert await quarters(sessions, cora) == 0
    assert await quarters(sessions, ada) == earned > 0
    await say(sessions, published, ed, Kind.CONCERN)
    assert await quarters(sessions, ada) == earned
    await say(sessions, published, ed, Kind.RETRACTION)
    assert await quarters(sessions, ada) == 0


async def quarters(sessions: Sessions, person: Person) -> int:
    async with sessions() as session:
        entries = await credit.ledger(session, viewing(person), learner_id=person.id)
    return sum(entry.quarters for entry in entries)


async def test_lists_and_pages_show_the_notice(
    as_: Enter, sessions: Sessions, published: UUID, ed: Person
) -> None:
    await say(sessions, published, ed, Kind.CONCERN)
    guest = await as_()
    async with sessions() as session:
        document = await service.document(session, published)
    assert document is not None
    assert document.title.endswith(" [Expression of concern]")
    for path in (f"/cases/{published}", f"/cases/{published}/versions/1", "/cases"):
        assert "Expression of concern" in (await guest.get(path)).text
    old = (await guest.get(f"/cases/{published}/versions/1")).text
    assert "This case was retracted" not in old
    assert f"/cases/{published}/versions/2" in old


async def test_an_editor_publishes_a_notice_on_a_page(
    as_: Enter, published: UUID, ed: Person, sessions: Sessions
) -> None:
    editor = await as_(ed)
    base = f"/cases/{published}/editorial/notice"
    assert "Erratum" in (await editor.get(base)).text
    refused = await editor.post(base, data=REASONS | {"changes": ""})
    assert refused.status_code == 422
    assert WHY in refused.text
    assert "Say what was changed" in refused.text
    done = await editor.post(base, data=REASONS)
    assert (done.status_code, done.headers["location"]) == (303, f"/cases/{published}")
    assert (await read(sessions, published)).status == "corrected"


async def test_a_correction_goes_back_and_forth_on_pages(
    as_: Enter, sessions: Sessions, published: UUID, ed: Person, ada: Person
) -> None:
    editor, author = await as_(ed), await as_(ada)
    mine = f"/cases/{published}/correction"
    note = {"note": NOTE.note}
    assert (await author.post(mine, data={"act": "ask", "note": ""})).status_code == 422
    assert (await author.post(mine, data={"act": "ask"} | note)).status_code == 303
    desk = f"/cases/{published}/editorial"
    assert NOTE.note in (await editor.get(f"{desk}/notice")).text
    assert (await editor.post(f"{desk}/correction", data={"act": "open"} | note)).status_code == 303
    assert "Hand in the correction" in (await author.get(mine)).text
    assert (await author.post(mine, data={"act": "hand_in"} | note)).status_code == 303
    assert "Correction handed in" in (await editor.get("/cases/desk")).text
    assert (await editor.post(f"{desk}/notice", data=REASONS)).status_code == 303
    assert (await read(sessions, published)).version.number == 2


async def test_the_api_publishes_notices(as_: Enter, sessions: Sessions, published: UUID, ed: Person) -> None:
    editor = await as_(ed)
    bad = await editor.post(f"/api/cases/{published}/notices", json=REASONS | {"changes": ""})
    assert (bad.status_code, bad.json()["type"]) == (422, "/problems/NothingCorrected")
    made = await editor.post(f"/api/cases/{published}/notices", json=REASONS)
    assert made.json()["id"] == str((await read(sessions, published)).version.id)
    again = await editor.post(f"/api/cases/{published}/notices", json=REASONS | {"kind": "concern_lifted"})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/NotPossibleNow")


def test_only_what_stands_is_corrected() -> None:
    for status in Status:
        assert bool(steps(status, Correction.NONE)) == (status in PUBLIC - {Status.RETRACTED})
        assert not (status in PUBLIC and writable(status, Correction.READY))
    assert MOVES[Act.RETRACT].sources == PUBLIC - {Status.RETRACTED}
