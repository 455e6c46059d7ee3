"""Who is behind an alias: the one module that reads `cases_reviewer_identity`.

Two things are asked of it: whether a person is the reviewer (a condition in SQL, of oneself or for an
exclusion, which gives nothing away), and, in one audited function, who the reviewer is. Besides, sums over a
person's reviews, and whom an editor would like to ask in spite of a reason against it.
"""

from collections.abc import Iterable
from string import ascii_uppercase
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cases.errors import ExceptionAsked, ExceptionNotFound, ReviewNotFound
from cases.models import Case, Review
from cases.models.aliases import ReviewerException, ReviewerIdentity
from cases.states import AT_WORK, ReviewStatus
from core import audit


async def reviewer_of(
    session: AsyncSession, review_id: UUID, *, purpose: str, actor_id: UUID | None = None
) -> UUID:
    """The person behind a review, for `purpose` ("inbox", "credit"). Each call is in the audit log.

    The entry says that it was asked, for what and by whom; not the answer. Raises ReviewNotFound.
    """
    person_id = await session.scalar(
        select(ReviewerIdentity.person_id).where(ReviewerIdentity.review_id == review_id)
    )
    if person_id is None:
        raise ReviewNotFound
    await audit.record(
        session,
        actor_id=actor_id,
        act="cases.reviewer_identified",
        subject_kind="review",
        subject_id=review_id,
        detail={"purpose": purpose},
    )
    return person_id


def is_reviewer(person_id: UUID | None) -> ColumnElement[bool]:
    """On Review: this person wrote or writes it."""
    mine = select(ReviewerIdentity.review_id).where(ReviewerIdentity.person_id == person_id)
    return Review.id.in_(mine)


def reviews_case(person_id: UUID | None) -> ColumnElement[bool]:
    """On Case: this person is among its reviewers, in whichever round, declined or not."""
    return exists(
        select(Review.id)
        .join(ReviewerIdentity, ReviewerIdentity.review_id == Review.id)
        .where(Review.case_id == Case.id, ReviewerIdentity.person_id == person_id)
    )


def still_reviews(person_id: UUID | None) -> ColumnElement[bool]:
    """On Case: this person was asked to review it, and neither declined nor was let go."""
    return exists(
        select(Review.id)
        .join(ReviewerIdentity, ReviewerIdentity.review_id == Review.id)
        .where(Review.case_id == Case.id, ReviewerIdentity.person_id == person_id)
        .where(Review.status.not_in([ReviewStatus.DECLINED, ReviewStatus.CANCELLED]))
    )


async def may_learn_authors(session: AsyncSession, *, case_id: UUID, person_id: UUID) -> bool:
    """Not while the person reviews the case: to be asked as an author, or to be thanked, tells who wrote it.

    Only for withholding what would be sent to the person; nobody else is told of the answer.
    """
    found = select(Case.id).where(Case.id == case_id, ~still_reviews(person_id))
    return await session.scalar(found) is not None


async def remember(session: AsyncSession, *, review_id: UUID, person_id: UUID) -> None:
    session.add(ReviewerIdentity(review_id=review_id, person_id=person_id))
    await session.flush()


async def remember_same(session: AsyncSession, *, review_id: UUID, as_of: UUID) -> None:
    """The new review is by whoever wrote the old one; the name stays in the database."""
    same = select(literal(review_id), ReviewerIdentity.person_id)
    old = same.where(ReviewerIdentity.review_id == as_of)
    await session.execute(insert(ReviewerIdentity).from_select(["review_id", "person_id"], old))


async def keep_trainee(session: AsyncSession, *, review_id: UUID, name: str) -> None:
    """Who reviewed along stands where the reviewer's own name does: it tells the house, too."""
    mine = update(ReviewerIdentity).where(ReviewerIdentity.review_id == review_id)
    await session.execute(mine.values(trainee=name))


async def trainee_of(session: AsyncSession, review_id: UUID, person_id: UUID | None) -> str:
    """For the reviewer alone; empty for anybody else."""
    mine = select(ReviewerIdentity.trainee).where(
        ReviewerIdentity.review_id == review_id, ReviewerIdentity.person_id == person_id
    )
    return await session.scalar(mine) or ""


async def signatures(session: AsyncSession, case_id: UUID) -> dict[UUID, tuple[UUID, str]]:
    """Person and trainee of each review of the case whose writer signed it, for its publication.

    Each is in the audit log, as `reviewer_of` is.
    """
    rows = (
        await session.execute(
            select(Review.id, ReviewerIdentity.trainee)
            .join(ReviewerIdentity, ReviewerIdentity.review_id == Review.id)
            .where(Review.case_id == case_id, Review.signed)
        )
    ).all()
    return {row.id: (await reviewer_of(session, row.id, purpose="signature"), row.trainee) for row in rows}


async def alias_for(session: AsyncSession, *, case_id: UUID, person_id: UUID) -> str:
    """An alias such as "Reviewer A", a person's own through all rounds. The caller locks the case."""
    known = await session.scalar(
        select(Review.alias).where(Review.case_id == case_id, is_reviewer(person_id)).limit(1)
    )
    given = await session.scalar(select(func.count(Review.alias.distinct())).where(Review.case_id == case_id))
    return known or f"Reviewer {letters(given or 0)}"


def letters(number: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    rest, last = divmod(number, len(ascii_uppercase))
    return (letters(rest - 1) if rest else "") + ascii_uppercase[last]


async def records(
    session: AsyncSession, person_ids: Iterable[UUID], *, besides: UUID
) -> dict[UUID, tuple[int, int, float]]:
    """Of each person: reviews at work, reviews rated, and the ratings' mean. Not which, nor of what.

    Reviews of the case `besides` do not count: a sum that grew would tell who was asked.
    """
    at_work = func.count().filter(Review.status.in_(AT_WORK))
    rows = await session.execute(
        select(ReviewerIdentity.person_id, at_work, func.count(Review.rating), func.avg(Review.rating))
        .join(Review, Review.id == ReviewerIdentity.review_id)
        .where(ReviewerIdentity.person_id.in_(set(person_ids)), Review.case_id != besides)
        .group_by(ReviewerIdentity.person_id)
    )
    return {person: (at_work, rated, float(mean or 0)) for person, at_work, rated, mean in rows}


async def ask_exception(
    session: AsyncSession, *, case_id: UUID, person_id: UUID, reasons: list[str], why: str, asked_by: UUID
) -> UUID:
    """Raises ExceptionAsked. The caller locks the case."""
    waiting = select(ReviewerException.id).where(
        ReviewerException.case_id == case_id,
        ReviewerException.person_id == person_id,
        ReviewerException.state == "open",
    )
    if await session.scalar(waiting):
        raise ExceptionAsked
    row = ReviewerException(case_id=case_id, person_id=person_id, reasons=reasons, why=why, asked_by=asked_by)
    session.add(row)
    await session.flush()
    return row.id


async def open_exceptions(session: AsyncSession, case_id: UUID) -> list[ReviewerException]:
    """What waits for a second editor, oldest first. For editors of the case alone: it names people."""
    found = await session.scalars(
        select(ReviewerException)
        .where(ReviewerException.case_id == case_id, ReviewerException.state == "open")
        .order_by(ReviewerException.id)
    )
    return list(found)


async def exception_to_decide(session: AsyncSession, exception_id: UUID) -> ReviewerException:
    """Locked. Raises ExceptionNotFound."""
    row = await session.get(ReviewerException, exception_id, with_for_update=True, populate_existing=True)
    if row is None or row.state != "open":
        raise ExceptionNotFound
    return row


async def excepted(session: AsyncSession, *, case_id: UUID, person_id: UUID) -> set[str]:
    """The reasons against a person that a second editor has set aside for this case."""
    found = await session.scalars(
        select(ReviewerException.reasons).where(
            ReviewerException.case_id == case_id,
            ReviewerException.person_id == person_id,
            ReviewerException.state == "granted",
        )
    )
    return {code for codes in found for code in codes}
