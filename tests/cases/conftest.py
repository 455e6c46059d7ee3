"""A collection, its editor, and cases at the stages of their life."""

from typing import Any
from uuid import UUID

import pytest

from cases import service
from cases.contributions import ContributorRole, Degree
from cases.schemas import (
    AuthorOrder,
    BlindMode,
    CaseDraft,
    CollectionDraft,
    CollectionView,
    ConsentDraft,
    ConsentScope,
    ConsentType,
    ContributionDraft,
    Criterion,
    DisclosureDraft,
    OrderAnswer,
    Rating,
    ReviewDraft,
    RulingDraft,
    SubmissionDraft,
)
from cases.states import Decision
from core.db import Sessions, transaction
from core.policy import Grant, Role, Viewer
from identity.models import Person
from tests.conftest import someone

WORDS = "The patient came in with chest pain that had begun two days before and got worse on exertion. "
TEXTS = {
    "title": "Chest pain in a marathon runner",
    "keywords": "chest pain, marathon, troponin",
    "abstract": WORDS * 3,
    "introduction": WORDS,
    "patient_information": WORDS,
    "clinical_findings": WORDS,
    "timeline": "Day 1 pain, day 3 admission, day 9 home",
    "diagnostic_assessment": WORDS,
    "therapeutic_interventions": WORDS,
    "follow_up": WORDS,
    "discussion": WORDS * 2,
}
REVIEW = ReviewDraft(
    answers={criterion: Rating(score=4, text=f"Good {criterion.value}") for criterion in Criterion},
    recommendation=Decision.MINOR,
    comments_to_authors="Please add the troponin values.",
    note_to_editor="I have seen this pattern twice.",
)
CONSENT = ConsentDraft(
    type=ConsentType.WRITTEN,
    scope=[ConsentScope.PEER_REVIEW, ConsentScope.PUBLIC],
    patient_saw_text=True,
    obtained_in="2026-10",
    language="en",
    attested=True,
)


def viewing(person: Person, *roles: Role, scope: UUID | None = None) -> Viewer:
    """The person as a verified clinician, with these roles (on `scope`) besides."""
    base = {Grant(Role.MEMBER), Grant(Role.VERIFIED_CLINICIAN)}
    return Viewer(
        person_id=person.id, name=person.name, grants=frozenset(base | {Grant(r, scope) for r in roles})
    )


async def found(
    sessions: Sessions, *, blind_mode: BlindMode = BlindMode.DOUBLE, board_id: UUID | None = None
) -> CollectionView:
    administrator = await someone(sessions, "Root Admin", Role.ADMINISTRATOR)
    draft = CollectionDraft(slug="heart", name="Heart Cases", blind_mode=blind_mode, board_id=board_id)
    async with transaction(sessions) as session:
        return await service.create_collection(
            session, viewer=viewing(administrator, Role.ADMINISTRATOR), draft=draft
        )


@pytest.fixture
async def collection(sessions: Sessions) -> CollectionView:
    """Double blind, one acceptable review needed."""
    return await found(sessions)


@pytest.fixture
async def rex(sessions: Sessions) -> Person:
    """Reviews."""
    return await someone(sessions, "Rex Abernathy", Role.VERIFIED_CLINICIAN)


@pytest.fixture
async def zoe(sessions: Sessions) -> Person:
    """Reviews too."""
    return await someone(sessions, "Zoe Quartermain", Role.VERIFIED_CLINICIAN)


async def start(sessions: Sessions, person: Person, collection: CollectionView | None, **more: str) -> UUID:
    draft = CaseDraft(
        title=TEXTS["title"],
        specialty=more.get("specialty", "cardiology"),
        collection_id=collection.id if collection else None,
    )
    async with transaction(sessions) as session:
        return (await service.start(session, viewer=viewing(person), draft=draft)).id


async def complete(sessions: Sessions, case_id: UUID, *authors: Person) -> None:
    """All sections, consent, roles and disclosures."""
    me = viewing(authors[0])
    async with transaction(sessions) as session:
        for key, body in TEXTS.items():
            if key != "title":
                await service.save_section(session, viewer=me, case_id=case_id, key=key, body=body, version=0)
        await service.record_consent(session, viewer=me, case_id=case_id, draft=CONSENT)
        for author in authors:
            await settle(sessions, case_id, author, session)
    if len(authors) > 1:
        await agree(sessions, case_id, *authors)


async def agree(sessions: Sessions, case_id: UUID, *authors: Person) -> None:
    """The first proposes the list as it stands, and all the others agree to it."""
    me = viewing(authors[0])
    async with transaction(sessions) as session:
        case = await service.write_up(session, viewer=me, case_id=case_id)
        there = [a for a in case.authors if a.state == "accepted"]
        first = next(a.id for a in there if a.corresponding)
        draft = AuthorOrder(author_ids=[a.id for a in there], corresponding_id=first)
        await service.propose_order(session, viewer=me, case_id=case_id, draft=draft)
        made = await service.write_up(session, viewer=me, case_id=case_id)
        assert made.order.proposal is not None
        answer = OrderAnswer(proposal_id=made.order.proposal.id, agree=True)
        for author in authors[1:]:
            await service.answer_order(session, viewer=viewing(author), case_id=case_id, draft=answer)


async def settle(sessions: Sessions, case_id: UUID, author: Person, session: object) -> None:
    who = viewing(author)
    roles = {ContributorRole.WRITING_ORIGINAL_DRAFT: Degree.LEAD}
    claim = ContributionDraft(roles=roles, affiliations=["Harbour Hospital"])
    await service.claim_roles(session, viewer=who, case_id=case_id, draft=claim)  # type: ignore[arg-type]
    signed = DisclosureDraft(none=True)
    await service.disclose(session, viewer=who, case_id=case_id, draft=signed)  # type: ignore[arg-type]


@pytest.fixture
async def submitted(sessions: Sessions, ada: Person, collection: CollectionView) -> UUID:
    """Ada's case, complete and handed in."""
    case_id = await start(sessions, ada, collection)
    await complete(sessions, case_id, ada)
    await submit(sessions, case_id, ada)
    return case_id


async def submit(sessions: Sessions, case_id: UUID, person: Person) -> None:
    async with transaction(sessions) as session:
        draft = SubmissionDraft(note="Thank you for reading.")
        await service.submit(session, viewer=viewing(person), case_id=case_id, draft=draft)


async def ask(sessions: Sessions, case_id: UUID, ed: Person, reviewer: Person) -> UUID:
    async with transaction(sessions) as session:
        made = await service.request_review(
            session, viewer=viewing(ed, Role.EDITOR), case_id=case_id, person_id=reviewer.id
        )
        return made.id


async def review(sessions: Sessions, review_id: UUID, reviewer: Person) -> None:
    who = viewing(reviewer)
    async with transaction(sessions) as session:
        await service.answer_request(session, viewer=who, review_id=review_id, accept=True)
        await service.submit_review(session, viewer=who, review_id=review_id, draft=REVIEW)


async def rule(sessions: Sessions, case_id: UUID, ed: Person, decision: Decision) -> None:
    async with transaction(sessions) as session:
        draft = RulingDraft(decision=decision, letter="Dear authors, **thank you**.")
        await service.decide(session, viewer=viewing(ed, Role.EDITOR), case_id=case_id, draft=draft)


@pytest.fixture
async def reviewed(sessions: Sessions, submitted: UUID, ed: Person, rex: Person) -> UUID:
    """Rex's review of Ada's case is in and marked acceptable."""
    review_id = await ask(sessions, submitted, ed, rex)
    await review(sessions, review_id, rex)
    async with transaction(sessions) as session:
        await service.mark_acceptable(session, viewer=viewing(ed, Role.EDITOR), review_id=review_id)
    return submitted


@pytest.fixture
async def accepted(sessions: Sessions, reviewed: UUID, ed: Person) -> UUID:
    await rule(sessions, reviewed, ed, Decision.ACCEPT)
    return reviewed


@pytest.fixture
async def published(sessions: Sessions, accepted: UUID, ed: Person) -> UUID:
    async with transaction(sessions) as session:
        await service.publish(session, viewer=viewing(ed, Role.EDITOR), case_id=accepted)
    return accepted


async def _do(sessions: Sessions, what: Any, person: Person, case_id: UUID, **more: Any) -> None:
    async with transaction(sessions) as session:
        await what(session, viewer=viewing(person), case_id=case_id, **more)


@pytest.fixture
async def two(sessions: Sessions, ada: Person, ben: Person, collection: CollectionView) -> UUID:
    """A draft of Ada's and Ben's in which only the order is open."""
    case_id = await start(sessions, ada, collection)
    await _do(sessions, service.invite_author, ada, case_id, person_id=ben.id)
    await _do(sessions, service.answer_invitation, ben, case_id, accept=True)
    await complete(sessions, case_id, ada)
    claim = ContributionDraft(
        roles={ContributorRole.WRITING_ORIGINAL_DRAFT: Degree.EQUAL},
        affiliations=["One House", " Two  Houses "],
    )
    await _do(sessions, service.claim_roles, ben, case_id, draft=claim)
    await _do(sessions, service.disclose, ben, case_id, draft=DisclosureDraft(none=True))
    return case_id


@pytest.fixture
async def handed_in(sessions: Sessions, two: UUID, ada: Person, ben: Person) -> UUID:
    await agree(sessions, two, ada, ben)
    await submit(sessions, two, ada)
    return two
