"""The first page of a house that is full."""

from httpx import AsyncClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Sessions
from identity.models import Person
from tests.conftest import Enter
from tests.queries import count_queries


async def member(session: AsyncSession, key: str) -> Person:
    return (await session.scalars(select(Person).where(Person.email == f"{key}@example.org"))).one()


async def test_a_guest_sees_what_is_public_and_nothing_else(client: AsyncClient) -> None:
    html = (await client.get("/")).text
    assert "Where clinicians think together" in html
    assert "Legionella pneumonia" in html
    assert "Normal glucose, high ketones" in html
    assert "Case conference: ketoacidosis" in html
    for closed in ("First unprovoked seizure", "What we check at the desk", "webinar everybody", "Spreading"):
        assert closed not in html


async def test_a_person_finds_what_to_go_on_with(as_: Enter, session: AsyncSession) -> None:
    html = (await (await as_(await member(session, "ben"))).get("/")).text
    for waiting in ("Spreading tingling", "larvae in the tracheal aspirate", "First unprovoked seizure"):
        assert waiting in html
    assert "You are Reviewer A" in html
    assert "Leila" not in html  # authors are hidden from this reviewer


async def test_the_queries_do_not_grow_with_what_there_is(
    client: AsyncClient, as_: Enter, sessions: Sessions, session: AsyncSession
) -> None:
    for browser, most in ((client, 6), (await as_(await member(session, "ben")), 10)):
        async with count_queries(sessions) as queries:
            assert (await browser.get("/")).status_code == 200
        assert len(queries) <= most, queries
