"""The first page: for guests, for people, empty and full."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api import demo
from cases.schemas import CaseRow
from core.db import Sessions
from identity.models import Person
from tests.conftest import Enter
from tests.queries import count_queries
from web.pages.home import case_of


@pytest.fixture
async def community(sessions: Sessions) -> None:
    await demo.load(sessions)


async def member(session: AsyncSession, key: str) -> Person:
    return (await session.scalars(select(Person).where(Person.email == f"{key}@example.org"))).one()


async def test_an_empty_house_says_what_will_be_here(client: AsyncClient, as_: Enter, ada: Person) -> None:
    html = (await client.get("/")).text
    assert "Nothing has been written yet." in html
    assert "No cases here yet." in html
    html = (await (await as_(ada)).get("/")).text
    assert "Nothing waits for you." in html
    assert 'href="/cases/new"' in html
    assert "Every question has its answer." in html


async def test_somebody_without_verification_is_not_sent_to_what_is_closed(as_: Enter, gil: Person) -> None:
    html = (await (await as_(gil)).get("/")).text
    assert 'href="/cases/new"' not in html
    assert 'href="/conferences/new"' not in html


@pytest.mark.usefixtures("community")
async def test_a_guest_sees_what_is_public_and_nothing_else(client: AsyncClient) -> None:
    html = (await client.get("/")).text
    assert "Where clinicians think together" in html
    assert "Legionella pneumonia" in html
    assert "Normal glucose, high ketones" in html
    assert "Case conference: ketoacidosis" in html
    for closed in ("First unprovoked seizure", "What we check at the desk", "webinar everybody", "Spreading"):
        assert closed not in html


@pytest.mark.usefixtures("community")
async def test_a_person_finds_what_to_go_on_with(as_: Enter, session: AsyncSession) -> None:
    html = (await (await as_(await member(session, "ben"))).get("/")).text
    for waiting in ("Spreading tingling", "larvae in the tracheal aspirate", "First unprovoked seizure"):
        assert waiting in html
    assert "You are Reviewer A" in html
    assert "Leila" not in html  # authors are hidden from this reviewer


@pytest.mark.usefixtures("community")
async def test_the_queries_do_not_grow_with_what_there_is(
    client: AsyncClient, as_: Enter, sessions: Sessions, session: AsyncSession
) -> None:
    for browser, most in ((client, 6), (await as_(await member(session, "ben")), 10)):
        async with count_queries(sessions) as queries:
            assert (await browser.get("/")).status_code == 200
        assert len(queries) <= most, queries


def test_each_of_the_latest_cases_has_its_day() -> None:
    rows = [case("published"), case("retracted"), case("published")]
    days = [case_of(rows, date(2026, 1, day)) for day in range(1, 5)]
    assert days[0] is days[2]
    assert days[1] is days[3]
    assert {case.id for case in days if case} == {rows[0].id, rows[2].id}
    assert case_of([], date(2026, 1, 1)) is None


def case(status: str) -> CaseRow:
    return CaseRow(
        id=uuid4(),
        version_id=uuid4(),
        title="A case",
        byline=["Somebody"],
        summary="",
        specialty="",
        status=status,
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
