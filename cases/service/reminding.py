"""Reviews that are nearly due or late: told once each, to the reviewer and, when late, to the editors too."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from cases.events import ReviewDue, ReviewOverdue
from cases.models import Case, Review
from cases.states import AT_WORK
from core import clock
from core.events import publish

AHEAD = timedelta(days=3)
AT_ONCE = 200


async def remind(session: AsyncSession) -> int:
    """Publish ReviewDue and ReviewOverdue for what nobody was told of yet. Returns how many.

    Two processes that do it at once pass each other's rows over. Cases that are held or removed wait.
    """
    today = clock.now().date()
    late = await _untold(session, Review.overdue_at, Review.due_on < today)
    for review in late:
        review.overdue_at = clock.now()
        await publish(session, ReviewOverdue(case_id=review.case_id, review_id=review.id))
    soon = await _untold(session, Review.reminded_at, Review.due_on.between(today, today + AHEAD))
    for review in soon:
        review.reminded_at = clock.now()
        await publish(session, ReviewDue(case_id=review.case_id, review_id=review.id))
    await session.flush()
    return len(late) + len(soon)


async def _untold(session: AsyncSession, told: InstrumentedAttribute[Any], when: Any) -> list[Review]:
    found = await session.scalars(
        select(Review)
        .join(Case, Case.id == Review.case_id)
        .where(Review.status.in_(AT_WORK), told.is_(None), when)
        .where(Case.held_at.is_(None), Case.removed_at.is_(None))
        .order_by(Review.id)
        .limit(AT_ONCE)
        .with_for_update(of=Review, skip_locked=True)
    )
    return list(found)
