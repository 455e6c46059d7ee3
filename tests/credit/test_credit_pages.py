import csv
import io

import pytest

from core.db import Sessions
from credit.routes import defused
from identity.models import Person
from tests.conftest import Enter
from tests.credit.test_ledger import THOUGHTS, attend, entries_of
from tests.queries import count_queries


async def test_a_learner_reads_ledger_evidence_and_transcript(
    as_: Enter, sessions: Sessions, ada: Person
) -> None:
    await attend(sessions, ada)
    browser = await as_(ada)
    page = await browser.get("/credit")
    assert page.status_code == 200
    assert "Endocarditis round" in page.text
    (entry,) = await entries_of(sessions, ada)
    assert "SHA-256" in (await browser.get(f"/credit/evidence/{entry.evidence_id}")).text
    assert "Endocarditis round" in (await browser.get("/credit/transcript")).text
    rows = list(csv.reader(io.StringIO((await browser.get("/api/credit/transcript.csv")).text)))
    assert rows[1][6] == "Endocarditis round"


async def test_a_claim_by_form_lands_in_the_ledger_and_a_bad_one_keeps_the_text(
    as_: Enter, sessions: Sessions, ada: Person
) -> None:
    await attend(sessions, ada)
    (entry,) = await entries_of(sessions, ada)
    browser, url = await as_(ada), f"/credit/evidence/{entry.evidence_id}"
    form = {"system": "uk_cpd", "quarters": "40", "reflection": THOUGHTS, "attested": "1"}
    refused = await browser.post(url, data=form)
    assert refused.status_code == 422
    assert THOUGHTS in refused.text
    assert (await browser.post(url, data=form | {"quarters": "4"})).status_code == 303
    assert len(await entries_of(sessions, ada)) == 2


async def test_a_self_log_is_written_and_systems_are_chosen(as_: Enter, ada: Person) -> None:
    browser = await as_(ada)
    log = {"title": "Reading", "day": "2026-05-01", "minutes": "45", "reflection": THOUGHTS, "link": ""}
    assert (await browser.post("/credit/log", data=log)).status_code == 303
    short = await browser.post("/credit/log", data=log | {"reflection": "short"})
    assert short.status_code == 422
    await browser.post("/credit/systems", data={"systems": ["uk_cpd", "nonsense"]})
    assert "of 250 hours in 5 years" in (await browser.get("/credit")).text


async def test_guests_are_asked_to_sign_in(client: object, as_: Enter) -> None:
    browser = await as_()
    assert (await browser.get("/credit")).status_code == 401
    assert (await browser.get("/api/credit/progress")).status_code == 401


async def test_the_office_is_not_there_for_others(as_: Enter, ada: Person) -> None:
    assert (await (await as_(ada)).get("/office/credit")).status_code == 404


async def test_the_overview_asks_the_database_a_fixed_number_of_times(
    as_: Enter, sessions: Sessions, ada: Person
) -> None:
    browser = await as_(ada)
    counts = []
    for _ in range(2):
        async with count_queries(sessions) as queries:
            await browser.get("/credit")
        counts.append(len(queries))
        for _ in range(5):
            await attend(sessions, ada)
    assert counts[0] == counts[1] <= 6


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_cells_a_spreadsheet_would_run_are_defused(cell: str) -> None:
    assert defused(cell).startswith("'")
