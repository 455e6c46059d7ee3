"""Who is told what while a case makes its way."""

from uuid import UUID

from sqlalchemy import select

from core.db import Sessions
from identity.models import Person
from inbox.models import Notification
from tests.conftest import Enter


async def news_of(sessions: Sessions, person: Person) -> set[str]:
    async with sessions() as session:
        return set(
            await session.scalars(select(Notification.kind).where(Notification.person_id == person.id))
        )


async def test_editors_hear_of_submissions_and_reviews_and_authors_of_decisions(
    *, sessions: Sessions, ed: Person, accepted: UUID, ada: Person, rex: Person
) -> None:
    assert accepted
    assert {"case.submitted", "case.reviewed"} <= await news_of(sessions, ed)
    assert "case.decided" in await news_of(sessions, ada)
    assert await news_of(sessions, rex) == {"case.review"}


async def test_the_top_bar_counts_what_is_unread(as_: Enter, ed: Person, submitted: UUID) -> None:
    assert submitted
    page = await (await as_(ed)).get("/inbox")
    assert "1 unread" in page.text
