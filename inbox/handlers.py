"""Whom the events of other packages concern. Followers are told by a job, single persons at once."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cases import service as cases
from cases.events import (
    ArbitrationAsked,
    AuthorInvited,
    BylineAgreed,
    BylineProposed,
    BylineRefused,
    CaseCorrected,
    CaseDecided,
    CasePublished,
    CaseRetracted,
    CaseScreened,
    ConcernLifted,
    ConcernRaised,
    ConsentWithdrawn,
    CorrectionMoved,
    DecisionReversed,
    ReviewDue,
    ReviewOverdue,
    ReviewRequested,
    ReviewSubmitted,
    RoleDisputed,
    RoleProposed,
    RoleRuled,
    SecondEditorNeeded,
    TakeDownCompleted,
    ThanksOffered,
)
from core import outbox
from files.events import FileLookedAt
from forums.events import PostVisibilityChanged, PostWritten, ThreadOpened
from identity.events import VerificationDecided
from inbox import jobs
from inbox.service import tell

NOTICES: dict[type, str] = {
    CaseCorrected: "case.corrected",
    ConcernRaised: "case.concern",
    ConcernLifted: "case.concern_lifted",
    CaseRetracted: "case.retracted",
}


class Waiting(Protocol):
    """What moderation publishes when a flag is new, or what it is on was held."""

    @property
    def flag_id(self) -> UUID: ...
    @property
    def subject_kind(self) -> str: ...
    @property
    def subject_id(self) -> UUID: ...


class ModerationDecision(Protocol):
    """What moderation publishes when it has decided."""

    @property
    def decision_id(self) -> UUID: ...
    @property
    def author_id(self) -> UUID: ...


async def post_written(session: AsyncSession, event: PostWritten) -> None:
    await _later(session, event.post_id)


async def thread_opened(session: AsyncSession, event: ThreadOpened) -> None:
    await _later(session, event.post_id)


async def post_shown(session: AsyncSession, event: PostVisibilityChanged) -> None:
    """A post that was held when it was written is news when it is released."""
    await _later(session, event.post_id)


async def _later(session: AsyncSession, post_id: UUID) -> None:
    await outbox.enqueue(session, jobs.KIND, {"post_id": str(post_id)})


async def author_invited(session: AsyncSession, event: AuthorInvited) -> None:
    link = f"/cases/{event.case_id}/authors"
    await tell(session, person_ids=[event.person_id], kind="case.invited", link=link)


async def role_proposed(session: AsyncSession, event: RoleProposed) -> None:
    await _about_authors(session, event.case_id, "case.role_proposed", [event.person_id])


async def role_disputed(session: AsyncSession, event: RoleDisputed) -> None:
    await _about_authors(session, event.case_id, "case.role_disputed", [event.person_id])


async def arbitration_asked(session: AsyncSession, event: ArbitrationAsked) -> None:
    editors = await cases.editors_of(session, case_id=event.case_id)
    link = f"/cases/{event.case_id}/disputes"
    await tell(session, person_ids=editors, kind="case.dispute", link=link)


async def role_ruled(session: AsyncSession, event: RoleRuled) -> None:
    await _about_authors(session, event.case_id, "case.role_ruled", event.person_ids)


async def byline_proposed(session: AsyncSession, event: BylineProposed) -> None:
    await _about_authors(session, event.case_id, "case.byline", event.person_ids)


async def byline_agreed(session: AsyncSession, event: BylineAgreed) -> None:
    await _about_authors(session, event.case_id, "case.byline_agreed", event.person_ids)
    if event.waits:
        await _tell_editors(session, event.case_id, "case.byline_waits")


async def byline_refused(session: AsyncSession, event: BylineRefused) -> None:
    await _about_authors(session, event.case_id, "case.byline_refused", event.person_ids)


async def thanks_offered(session: AsyncSession, event: ThanksOffered) -> None:
    link = f"/acknowledgements/{event.acknowledgement_id}"
    await tell(session, person_ids=[event.person_id], kind="case.thanks", link=link)


async def _about_authors(session: AsyncSession, case_id: UUID, kind: str, told: Iterable[UUID]) -> None:
    await tell(session, person_ids=told, kind=kind, link=f"/cases/{case_id}/authors")


async def file_looked_at(session: AsyncSession, event: FileLookedAt) -> None:
    """Whoever uploaded it; of a case, the only thing that files belong to."""
    if event.uploaded_by is not None:
        link = f"/cases/{event.owner_id}/figures"
        await tell(session, person_ids=[event.uploaded_by], kind="case.figure_seen", link=link)


async def review_requested(session: AsyncSession, event: ReviewRequested) -> None:
    person = await cases.reviewer_of(session, event.review_id, purpose="inbox")
    await tell(session, person_ids=[person], kind="case.review", link=f"/reviews/{event.review_id}")


async def review_due(session: AsyncSession, event: ReviewDue) -> None:
    person = await cases.reviewer_of(session, event.review_id, purpose="inbox")
    await tell(session, person_ids=[person], kind="case.review_due", link=f"/reviews/{event.review_id}")


async def review_overdue(session: AsyncSession, event: ReviewOverdue) -> None:
    """The reviewer, and the editors, who may ask somebody else."""
    person = await cases.reviewer_of(session, event.review_id, purpose="inbox")
    await tell(session, person_ids=[person], kind="case.review_late", link=f"/reviews/{event.review_id}")
    await _tell_editors(session, event.case_id, "case.overdue", besides=person)


async def exception_asked(session: AsyncSession, event: SecondEditorNeeded) -> None:
    await _tell_editors(session, event.case_id, "case.exception", besides=event.asked_by)


async def case_submitted(session: AsyncSession, event: CaseScreened) -> None:
    await _tell_editors(session, event.case_id, "case.submitted")


async def review_submitted(session: AsyncSession, event: ReviewSubmitted) -> None:
    await _tell_editors(session, event.case_id, "case.reviewed")


async def case_decided(session: AsyncSession, event: CaseDecided) -> None:
    await _tell_authors(session, event.case_id, "case.decided")


async def decision_reversed(session: AsyncSession, event: DecisionReversed) -> None:
    await _tell_authors(session, event.case_id, "case.reversed")


async def _tell_editors(
    session: AsyncSession, case_id: UUID, kind: str, *, besides: UUID | None = None
) -> None:
    editors = await cases.editors_of(session, case_id=case_id)
    told = [person for person in editors if person != besides]
    await tell(session, person_ids=told, kind=kind, link=f"/cases/{case_id}/editorial")


async def _tell_authors(session: AsyncSession, case_id: UUID, kind: str) -> None:
    authors = await cases.author_ids(session, case_id)
    await tell(session, person_ids=authors, kind=kind, link=f"/cases/{case_id}/write")


async def case_published(session: AsyncSession, event: CasePublished) -> None:
    await tell(session, person_ids=event.author_ids, kind="case.published", link=f"/cases/{event.case_id}")


async def consent_withdrawn(session: AsyncSession, event: ConsentWithdrawn) -> None:
    await _about_consent(session, event.case_id, "case.consent_withdrawn", editors=event.taken_down)


async def take_down_completed(session: AsyncSession, event: TakeDownCompleted) -> None:
    await _about_consent(session, event.case_id, "case.taken_down", editors=True)


async def correction_moved(session: AsyncSession, event: CorrectionMoved) -> None:
    """Authors ask and hand in: the editors are told. Editors open and close: the authors are."""
    if event.step in {"ask", "hand_in"}:
        await _tell_editors(session, event.case_id, f"case.correction_{event.step}")
        return
    authors = await cases.author_ids(session, event.case_id)
    link = f"/cases/{event.case_id}/correction"
    await tell(session, person_ids=authors, kind=f"case.correction_{event.step}", link=link)


async def notice_published(
    session: AsyncSession, event: CaseCorrected | ConcernRaised | ConcernLifted | CaseRetracted
) -> None:
    authors = await cases.author_ids(session, event.case_id)
    await tell(session, person_ids=authors, kind=NOTICES[type(event)], link=f"/cases/{event.case_id}")


async def _about_consent(session: AsyncSession, case_id: UUID, kind: str, *, editors: bool) -> None:
    """Authors, and the editors of a case that had been handed in."""
    told = set(await cases.author_ids(session, case_id))
    told |= set(await cases.editors_of(session, case_id=case_id)) if editors else set()
    await tell(session, person_ids=told, kind=kind, link=f"/cases/{case_id}/consent")


async def verification_decided(session: AsyncSession, event: VerificationDecided) -> None:
    kind = "identity.verified" if event.granted else "identity.not_verified"
    await tell(session, person_ids=[event.person_id], kind=kind, link="/account/verification")


async def moderator_needed(session: AsyncSession, event: Waiting) -> None:
    """A job for each flag: held at once, it is told once, and who writes waits for no moderator's inbox."""
    payload: dict[str, object] = {"kind": event.subject_kind, "id": str(event.subject_id)}
    await outbox.enqueue(session, jobs.WAITING, payload, key=f"{jobs.WAITING}:{event.flag_id}")


async def moderation_decided(session: AsyncSession, event: ModerationDecision) -> None:
    link = f"/moderation/decisions/{event.decision_id}"
    await tell(session, person_ids=[event.author_id], kind="moderation.decided", link=link)
