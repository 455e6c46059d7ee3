"""The editor's desk: what waits, one case with all that belongs to it, whom to ask."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from msgspec import convert
from sqlalchemy import Row, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cases import blind, byline, policy
from cases.errors import CaseNotFound, CaseTakenDown, EditorIsInvolved
from cases.freshness import fresh
from cases.models import Author, Case, Collection, Review, Ruling, Submission
from cases.schemas import (
    DeskRow,
    Dossier,
    EditorsReview,
    ExceptionView,
    ExplainedFinding,
    Manuscript,
    RemarkView,
)
from cases.service import access, consenting, founding, opposing, people, registering, writing
from cases.states import AT_WORK, HANDED_IN, STANDING, WITH_EDITOR, ReviewStatus, Status, possible, steps
from core import clock
from core.errors import Forbidden, SignInRequired
from core.policy import Role, Viewer
from identity import service as identity

WAITING = frozenset(
    WITH_EDITOR | {Status.SCREENING, Status.ACCEPTED, Status.MINOR_REVISION, Status.MAJOR_REVISION}
)


async def desk(session: AsyncSession, *, viewer: Viewer, limit: int = 100) -> list[DeskRow]:
    """Submitted cases of the viewer's collections that are not settled, oldest submission first.

    Cases in which the viewer has a part are not among them. Raises SignInRequired, Forbidden.
    """
    if not viewer.signed_in:
        raise SignInRequired
    if not policy.edits_somewhere(viewer):
        raise Forbidden
    rows = await session.execute(
        select(
            Case.id,
            Case.title,
            Case.status,
            Collection.name,
            Case.round,
            Case.submitted_at,
            Case.correction,
            _reviews(*AT_WORK).label("reviews_open"),
            _reviews(*HANDED_IN).label("reviews_in"),
        )
        .join(Collection, Collection.id == Case.collection_id)
        .where(policy.handled_by(viewer), _waits())
        .order_by(Case.submitted_at, Case.id)
        .limit(limit)
    )
    return [
        DeskRow(
            id=r.id,
            title=r.title,
            status=r.status,
            collection=r.name,
            round=r.round,
            submitted_at=r.submitted_at,
            correction=r.correction,
            reviews_open=r.reviews_open,
            reviews_in=r.reviews_in,
        )
        for r in rows
    ]


async def dossier(session: AsyncSession, *, viewer: Viewer, case_id: UUID) -> Dossier:
    """A submitted case as its editors see it.

    Raises SignInRequired, CaseNotFound, EditorIsInvolved, CaseTakenDown.
    """
    case, collection, submission = await handled(session, viewer, case_id)
    reviews = await reviews_of(session, case_id)
    authorship = await people.authorship(session, case_id)
    return Dossier(
        id=case.id,
        title=case.title,
        status=case.status,
        round=case.round,
        collection=founding.view(collection),
        manuscript=fresh(convert(submission.content, Manuscript)),
        explained=convert(submission.explained, list[ExplainedFinding]),
        note=submission.note,
        submitted_at=case.submitted_at or submission.created_at,
        authors=authorship.authors,
        order=authorship.order,
        disputes=authorship.disputes,
        acknowledgements=authorship.acknowledgements,
        unsettled=byline.unsettled(authorship.authors, authorship.order),
        reviews=reviews,
        rulings=await writing.rulings_of(session, case_id),
        acts=sorted(act.value for act in possible(case.status)),
        correction=case.correction,
        correction_note=case.correction_note,
        steps=sorted(step.value for step in steps(case.status, case.correction)),
        registrations=await registering.registrations(session, case.id),
        reviews_counting=counting(reviews),
        consent=consenting.view(
            await consenting.entries_of(session, case_id), await consenting.versions_of(session, case_id)
        ),
        exceptions=await _exceptions(session, viewer, case_id),
        opposed=await opposing.opposed_in(session, case_id),
        hidden=access.hidden_state(case),  # type: ignore[arg-type]
    )


async def deciders_of(session: AsyncSession, case_id: UUID) -> set[UUID | None]:
    """Editors who have decided on the case before."""
    return set(await session.scalars(select(Ruling.decided_by).where(Ruling.case_id == case_id)))


async def reviews_of(session: AsyncSession, case_id: UUID) -> list[EditorsReview]:
    """By round, the latest first, then by alias. Unsent drafts are empty here: they are the reviewer's."""
    rows = await session.execute(
        select(Review).where(Review.case_id == case_id).order_by(Review.round.desc(), Review.alias),
        execution_options=access.FRESH,
    )
    return [_editors_view(review) for review in rows.scalars()]


def counting(reviews: Sequence[EditorsReview | Review]) -> int:
    """How many reviewers have a review that the editor marked acceptable, in any round."""
    return len({review.alias for review in reviews if review.status == ReviewStatus.ACCEPTABLE})


async def editors_of(session: AsyncSession, *, case_id: UUID) -> list[UUID]:
    """Who may handle the case by role, for telling them; authors of the case are not among them."""
    collection_id = await session.scalar(select(Case.collection_id).where(Case.id == case_id))
    if collection_id is None:
        return []
    found = await identity.people_with_role(session, role=Role.EDITOR, scope_id=collection_id)
    authors = set(await session.scalars(select(Author.person_id).where(Author.case_id == case_id)))
    return [person_id for person_id in found if person_id not in authors]


def _editors_view(review: Review) -> EditorsReview:
    sent = review.status in HANDED_IN
    return EditorsReview(
        id=review.id,
        alias=review.alias,
        round=review.round,
        status=review.status,
        due_on=review.due_on,
        answers=review.answers if sent else {},  # type: ignore[arg-type]
        recommendation=review.recommendation if sent else None,
        comments_to_authors=review.comments_to_authors if sent else "",
        note_to_editor=review.note_to_editor if sent else "",
        submitted_at=review.submitted_at,
        overdue=review.status in AT_WORK and review.due_on < clock.now().date(),
        rating=review.rating,
        remarks=convert(review.remarks if sent else [], list[RemarkView]),
        with_trainee=review.with_trainee and sent,
    )


async def _exceptions(session: AsyncSession, viewer: Viewer, case_id: UUID) -> list[ExceptionView]:
    rows = await blind.open_exceptions(session, case_id)
    cards = await identity.people_by_ids(session, {p for row in rows for p in (row.person_id, row.asked_by)})
    return [
        ExceptionView(
            id=row.id,
            person=cards[row.person_id],
            reasons=row.reasons,
            why=row.why,
            asked_by=cards[row.asked_by].name,
            mine=row.asked_by == viewer.person_id,
        )
        for row in rows
    ]


def _waits() -> Any:
    """On Case: not settled, or published and a correction is on its way."""
    correcting = and_(Case.status.in_(sorted(STANDING)), Case.correction != "")
    return Case.status.in_(sorted(WAITING)) | correcting


def _reviews(*statuses: ReviewStatus) -> Any:
    of_this_round = and_(Review.case_id == Case.id, Review.round == Case.round)
    return (
        select(func.count(Review.id))
        .where(of_this_round, Review.status.in_(statuses))
        .correlate(Case)
        .scalar_subquery()
    )


async def handled(
    session: AsyncSession, viewer: Viewer, case_id: UUID
) -> tuple[Case, Collection, Submission]:
    if not viewer.signed_in:
        raise SignInRequired
    row: Row[*tuple[Any, ...]] | None = (
        await session.execute(
            select(Case, Collection, Submission, policy.involved(viewer).label("involved"))
            .join(Collection, Collection.id == Case.collection_id)
            .join(Submission, and_(Submission.case_id == Case.id, Submission.round == Case.round))
            .where(Case.id == case_id, policy.on_desk_of(viewer)),
            execution_options=access.FRESH,
        )
    ).one_or_none()
    if row is None:
        raise CaseNotFound
    if row.involved:
        raise EditorIsInvolved
    if row.Case.status == Status.TAKEN_DOWN:
        raise CaseTakenDown
    return row.Case, row.Collection, row.Submission
