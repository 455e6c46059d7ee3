"""Reviews beside the case they are about, once it is published: as their writers were told, or agreed."""

from uuid import UUID

from msgspec import convert
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases import blind
from cases.models import Collection, Review
from cases.schemas import FrozenRemark, FrozenReport, FrozenReview
from cases.service import access, deskwork
from cases.states import HANDED_IN
from identity import service as identity


async def how_reviewed(
    session: AsyncSession, case_id: UUID, rounds: int, collection: Collection
) -> FrozenReview:
    """How often, how blind, by how many that count; with the reports and signatures that may be shown."""
    reviews = await session.scalars(
        select(Review)
        .where(Review.case_id == case_id, Review.status.in_(HANDED_IN))
        .order_by(Review.round, Review.alias),
        execution_options=access.FRESH,
    )
    done = list(reviews)
    found = deskwork.counting(done)
    signed = await _names(session, case_id)
    return FrozenReview(
        blind_mode=collection.blind_mode,
        rounds=rounds,
        acceptable_reviews=found,
        peer_reviewed=found >= collection.reviews_needed,
        reports=[_report(review, *signed.get(review.id, ("", ""))) for review in done if review.published],
        signed=list(dict.fromkeys(signed[r.id][0] for r in done if r.id in signed and not r.published)),
    )


async def _names(session: AsyncSession, case_id: UUID) -> dict[UUID, tuple[str, str]]:
    signatures = await blind.signatures(session, case_id)
    cards = await identity.people_by_ids(session, {person for person, _ in signatures.values()})
    return {
        review_id: (cards[person].name, trainee)
        for review_id, (person, trainee) in signatures.items()
        if person in cards
    }


def _report(review: Review, name: str, trainee: str) -> FrozenReport:
    return FrozenReport(
        alias=review.alias,
        round=review.round,
        name=name,
        trainee=trainee,
        recommendation=review.recommendation or "",
        answers=review.answers,  # type: ignore[arg-type]
        remarks=convert(review.remarks, list[FrozenRemark]),
        comments=review.comments_to_authors,
    )
