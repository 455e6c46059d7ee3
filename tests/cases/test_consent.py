"""The consent ledger: what is sound, what counts, who confirms, and that no line ever changes."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cases import errors, service
from cases.consent import Line, changed, covers_images, faults, standing
from cases.schemas import (
    Capacity,
    CollectionView,
    ConsentDraft,
    ConsentLedger,
    ConsentRecord,
    ConsentScope,
    ConsentType,
    ConsentWithdrawal,
    Proxy,
)
from cases.states import Decision
from core.db import Sessions, transaction
from core.errors import SignInRequired
from core.ids import new_id
from core.policy import GUEST, Role
from identity.models import Person
from tests.cases.conftest import CONSENT, ask, complete, review, rule, start, submit, viewing

UNRECOGNISABLE = ConsentDraft(type=ConsentType.NOT_IDENTIFIABLE, held_by="nobody", attested=True)


async def record(sessions: Sessions, case_id: UUID, person: Person, draft: ConsentDraft = CONSENT) -> None:
    async with transaction(sessions) as session:
        await service.record_consent(session, viewer=viewing(person), case_id=case_id, draft=draft)


async def ledger(sessions: Sessions, case_id: UUID, person: Person, *roles: Role) -> ConsentLedger:
    async with sessions() as session:
        return await service.consent_ledger(session, viewer=viewing(person, *roles), case_id=case_id)


async def confirm(sessions: Sessions, case_id: UUID, ed: Person) -> None:
    async with transaction(sessions) as session:
        await service.confirm_not_identifiable(session, viewer=viewing(ed, Role.EDITOR), case_id=case_id)


async def publish(sessions: Sessions, case_id: UUID, ed: Person) -> UUID:
    async with transaction(sessions) as session:
        return await service.publish(session, viewer=viewing(ed, Role.EDITOR), case_id=case_id)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, set()),
        ({"attested": False}, {"attested"}),
        ({"patient_saw_text": False}, {"patient_saw_text"}),
        ({"scope": [ConsentScope.TEACHING]}, {"scope"}),
        ({"obtained_in": "", "language": "", "held_by": "nobody"}, {"obtained_in", "language", "held_by"}),
        ({"capacity": Capacity.MINOR}, {"capacity"}),
        ({"type": ConsentType.GUARDIAN, "capacity": Capacity.MINOR}, {"proxy"}),
        ({"type": ConsentType.GUARDIAN, "capacity": Capacity.MINOR, "proxy": Proxy.PARENT}, set()),
        ({"type": ConsentType.NEXT_OF_KIN, "capacity": Capacity.MINOR, "proxy": Proxy.CHILD}, {"capacity"}),
        ({"type": ConsentType.NEXT_OF_KIN, "capacity": Capacity.DECEASED, "proxy": Proxy.CHILD}, set()),
        ({"images_until": "2030-01"}, {"images_until"}),
    ],
)
def test_a_record_is_sound_or_says_field_by_field_what_is_wrong(
    change: dict[str, object], wrong: set[str]
) -> None:
    assert set(faults(replace(CONSENT, **change))) == wrong


def test_the_latest_record_counts_until_it_is_withdrawn() -> None:
    kept = ConsentRecord(type="written", held_by="author")
    first, second = [Line(id=new_id(), kind="recorded", record=kept) for _ in range(2)]
    confirmed = Line(id=new_id(), kind="confirmed", about_id=first.id)
    withdrawn = Line(id=new_id(), kind="withdrawn", about_id=second.id)
    assert standing([]) is None
    found = standing([confirmed, first])
    assert found is not None
    assert (found.line, found.confirmed) == (first, True)
    found = standing([second, confirmed, first])
    assert found is not None
    assert (found.line, found.confirmed) == (second, False)
    assert standing([withdrawn, second, first]) is None
    found = standing([replace(second, id=new_id()), withdrawn, second, first])
    assert found is not None


def test_images_end_with_the_month_that_the_consent_names() -> None:
    kept = ConsentRecord(type="written", held_by="author", scope=["public", "images"], images_until="2027-03")
    assert covers_images(kept, date(2027, 3, 31))
    assert not covers_images(kept, date(2027, 4, 1))
    assert covers_images(replace(kept, images_until=""), date(2099, 1, 1))
    assert not covers_images(replace(kept, scope=["public"]), date(2026, 1, 1))


def test_a_text_that_changed_after_it_was_shown_is_told_by_section() -> None:
    kept = ConsentRecord(
        type="written", held_by="author", patient_saw_text=True, shown={"abstract": 1, "timeline": 2}
    )
    assert changed(kept, {"abstract": 1, "timeline": 2}) == []
    assert changed(kept, {"abstract": 2, "timeline": 2, "discussion": 1}) == ["abstract", "discussion"]


async def test_every_record_stays_and_says_which_text_was_shown(
    sessions: Sessions, ada: Person, collection: CollectionView
) -> None:
    case_id = await start(sessions, ada, collection)
    await complete(sessions, case_id, ada)
    await record(sessions, case_id, ada, replace(CONSENT, language="es"))
    async with transaction(sessions) as session:
        await service.save_section(
            session, viewer=viewing(ada), case_id=case_id, key="discussion", body="Another end.", version=1
        )
    found = await ledger(sessions, case_id, ada)
    assert [row.kind for row in found.rows] == ["recorded", "recorded"]
    latest = found.rows[0]
    assert latest.record is not None
    assert latest.record.language == "es"
    assert latest.record.shown["discussion"] == 1
    assert latest.by is not None
    assert latest.by.id == ada.id
    assert found.consent is not None
    assert (found.consent.state, found.consent.changed) == ("valid", ["discussion"])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_consent_entry SET reason = 'x'",
        "DELETE FROM cases_consent_entry",
        "TRUNCATE cases_consent_entry CASCADE",
    ],
)
async def test_no_line_of_the_ledger_changes(sessions: Sessions, submitted: UUID, statement: str) -> None:
    assert submitted
    async with sessions() as session:
        with pytest.raises(DBAPIError, match="append-only"):
            await session.execute(text(statement))


async def test_a_ledger_goes_with_a_draft_that_was_never_handed_in(
    sessions: Sessions, ada: Person, submitted: UUID
) -> None:
    case_id = await start(sessions, ada, None)
    await record(sessions, case_id, ada)
    async with transaction(sessions) as session:
        await session.execute(text("DELETE FROM cases_case WHERE id = :id"), {"id": case_id})
    async with sessions() as session:
        left = await session.execute(text("SELECT case_id FROM cases_consent_entry"))
        assert {row.case_id for row in left} == {submitted}


async def test_consent_is_recorded_until_publication_and_not_after(
    sessions: Sessions, accepted: UUID, ada: Person, ed: Person
) -> None:
    await record(sessions, accepted, ada)
    await publish(sessions, accepted, ed)
    with pytest.raises(errors.NotWritable):
        await record(sessions, accepted, ada)


async def test_what_counts_at_publication_is_frozen_onto_the_version(
    sessions: Sessions, accepted: UUID, ada: Person, ed: Person
) -> None:
    await record(sessions, accepted, ada, replace(CONSENT, obtained_in="2026-11"))
    await publish(sessions, accepted, ed)
    async with sessions() as session:
        shown = await service.published_case(session, viewer=GUEST, case_id=accepted)
    assert shown.publication.manuscript.consent is not None
    assert shown.publication.manuscript.consent.obtained_in == "2026-11"


async def test_an_attestation_is_published_only_when_an_editor_confirmed_it(
    sessions: Sessions, accepted: UUID, ada: Person, ed: Person, ben: Person
) -> None:
    await record(sessions, accepted, ada, UNRECOGNISABLE)
    with pytest.raises(errors.NotConfirmed):
        await publish(sessions, accepted, ed)
    assert (await ledger(sessions, accepted, ed, Role.EDITOR)).may_confirm
    assert not (await ledger(sessions, accepted, ada)).may_confirm
    with pytest.raises(errors.CaseNotFound):
        await _as_member(sessions, accepted, ben)
    with pytest.raises(errors.EditorIsInvolved):
        await confirm(sessions, accepted, ada)
    await confirm(sessions, accepted, ed)
    with pytest.raises(errors.NothingToConfirm):
        await confirm(sessions, accepted, ed)
    for_authors = await ledger(sessions, accepted, ada)
    assert (for_authors.rows[0].kind, for_authors.rows[0].by) == ("confirmed", None)
    await publish(sessions, accepted, ed)
    async with sessions() as session:
        shown = await service.published_case(session, viewer=GUEST, case_id=accepted)
    assert shown.publication.manuscript.consent is not None
    assert shown.publication.manuscript.consent.confirmed


async def _as_member(sessions: Sessions, case_id: UUID, person: Person) -> None:
    async with transaction(sessions) as session:
        await service.confirm_not_identifiable(session, viewer=viewing(person), case_id=case_id)


async def test_a_confirmation_is_for_one_attestation_only(
    sessions: Sessions, accepted: UUID, ada: Person, ed: Person
) -> None:
    await record(sessions, accepted, ada, UNRECOGNISABLE)
    await confirm(sessions, accepted, ed)
    await record(sessions, accepted, ada, UNRECOGNISABLE)
    with pytest.raises(errors.NotConfirmed):
        await publish(sessions, accepted, ed)


async def test_a_draft_whose_consent_was_withdrawn_needs_a_new_one(
    sessions: Sessions, ada: Person, collection: CollectionView, ed: Person, rex: Person
) -> None:
    case_id = await start(sessions, ada, collection)
    await complete(sessions, case_id, ada)
    gone = ConsentWithdrawal(reason="They changed their mind.", sure=True)
    async with transaction(sessions) as session:
        await service.withdraw_consent(session, viewer=viewing(ada), case_id=case_id, draft=gone)
    with pytest.raises(errors.NotComplete):
        await submit(sessions, case_id, ada)
    async with sessions() as session:
        with pytest.raises(errors.NothingToWithdraw):
            await service.withdraw_consent(session, viewer=viewing(ada), case_id=case_id, draft=gone)
    await record(sessions, case_id, ada)
    await submit(sessions, case_id, ada)
    review_id = await ask(sessions, case_id, ed, rex)
    await review(sessions, review_id, rex)
    async with transaction(sessions) as session:
        await service.mark_acceptable(session, viewer=viewing(ed, Role.EDITOR), review_id=review_id)
    await rule(sessions, case_id, ed, Decision.ACCEPT)
    assert await publish(sessions, case_id, ed)


async def test_the_ledger_is_for_authors_and_their_editors(
    *, sessions: Sessions, submitted: UUID, rex: Person, ed: Person, ada: Person, mia: Person
) -> None:
    await ask(sessions, submitted, ed, rex)
    for who in (GUEST, viewing(rex), viewing(mia, Role.MODERATOR)):
        async with sessions() as session:
            with pytest.raises((errors.CaseNotFound, SignInRequired)):
                await service.consent_ledger(session, viewer=who, case_id=submitted)
    assert (await ledger(sessions, submitted, ed, Role.EDITOR)).rows
    assert (await ledger(sessions, submitted, ada)).rows


async def test_images_are_asked_for_by_the_ledger(sessions: Sessions, ada: Person) -> None:
    case_id = await start(sessions, ada, None)
    async with sessions() as session:
        assert not await service.images_covered(session, case_id=case_id)
    scope = [ConsentScope.PUBLIC, ConsentScope.IMAGES]
    await record(sessions, case_id, ada, replace(CONSENT, scope=scope, images_until="2027-03"))
    async with sessions() as session:
        assert await service.images_covered(session, case_id=case_id, today=date(2027, 3, 1))
        assert not await service.images_covered(session, case_id=case_id, today=date(2027, 4, 1))
