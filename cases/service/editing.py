"""What an editor does: ask reviewers, judge reviews, decide."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cases import blind, errors
from cases.events import CaseChanged, CaseDecided, DecisionReversed, ReviewAccepted, ReviewRequested
from cases.models import Case, Collection, Review, Ruling
from cases.schemas import Made, RulingDraft
from cases.service import access, picking
from cases.service.submission import cancel_open_reviews
from cases.service.transitions import check, move, note
from cases.states import ACT_OF, AT_WORK, HANDED_IN, Act, Decision, ReviewStatus, Status
from core import clock
from core.events import publish
from core.ids import new_id
from core.markdown import render
from core.policy import Viewer


async def request_review(session: AsyncSession, *, viewer: Viewer, case_id: UUID, person_id: UUID) -> Made:
    """Ask somebody, who from here on is an alias. Returns the review's id.

    Raises CaseNotFound, EditorIsInvolved, CaseIsHeld, NotPossibleNow, PersonNotFound and the exclusions:
    ReviewerIsAuthor, ReviewerIsEditor, ReviewerNotQualified, ReviewerHasTie, ReviewerIsColleague,
    ReviewerIsCoauthor (unless a second editor allowed these), AlreadyReviewing.
    """
    case, collection = await access.as_editor(session, viewer, case_id)
    check(case, Act.REVIEW)
    for code in await picking.reasons_against(session, viewer, case, person_id):
        raise getattr(errors, code)
    alias = await blind.alias_for(session, case_id=case.id, person_id=person_id)
    await _refuse_second(session, case, alias)
    review_id = await _open(session, viewer, case, collection, alias)
    await blind.remember(session, review_id=review_id, person_id=person_id)
    await publish(session, ReviewRequested(case_id=case.id, review_id=review_id))
    return Made(id=review_id)


async def ask_again(session: AsyncSession, *, viewer: Viewer, review_id: UUID) -> Made:
    """Ask the reviewer of an earlier round for this one, without learning who it is. Raises as above."""
    old, case, collection = await access.review_as_editor(session, viewer, review_id)
    check(case, Act.REVIEW)
    await _refuse_second(session, case, old.alias)
    new = await _open(session, viewer, case, collection, old.alias)
    await blind.remember_same(session, review_id=new, as_of=review_id)
    await publish(session, ReviewRequested(case_id=case.id, review_id=new))
    return Made(id=new)


async def answer_exception(session: AsyncSession, *, viewer: Viewer, exception_id: UUID, grant: bool) -> None:
    """As the second editor: allow a reviewer in spite of the reasons against, and ask, or refuse.

    Raises ExceptionNotFound, EditorIsInvolved, SameEditor, and as `request_review`.
    """
    case_id, person_id = await picking.decide_exception(
        session, viewer=viewer, exception_id=exception_id, grant=grant
    )
    if grant:
        await request_review(session, viewer=viewer, case_id=case_id, person_id=person_id)


async def cancel_review(session: AsyncSession, *, viewer: Viewer, review_id: UUID) -> None:
    """Take a request back while the review is not in. Raises ReviewNotFound, ReviewNotOpen."""
    review, case, _ = await access.review_as_editor(session, viewer, review_id)
    if review.status not in AT_WORK:
        raise errors.ReviewNotOpen
    review.status = ReviewStatus.CANCELLED
    await session.flush()
    await note(
        session, case.id, "review_cancelled", actor_id=viewer.person_id, detail={"alias": review.alias}
    )
    await publish(session, CaseChanged(case_id=case.id))


async def mark_acceptable(
    session: AsyncSession, *, viewer: Viewer, review_id: UUID, rating: int | None = None
) -> None:
    """Vouch for a review: it counts towards acceptance and is evidence for credit (domain.md 1.4).

    `rating`, 1 to 5, is for editors who look for reviewers later.

    Raises ReviewNotFound, EditorIsInvolved, ReviewNotOpen.
    """
    review, case, _ = await access.review_as_editor(session, viewer, review_id)
    if review.status != ReviewStatus.SUBMITTED:
        raise errors.ReviewNotOpen
    review.status, review.accepted_at = ReviewStatus.ACCEPTABLE, clock.now()
    review.rating = rating
    await session.flush()
    await note(
        session, case.id, "review_acceptable", actor_id=viewer.person_id, detail={"alias": review.alias}
    )
    await publish(session, ReviewAccepted(case_id=case.id, review_id=review.id))


async def decide(session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: RulingDraft) -> None:
    """Decide on the round, with a letter to the authors. Reviews still open are cancelled.

    Raises CaseNotFound, EditorIsInvolved, NotPossibleNow, ReviewsMissing, RevisionNeedsReview.
    """
    case, collection = await access.as_editor(session, viewer, case_id)
    act = ACT_OF[draft.decision]
    check(case, act)
    await _refuse_unreviewed(session, case, collection, draft.decision)
    letter = render(draft.letter)
    session.add(
        Ruling(
            case_id=case.id,
            round=case.round,
            decision=draft.decision.value,
            letter=draft.letter,
            letter_html=letter.html,
            letter_version=letter.version,
            decided_by=viewer.person_id,
            state_before=case.status,
        )
    )
    case.decided_at = clock.now()
    await move(session, case, act, actor_id=viewer.person_id, detail={"round": case.round})
    await cancel_open_reviews(session, case.id)
    await publish(session, CaseDecided(case_id=case.id, decision=draft.decision.value))


async def reverse(session: AsyncSession, *, viewer: Viewer, case_id: UUID, reason: str) -> None:
    """Take the last decision back, as long as nothing has followed from it; the authors read why.

    Reviews that the decision ended stay ended: ask again. Raises CaseNotFound, EditorIsInvolved,
    NotPossibleNow.
    """
    case, _ = await access.as_editor(session, viewer, case_id)
    check(case, Act.REVERSE)
    ruling = await session.scalar(
        select(Ruling).where(Ruling.case_id == case.id).order_by(Ruling.id.desc()).limit(1).with_for_update()
    )
    assert ruling is not None
    ruling.reversed_at, ruling.reversed_by, ruling.reversal = clock.now(), viewer.person_id, reason.strip()
    case.decided_at = None
    await move(
        session,
        case,
        Act.REVERSE,
        actor_id=viewer.person_id,
        detail={"round": case.round, "decision": ruling.decision},
        back_to=Status(ruling.state_before),
    )
    await publish(session, DecisionReversed(case_id=case.id))


async def _open(
    session: AsyncSession, viewer: Viewer, case: Case, collection: Collection, alias: str
) -> UUID:
    if access.hidden_state(case):
        raise errors.CaseIsHeld
    review = Review(
        id=new_id(),
        case_id=case.id,
        round=case.round,
        alias=alias,
        blind_mode=collection.blind_mode,
        published=collection.publishes_reviews,
        due_on=(clock.now() + timedelta(days=collection.review_days)).date(),
    )
    session.add(review)
    await move(
        session, case, Act.REVIEW, actor_id=viewer.person_id, detail={"alias": alias, "round": case.round}
    )
    return review.id


async def _refuse_second(session: AsyncSession, case: Case, alias: str) -> None:
    """One review a reviewer and round, also after a refusal or a cancellation."""
    asked = select(Review.id).where(
        Review.case_id == case.id, Review.round == case.round, Review.alias == alias
    )
    if await session.scalar(asked):
        raise errors.AlreadyReviewing


async def _refuse_unreviewed(
    session: AsyncSession, case: Case, collection: Collection, decision: Decision
) -> None:
    if decision is Decision.REJECT:
        return
    counted = (ReviewStatus.ACCEPTABLE,) if decision is Decision.ACCEPT else HANDED_IN
    found = await session.scalar(
        select(func.count(Review.alias.distinct())).where(
            Review.case_id == case.id, Review.status.in_(counted)
        )
    )
    if decision is Decision.ACCEPT and (found or 0) < collection.reviews_needed:
        raise errors.ReviewsMissing(counting=found or 0, needed=collection.reviews_needed)
    if not found:
        raise errors.RevisionNeedsReview
