"""What a reviewer does. Nothing here names a reviewer, nor an author where the collection hides them."""

from collections.abc import Iterable
from uuid import UUID

from msgspec import convert, to_builtins
from msgspec.structs import replace
from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from cases import blind, policy
from cases.care import ArticleType
from cases.errors import ReviewNotOpen, ReviewUnfinished
from cases.events import CaseChanged, ReviewSubmitted
from cases.freshness import fresh
from cases.models import Case, Collection, Review, Submission
from cases.schemas import (
    BlindMode,
    Criterion,
    Manuscript,
    RemarkView,
    ReviewDraft,
    ReviewRow,
    ReviewSheet,
    SheetAuthor,
    Versioned,
)
from cases.service import access, people
from cases.service.transitions import note
from cases.sheets import criteria_of
from cases.states import ReviewStatus, Status
from core import clock
from core.errors import SignInRequired
from core.events import publish
from core.policy import Viewer


async def my_reviews(session: AsyncSession, *, viewer: Viewer) -> list[ReviewRow]:
    """Those asked of the viewer, the latest first; at most 200. Raises SignInRequired."""
    if not viewer.signed_in:
        raise SignInRequired
    rows = await session.execute(
        select(
            Review.id,
            Submission.content["title"].astext.label("title"),
            Review.alias,
            Review.round,
            Review.status,
            Review.due_on,
            Collection.name,
        )
        .join(Case, Case.id == Review.case_id)
        .join(Collection, Collection.id == Case.collection_id)
        .join(Submission, and_(Submission.case_id == Review.case_id, Submission.round == Review.round))
        .where(policy.assigned_to(viewer), Case.removed_at.is_(None), Case.status != Status.TAKEN_DOWN)
        .order_by(Review.id.desc())
        .limit(200)
    )
    return [
        ReviewRow(
            id=r.id,
            title=r.title,
            alias=r.alias,
            round=r.round,
            status=r.status,
            due_on=r.due_on,
            collection=r.name,
        )
        for r in rows
    ]


async def review_sheet(session: AsyncSession, *, viewer: Viewer, review_id: UUID) -> ReviewSheet:
    """The frozen manuscript (its abstract before the request is accepted) and the viewer's own answers.

    Raises ReviewNotFound, CaseIsHeld, CaseTakenDown.
    """
    review = await access.as_reviewer(session, viewer, review_id)
    row = (
        await session.execute(
            select(Submission.content, Collection.name)
            .join(Case, Case.id == Submission.case_id)
            .join(Collection, Collection.id == Case.collection_id)
            .where(Submission.case_id == review.case_id, Submission.round == review.round)
        )
    ).one()
    return ReviewSheet(
        id=review.id,
        alias=review.alias,
        round=review.round,
        status=review.status,
        due_on=review.due_on,
        blind_mode=review.blind_mode,
        collection=row.name,
        manuscript=_readable(fresh(convert(row.content, Manuscript)), review.status),
        authors=await _authors(session, review),
        answers=review.answers,  # type: ignore[arg-type]
        recommendation=review.recommendation,
        comments_to_authors=review.comments_to_authors,
        note_to_editor=review.note_to_editor,
        remarks=convert(review.remarks, list[RemarkView]),
        signed=review.signed,
        trainee=await blind.trainee_of(session, review.id, viewer.person_id),
        published=review.published,
        criteria=[
            criterion.value
            for criterion in criteria_of(row.content.get("article_type", ArticleType.CASE_REPORT))
        ],
        saved_at=review.saved_at,
        submitted_at=review.submitted_at,
    )


async def answer_request(session: AsyncSession, *, viewer: Viewer, review_id: UUID, accept: bool) -> None:
    """Raises ReviewNotFound, CaseIsHeld, ReviewNotOpen."""
    review = await access.as_reviewer(session, viewer, review_id)
    if review.status != ReviewStatus.INVITED:
        raise ReviewNotOpen
    review.status = ReviewStatus.ACCEPTED if accept else ReviewStatus.DECLINED
    await session.flush()
    await _note(session, review, f"review_{review.status}")
    await publish(session, CaseChanged(case_id=review.case_id))


async def save_review(
    session: AsyncSession, *, viewer: Viewer, review_id: UUID, draft: ReviewDraft
) -> Versioned:
    """Keep an unfinished review. Raises ReviewNotFound, CaseIsHeld, ReviewNotOpen."""
    review = await access.as_reviewer(session, viewer, review_id)
    if review.status != ReviewStatus.ACCEPTED:
        raise ReviewNotOpen
    review.answers = to_builtins(draft.answers)
    review.recommendation = draft.recommendation.value if draft.recommendation else None
    review.comments_to_authors = draft.comments_to_authors.strip()
    review.note_to_editor = draft.note_to_editor.strip()
    review.remarks = [to_builtins(remark) for remark in draft.remarks]
    review.signed, review.with_trainee = draft.signed, bool(draft.trainee.strip())
    await blind.keep_trainee(session, review_id=review.id, name=" ".join(draft.trainee.split()))
    review.saved_at = clock.now()
    await session.flush()
    return Versioned(version=review.round, saved_at=review.saved_at)


async def submit_review(
    session: AsyncSession, *, viewer: Viewer, review_id: UUID, draft: ReviewDraft
) -> None:
    """Hand it in; it cannot be changed afterwards. Raises as `save_review`, ReviewUnfinished."""
    await save_review(session, viewer=viewer, review_id=review_id, draft=draft)
    review = await access.as_reviewer(session, viewer, review_id)
    content = select(Submission.content["article_type"].astext)
    article = await session.scalar(
        content.where(Submission.case_id == review.case_id, Submission.round == review.round)
    )
    if missing := unfinished(draft, criteria_of(article or ArticleType.CASE_REPORT)):
        raise ReviewUnfinished(missing=missing)
    review.status, review.submitted_at = ReviewStatus.SUBMITTED, clock.now()
    await session.flush()
    await _note(session, review, "review_submitted")
    await publish(session, ReviewSubmitted(case_id=review.case_id, review_id=review.id))


def unfinished(draft: ReviewDraft, criteria: Iterable[Criterion]) -> list[str]:
    """The names of the fields that a review still needs."""
    rated = {criterion for criterion, rating in draft.answers.items() if rating.score}
    missing = [criterion.value for criterion in criteria if criterion not in rated]
    missing += [] if draft.recommendation else ["recommendation"]
    return missing + ([] if draft.comments_to_authors.strip() else ["comments_to_authors"])


def _readable(whole: Manuscript, status: str) -> Manuscript:
    """Before the request is accepted, and after it was declined or taken back: the abstract alone."""
    if status in {ReviewStatus.ACCEPTED, ReviewStatus.SUBMITTED, ReviewStatus.ACCEPTABLE}:
        return whole
    abstract = [s for s in whole.sections if s.key == "abstract"]
    return replace(whole, sections=abstract, consent=None, works=[], figures=[])


async def _authors(session: AsyncSession, review: Review) -> list[SheetAuthor] | None:
    """As the mode was when the reviewer was asked, whatever the collection says now."""
    if review.blind_mode == BlindMode.DOUBLE:
        return None
    authors = await people.authors_of(session, review.case_id)
    return [SheetAuthor(name=a.name, affiliations=a.affiliations) for a in authors if a.state == "accepted"]


async def _note(session: AsyncSession, review: Review, act: str) -> None:
    """Without actor: who is behind the alias is not for the log either."""
    await note(
        session, review.case_id, act, actor_id=None, detail={"alias": review.alias, "round": review.round}
    )
