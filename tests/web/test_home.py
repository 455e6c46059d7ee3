"""The first page of an empty house, and the case of the day."""

from datetime import UTC, date, datetime
from uuid import uuid4

from httpx import AsyncClient

from cases.schemas import CaseRow
from identity.models import Person
from tests.conftest import Enter
from web.pages.home import case_of


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
