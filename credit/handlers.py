"""What credit does when it hears of cases and decisions, in the transaction of the event itself."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cases import service as cases
from cases.events import CaseCorrected, CasePublished, CaseRetracted, ReviewAccepted
from credit import service
from credit.service.awards import REMOVED


async def on_review_accepted(session: AsyncSession, event: ReviewAccepted) -> None:
    reviewer_id = await cases.reviewer_of(session, event.review_id, purpose="credit")
    await service.award_review(session, reviewer_id=reviewer_id, review_id=event.review_id)


async def on_case_published(session: AsyncSession, event: CasePublished) -> None:
    document = await cases.document(session, event.case_id)
    title = document.title if document else "Case write-up"
    await service.award_authorship(
        session,
        author_ids=event.author_ids,
        case_id=event.case_id,
        version_id=event.version_id,
        title=title,
    )


async def on_case_corrected(session: AsyncSession, event: CaseCorrected) -> None:
    """Who is an author by the correction earns as one; who is none any more loses what it earned."""
    document = await cases.document(session, event.case_id)
    await service.award_authorship(
        session,
        author_ids=event.author_ids,
        case_id=event.case_id,
        version_id=event.version_id,
        title=document.title if document else "Case write-up",
    )
    await service.reverse_for(
        session,
        artefact_kind="case",
        artefact_id=event.case_id,
        reason="not_an_author",
        besides=event.author_ids,
    )


async def on_case_retracted(session: AsyncSession, event: CaseRetracted) -> None:
    """Authors lose what the case earned; reviewers keep theirs, their work was sound (domain 1.4)."""
    await service.reverse_for(
        session, artefact_kind="case", artefact_id=event.case_id, reason="case_retracted"
    )


async def on_content_judged(
    session: AsyncSession, *, subject_kind: str, subject_id: UUID, outcome: str
) -> None:
    """Removed for bias or harm: what it earned is taken back. An appeal that succeeds gives it again."""
    if outcome == "remove":
        await service.reverse_for(session, artefact_kind=subject_kind, artefact_id=subject_id, reason=REMOVED)
    elif outcome == "appeal_overturned":
        await service.reinstate(
            session, artefact_kind=subject_kind, artefact_id=subject_id, reason="appeal_overturned"
        )
