"""What may tell who the patient is, told while it is typed. Nothing of it is kept."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from cases.models import SectionRevision
from core.db import Sessions
from identity.models import Person
from tests.cases.conftest import start
from tests.conftest import Enter

TYPED = "😀 Mr John Smith was seen on 12 March 2024 in Springfield."


async def test_an_author_is_told_of_what_is_typed_and_nothing_is_kept(
    as_: Enter, ada: Person, sessions: Sessions
) -> None:
    case_id = await start(sessions, ada, None)
    a = await as_(ada)
    place = f"/api/cases/{case_id}/sections/abstract/findings"
    answer = await a.post(place, json={"body": TYPED})
    assert answer.status_code == 200
    found = {one["type"]: TYPED[one["start"] : one["end"]] for one in answer.json()}
    assert "John Smith" in found["name"]
    assert found["date"] == "12 March 2024"
    assert (await a.post(place, json={"body": "A man of 60."})).json() == []
    assert (await a.post(place.replace("abstract", "references"), json={"body": TYPED})).json() == []
    async with sessions() as session:
        kept = select(func.count()).where(SectionRevision.case_id == case_id, SectionRevision.key != "title")
        assert await session.scalar(kept) == 0


@pytest.mark.parametrize("key", ["consent", "nothing"])
async def test_there_is_no_such_section_to_read(
    as_: Enter, ada: Person, sessions: Sessions, key: str
) -> None:
    case_id = await start(sessions, ada, None)
    answer = await (await as_(ada)).post(
        f"/api/cases/{case_id}/sections/{key}/findings", json={"body": TYPED}
    )
    assert answer.status_code == 404


async def test_others_are_not_read_for(
    as_: Enter, ada: Person, ben: Person, sessions: Sessions, submitted: UUID
) -> None:
    case_id = await start(sessions, ada, None)
    place = "/api/cases/{}/sections/abstract/findings"
    assert (await (await as_(ben)).post(place.format(case_id), json={"body": TYPED})).status_code == 404
    assert (await (await as_(ada)).post(place.format(submitted), json={"body": TYPED})).status_code == 404


async def test_nobody_has_more_read_than_is_typed(as_: Enter, ada: Person, sessions: Sessions) -> None:
    case_id = await start(sessions, ada, None)
    a = await as_(ada)
    place = f"/api/cases/{case_id}/sections/abstract/findings"
    codes = [(await a.post(place, json={"body": "x"})).status_code for _ in range(91)]
    assert codes.count(429) == 1
    assert codes[-1] == 429
