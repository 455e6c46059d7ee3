import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from core.db import Sessions, transaction
from core.ids import new_id
from core.policy import GUEST, Grant, Role, Viewer
from credit import service
from credit.errors import AlreadyCounted, ClaimedTooMuch, EvidenceNotFound, NotAttested, NotSelfClaimable
from credit.models import Evidence, LedgerEntry
from credit.service.evidence import verify_chain
from identity.models import Person

START = datetime(2026, 5, 4, 9, tzinfo=UTC)
THOUGHTS = "I will ask for an echocardiogram earlier in febrile patients with a new murmur."


def as_viewer(person: Person, *roles: Role) -> Viewer:
    return Viewer(person_id=person.id, name=person.name, grants=frozenset(Grant(r) for r in roles))


async def attend(sessions: Sessions, person: Person, *, minutes: int = 60, room: object = None) -> None:
    async with transaction(sessions) as session:
        await service.award_attendance(
            session,
            person_id=person.id,
            room_id=room or new_id(),  # type: ignore[arg-type]
            title="Endocarditis round",
            minutes=minutes,
            started_at=START,
            ended_at=START + timedelta(minutes=minutes),
        )


async def entries_of(sessions: Sessions, person: Person) -> list[LedgerEntry]:
    async with sessions() as session:
        rows = select(LedgerEntry).where(LedgerEntry.learner_id == person.id).order_by(LedgerEntry.seq)
        return list(await session.scalars(rows))


async def test_attended_time_is_entered_with_its_evidence(sessions: Sessions, ada: Person) -> None:
    await attend(sessions, ada, minutes=52)
    (entry,) = await entries_of(sessions, ada)
    assert (entry.system, entry.minutes, entry.quarters) == ("participation", 52, 3)
    async with transaction(sessions) as session:
        piece, _ = await service.evidence_piece(session, as_viewer(ada), evidence_id=entry.evidence_id)
    assert (piece.kind, piece.minutes) == ("presence", 52)


async def test_the_same_work_counts_once_even_when_told_twice_at_once(
    sessions: Sessions, ada: Person
) -> None:
    room = new_id()
    await asyncio.gather(*(attend(sessions, ada, room=room) for _ in range(4)))
    assert len(await entries_of(sessions, ada)) == 1


async def test_a_few_minutes_are_no_attendance(sessions: Sessions, ada: Person) -> None:
    await attend(sessions, ada, minutes=7)
    assert await entries_of(sessions, ada) == []


async def test_a_day_counts_eight_hours_at_most(sessions: Sessions, ada: Person) -> None:
    await attend(sessions, ada, minutes=400)
    await attend(sessions, ada, minutes=200)
    first, second = await entries_of(sessions, ada)
    assert first.minutes + second.minutes == 480
    assert "daily_cap" in second.reason


async def test_a_retracted_case_takes_its_credit_back_once(
    sessions: Sessions, ada: Person, ben: Person
) -> None:
    case_id = new_id()
    async with transaction(sessions) as session:
        await service.award_authorship(
            session, author_ids=[ada.id, ben.id], case_id=case_id, version_id=new_id(), title="A murmur"
        )
    for expected in (2, 0):
        async with transaction(sessions) as session:
            done = await service.reverse_for(
                session, artefact_kind="case", artefact_id=case_id, reason="case_retracted"
            )
        assert done == expected
    award, reversal = await entries_of(sessions, ada)
    assert award.quarters + reversal.quarters == 0
    assert reversal.reverses_seq == award.seq


async def test_ledger_and_evidence_cannot_be_rewritten(sessions: Sessions, ada: Person) -> None:
    await attend(sessions, ada)
    for statement in ("UPDATE credit_ledger SET quarters = 99", "DELETE FROM credit_evidence"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with transaction(sessions) as session:
                await session.execute(text(statement))


async def test_a_changed_piece_of_evidence_is_found(sessions: Sessions, ada: Person) -> None:
    await attend(sessions, ada)
    await attend(sessions, ada)
    async with transaction(sessions) as session:
        assert await verify_chain(session, learner_id=ada.id) == (2, None)
        await session.execute(text("ALTER TABLE credit_evidence DISABLE TRIGGER USER"))
        await session.execute(text("UPDATE credit_evidence SET minutes = 600 WHERE seq = 1"))
        sound, broken = await verify_chain(session, learner_id=ada.id)
    assert sound == 0
    assert broken is not None


async def claim(
    sessions: Sessions, person: Person, *, system: str = "uk_cpd", n: int = 4, attested: bool = True
) -> None:
    async with transaction(sessions) as session:
        piece = await session.scalar(select(Evidence.id).where(Evidence.learner_id == person.id))
        assert piece is not None
        await service.claim(
            session,
            as_viewer(person),
            evidence_id=piece,
            system=system,
            quarters_claimed=n,
            reflection=THOUGHTS,
            attested=attested,
        )


async def test_one_may_claim_up_to_the_evidence_once_and_attested(sessions: Sessions, ada: Person) -> None:
    await attend(sessions, ada, minutes=60)
    with pytest.raises(ClaimedTooMuch):
        await claim(sessions, ada, n=5)
    with pytest.raises(NotAttested):
        await claim(sessions, ada, attested=False)
    await claim(sessions, ada)
    with pytest.raises(AlreadyCounted):
        await claim(sessions, ada)
    assert [e.system for e in await entries_of(sessions, ada)] == ["participation", "uk_cpd"]


async def test_designated_credit_is_never_self_claimed(sessions: Sessions, ada: Person) -> None:
    await attend(sessions, ada)
    with pytest.raises(NotSelfClaimable):
        await claim(sessions, ada, system="ama_cat1")


async def test_a_system_with_longer_hours_counts_fewer(sessions: Sessions, ada: Person) -> None:
    await attend(sessions, ada, minutes=60)
    with pytest.raises(ClaimedTooMuch):
        await claim(sessions, ada, system="nmc_india", n=3)
    await claim(sessions, ada, system="nmc_india", n=2)


async def test_nobody_sees_or_claims_anothers_evidence(sessions: Sessions, ada: Person, ben: Person) -> None:
    await attend(sessions, ada)
    (entry,) = await entries_of(sessions, ada)
    for viewer in (as_viewer(ben), GUEST):
        async with sessions() as session:
            with pytest.raises(EvidenceNotFound):
                await service.evidence_piece(session, viewer, evidence_id=entry.evidence_id)
            assert await service.ledger(session, viewer, learner_id=ada.id) == []


async def test_an_officers_look_is_audited(sessions: Sessions, ada: Person, ben: Person) -> None:
    await attend(sessions, ada)
    officer = as_viewer(ben, Role.CREDIT_OFFICER)
    async with transaction(sessions) as session:
        whole = await service.transcript(session, officer, learner_id=ada.id, since=None, until=None)
        assert whole.totals == {"participation": 4}
    async with sessions() as session:
        looked = await session.scalar(text("SELECT act FROM core_audit_entry"))
    assert looked == "credit.inspected"


async def test_a_log_entry_is_evidence_but_no_credit_by_itself(sessions: Sessions, ada: Person) -> None:
    async with transaction(sessions) as session:
        await service.write_log(
            session, as_viewer(ada), title="Guideline", on=START.date(), minutes=30, reflection=THOUGHTS
        )
        assert await session.scalar(select(func.count()).select_from(LedgerEntry)) == 0
    await claim(sessions, ada, system="ama_cat2", n=2)
    (entry,) = await entries_of(sessions, ada)
    assert (entry.system, entry.quarters) == ("ama_cat2", 2)


async def test_a_successful_appeal_gives_the_credit_again(sessions: Sessions, ada: Person) -> None:
    case_id = new_id()
    async with transaction(sessions) as session:
        await service.award_authorship(
            session, author_ids=[ada.id], case_id=case_id, version_id=new_id(), title="A murmur"
        )
        await service.reverse_for(
            session, artefact_kind="case", artefact_id=case_id, reason="content_removed"
        )
    with pytest.raises(EvidenceNotFound):
        await claim(sessions, ada)
    for expected in (1, 0):
        async with transaction(sessions) as session:
            done = await service.reinstate(
                session, artefact_kind="case", artefact_id=case_id, reason="appeal_overturned"
            )
        assert done == expected
    await claim(sessions, ada)
    assert sum(e.quarters for e in await entries_of(sessions, ada) if e.system == "participation") == 8


async def test_an_appeal_does_not_undo_a_retraction(sessions: Sessions, ada: Person) -> None:
    case_id = new_id()
    async with transaction(sessions) as session:
        await service.award_authorship(
            session, author_ids=[ada.id], case_id=case_id, version_id=new_id(), title="A murmur"
        )
        await service.reverse_for(session, artefact_kind="case", artefact_id=case_id, reason="case_retracted")
        done = await service.reinstate(
            session, artefact_kind="case", artefact_id=case_id, reason="appeal_overturned"
        )
    assert done == 0


async def test_what_is_removed_again_after_an_appeal_is_taken_back_again(
    sessions: Sessions, ada: Person
) -> None:
    case: dict[str, Any] = {"artefact_kind": "case", "artefact_id": new_id()}
    async with transaction(sessions) as session:
        await service.award_authorship(
            session, author_ids=[ada.id], case_id=case["artefact_id"], version_id=new_id(), title="A murmur"
        )
        for reason in ("content_removed", "appeal", "content_removed", "case_retracted"):
            if reason == "appeal":
                await service.reinstate(session, **case, reason=reason)
            else:
                await service.reverse_for(session, **case, reason=reason)
    assert [e.quarters for e in await entries_of(sessions, ada)] == [8, -8, 8, -8]


async def test_a_review_earns_credit_without_naming_its_case(sessions: Sessions, ada: Person) -> None:
    async with transaction(sessions) as session:
        await service.award_review(session, reviewer_id=ada.id, review_id=new_id())
    (entry,) = await entries_of(sessions, ada)
    async with transaction(sessions) as session:
        piece, _ = await service.evidence_piece(session, as_viewer(ada), evidence_id=entry.evidence_id)
    assert piece.artefact_kind == "review"
    assert set(piece.detail) == {"accepted_by", "contribution", "rule_version", "format"}
