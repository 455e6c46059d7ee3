"""Write-ups in every state of their life, under a double blind."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cases import blind, service
from cases.contributions import ContributorRole, Degree
from cases.schemas import (
    AcknowledgementDraft,
    AuthorOrder,
    BlindMode,
    CaseDraft,
    CollectionDraft,
    ConsentDraft,
    ConsentScope,
    ConsentType,
    ConsentWithdrawal,
    ContributionDraft,
    Criterion,
    DisclosureDraft,
    DisputeDraft,
    FigureDraft,
    OrderAnswer,
    Rating,
    ReviewDraft,
    RulingDraft,
    SubmissionDraft,
)
from cases.states import Decision
from core.db import transaction
from core.policy import Role, Viewer
from files import service as files
from files.schemas import Attestation, Verdict
from files.store import shelf_of
from tests.files import making
from tests.outlets.cast import appoint, canary
from tests.outlets.truth import CASES, DECIDED, REVIEWED, WERE_PUBLIC

if TYPE_CHECKING:
    from tests.outlets.world import World

PICTURE = making.png()
WORDS = "The patient came in with chest pain that had begun two days before and got worse on exertion. "
SLOTS = (
    "patient_information clinical_findings timeline diagnostic_assessment therapeutic_interventions follow_up"
)


async def write(world: World) -> None:
    root = world.cast["administrator"].viewer
    async with transaction(world.sessions) as session:
        for slug, board in (("heart", world.of("board_id", "pub")), ("skin", None)):
            draft = CollectionDraft(slug=slug, name=slug.title(), blind_mode=BlindMode.DOUBLE, board_id=board)
            made = await service.create_collection(session, viewer=root, draft=draft)
            world.ids["collection_id"][slug] = made.id
    await appoint(world.sessions, world.cast, "outsider", Role.EDITOR, world.of("collection_id", "skin"))
    for state in CASES:
        async with transaction(world.sessions) as session:
            await _bring_to(session, world, state)
    world.ids["document_id"] = dict(world.ids["case_id"])


async def _bring_to(session: AsyncSession, world: World, state: str) -> None:
    case_id = await _write_up(session, world, state)
    world.ids["case_id"][state] = case_id
    await _picture(session, world, state, case_id)
    author = world.cast["author"].viewer
    if state != "draft":
        note = SubmissionDraft(note=canary(f"{state}note"))
        await service.submit(session, viewer=author, case_id=case_id, draft=note)
    if state == "submitted":
        await _ask(session, world, case_id, "invitee")
    if state in REVIEWED:
        await _review(session, world, state, case_id)
    if state == "inreview":
        world.ids["proposal_id"][state] = await _propose(session, world, case_id, state)
    if state == "revision":
        await _thank(session, world, case_id)
    if state in DECIDED:
        await _rule(session, world, state, case_id)
    if state in WERE_PUBLIC:
        await service.publish(session, viewer=world.cast["editor"].viewer, case_id=case_id)
    if state == "takendown":
        gone = ConsentWithdrawal(reason=canary("withdrawalreason"), sure=True)
        await service.withdraw_consent(session, viewer=author, case_id=case_id, draft=gone)
    if state == "retracted":
        reason = f"The authors found a mistake: {canary('retractionreason')}"
        await service.retract(session, viewer=world.cast["editor"].viewer, case_id=case_id, reason=reason)


async def _picture(session: AsyncSession, world: World, state: str, case_id: UUID) -> None:
    """A figure that a clinician has looked at; of the draft the look is only taken on."""
    author, looker = world.cast["author"].viewer, world.cast["clinician"].viewer
    file_id = (
        await service.add_figure(
            session, viewer=author, shelf=shelf_of(world.settings), case_id=case_id, data=PICTURE
        )
    ).id
    world.ids["file_id"][state] = file_id
    said = FigureDraft(caption=canary(f"{state}caption"), alt="A grey square")
    await service.describe_figure(session, viewer=author, case_id=case_id, file_id=file_id, draft=said)
    await files.hand_on(session, viewer=author, file_id=file_id, draft=Attestation(attested=True))
    await files.take(session, viewer=looker, file_id=file_id)
    if state != "draft":
        await files.decide(session, viewer=looker, file_id=file_id, draft=Verdict(approve=True))


async def _write_up(session: AsyncSession, world: World, state: str) -> UUID:
    author = world.cast["author"].viewer
    draft = CaseDraft(
        title=f"Pain in a runner {canary(f'{state}title')}",
        specialty="cardiology",
        collection_id=world.of("collection_id", "heart"),
    )
    case_id = (await service.start(session, viewer=author, draft=draft)).id
    world.ids["milestone_id"][state] = await _fill(session, author, state, case_id)
    others = ["coauthor", *(["ghost"] if state == "inreview" else [])]
    for key in [*others, *(["decliner"] if state == "draft" else [])]:
        await _invite(session, world, case_id, key, accept=key != "decliner")
    for key in ["author", *others]:
        await _settle(session, world.cast[key].viewer, state, case_id)
    if state == "draft":
        await _disagree(session, world, case_id)
    else:
        await _agree(session, world, case_id, others)
    thanks = AcknowledgementDraft(
        name="Una", text=canary(f"{state}thanks"), attested=True, agreed_on="2026-01-01"
    )
    made = await service.acknowledge(session, viewer=author, case_id=case_id, draft=thanks)
    world.ids["acknowledgement_id"][state] = made.id
    return case_id


async def _fill(session: AsyncSession, author: Viewer, state: str, case_id: UUID) -> UUID:
    """All sections, one of them twice. Returns the named version between the two."""
    texts = dict.fromkeys(SLOTS.split(), WORDS) | {
        "keywords": "chest pain, marathon, troponin",
        "abstract": WORDS * 2 + canary(f"{state}abstract"),
        "introduction": WORDS + canary(f"{state}old"),
        "discussion": WORDS * 2 + canary(f"{state}text"),
    }
    for key, body in texts.items():
        await service.save_section(session, viewer=author, case_id=case_id, key=key, body=body, version=0)
    named = await service.name_state(session, viewer=author, case_id=case_id, name="As it was first")
    await service.save_section(
        session, viewer=author, case_id=case_id, key="introduction", body=WORDS, version=1
    )
    consent = ConsentDraft(
        type=ConsentType.WRITTEN,
        scope=[ConsentScope.PEER_REVIEW, ConsentScope.PUBLIC, ConsentScope.IMAGES],
        patient_saw_text=True,
        withdrawal_contact=canary(f"{state}contact"),
        obtained_in="2026-10",
        language="en",
        attested=True,
    )
    await service.record_consent(session, viewer=author, case_id=case_id, draft=consent)
    return named.id


async def _invite(session: AsyncSession, world: World, case_id: UUID, key: str, *, accept: bool) -> None:
    author, other = world.cast["author"].viewer, world.cast[key]
    await service.invite_author(session, viewer=author, case_id=case_id, person_id=other.id)
    await service.answer_invitation(session, viewer=other.viewer, case_id=case_id, accept=accept)


async def _settle(session: AsyncSession, viewer: Viewer, state: str, case_id: UUID) -> None:
    """Roles, affiliation and a tie, of each author."""
    roles = {ContributorRole.WRITING_ORIGINAL_DRAFT: Degree.LEAD}
    claim = ContributionDraft(roles=roles, affiliations=[canary(f"{state}place")])
    await service.claim_roles(session, viewer=viewer, case_id=case_id, draft=claim)
    tie = DisclosureDraft(statement=f"Speaker for {canary(f'{state}tie')}")
    await service.disclose(session, viewer=viewer, case_id=case_id, draft=tie)


async def _propose(session: AsyncSession, world: World, case_id: UUID, state: str = "") -> UUID:
    """The list as it stands, to be agreed on; `state` is for the canary in its reason."""
    author = world.cast["author"].viewer
    case = await service.write_up(session, viewer=author, case_id=case_id)
    ids = [one.id for one in case.authors if one.state == "accepted"]
    draft = AuthorOrder(author_ids=ids, corresponding_id=ids[0], why=canary(f"{state}why") if state else "")
    if state and state != "draft":
        draft.author_ids, draft.corresponding_id = ids[::-1], ids[0]
    await service.propose_order(session, viewer=author, case_id=case_id, draft=draft)
    case = await service.write_up(session, viewer=author, case_id=case_id)
    assert case.order.proposal is not None
    return case.order.proposal.id


async def _agree(session: AsyncSession, world: World, case_id: UUID, others: list[str]) -> None:
    answer = OrderAnswer(proposal_id=await _propose(session, world, case_id), agree=True)
    for key in others:
        await service.answer_order(session, viewer=world.cast[key].viewer, case_id=case_id, draft=answer)


async def _thank(session: AsyncSession, world: World, case_id: UUID) -> None:
    """A member, who is asked."""
    thanks = AcknowledgementDraft(person_id=world.cast["clinician"].id, text=canary("askedthanks"))
    made = await service.acknowledge(
        session, viewer=world.cast["author"].viewer, case_id=case_id, draft=thanks
    )
    world.ids["acknowledgement_id"]["asked"] = made.id


async def _disagree(session: AsyncSession, world: World, case_id: UUID) -> None:
    """An order that one has not agreed to, and a role that an editor is asked about."""
    other = world.cast["coauthor"].viewer
    world.ids["proposal_id"]["draft"] = await _propose(session, world, case_id, "draft")
    case = await service.write_up(session, viewer=other, case_id=case_id)
    doubt = DisputeDraft(
        author_id=case.authors[0].id,
        role=ContributorRole.WRITING_ORIGINAL_DRAFT,
        reason=f"I wrote it: {canary('draftdispute')}",
    )
    await service.dispute_role(session, viewer=other, case_id=case_id, draft=doubt)
    (dispute,) = (await service.write_up(session, viewer=other, case_id=case_id)).disputes
    await service.ask_for_ruling(session, viewer=other, case_id=case_id, dispute_id=dispute.id)
    world.ids["dispute_id"]["draft"] = dispute.id


async def _ask(session: AsyncSession, world: World, case_id: UUID, key: str) -> UUID:
    editor = world.cast["editor"].viewer
    reviewer = world.cast[key].id
    return (await service.request_review(session, viewer=editor, case_id=case_id, person_id=reviewer)).id


async def _review(session: AsyncSession, world: World, state: str, case_id: UUID) -> None:
    review_id = await _ask(session, world, case_id, "reviewer")
    world.ids["review_id"][state] = review_id
    reviewer = world.cast["reviewer"].viewer
    draft = ReviewDraft(
        answers={criterion: Rating(score=4, text="Good") for criterion in Criterion},
        recommendation=Decision.MINOR,
        comments_to_authors=canary(f"{state}comments"),
        note_to_editor=canary(f"{state}confide"),
    )
    await service.answer_request(session, viewer=reviewer, review_id=review_id, accept=True)
    await service.submit_review(session, viewer=reviewer, review_id=review_id, draft=draft)
    await service.mark_acceptable(session, viewer=world.cast["editor"].viewer, review_id=review_id)
    world.ids["exception_id"][state] = await blind.ask_exception(
        session,
        case_id=case_id,
        person_id=world.cast["clinician"].id,
        reasons=["ReviewerIsColleague"],
        why=canary(f"{state}wish"),
        asked_by=world.cast["editor"].id,
    )


async def _rule(session: AsyncSession, world: World, state: str, case_id: UUID) -> None:
    decision = Decision.MINOR if state == "revision" else Decision.ACCEPT
    ruling = RulingDraft(decision=decision, letter=f"Dear authors, {canary(f'{state}letter')}")
    await service.decide(session, viewer=world.cast["editor"].viewer, case_id=case_id, draft=ruling)
