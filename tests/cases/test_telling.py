"""What may tell who the patient is: found in a write-up, replaced or explained before it is handed in."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from cases import service
from cases.errors import FindingGone, InvitationOpen, NotComplete
from cases.schemas import CollectionView, ExplanationDraft, PrivacyFinding, ReplacementDraft
from core.db import Sessions, transaction
from core.policy import Role
from identity.models import Person
from tests.browsing import Browse
from tests.cases.conftest import WORDS, complete, start, submit, viewing
from tests.cases.test_in_a_browser import PHONE, WIDE, judge
from tests.conftest import Enter
from tests.queries import count_queries

SAID = f"{WORDS}Mrs. Okafor was admitted on 12 March 2024. Her MRN is 00483920."
WHY = "She is a public figure who wrote of it herself and asked to be named."


@pytest.fixture
async def telling(sessions: Sessions, ada: Person, collection: CollectionView) -> UUID:
    """Ada's case, complete but for what its discussion tells."""
    case_id = await start(sessions, ada, collection)
    await complete(sessions, case_id, ada)
    await save(sessions, ada, case_id, SAID, 1)
    return case_id


async def save(sessions: Sessions, ada: Person, case_id: UUID, body: str, version: int) -> None:
    async with transaction(sessions) as session:
        await service.save_section(
            session, viewer=viewing(ada), case_id=case_id, key="discussion", body=body, version=version
        )


async def findings(sessions: Sessions, ada: Person, case_id: UUID) -> dict[str, PrivacyFinding]:
    """By the words, in the discussion."""
    async with sessions() as session:
        mine = await service.write_up(session, viewer=viewing(ada), case_id=case_id)
    return {one.quote: one for one in mine.findings.get("discussion", [])}


async def explain(sessions: Sessions, person: Person, case_id: UUID, finding: str) -> None:
    async with transaction(sessions) as session:
        draft = ExplanationDraft(finding=finding, why=WHY)
        await service.explain_finding(
            session, viewer=viewing(person), case_id=case_id, key="discussion", draft=draft
        )


async def replace(sessions: Sessions, ada: Person, case_id: UUID, draft: ReplacementDraft) -> None:
    async with transaction(sessions) as session:
        await service.replace_finding(
            session, viewer=viewing(ada), case_id=case_id, key="discussion", draft=draft
        )


async def test_what_may_identify_is_shown_with_its_rule_and_a_suggestion(
    sessions: Sessions, ada: Person, telling: UUID
) -> None:
    found = await findings(sessions, ada, telling)
    assert {quote: (one.type, one.rule_id, one.suggestion) for quote, one in found.items()} == {
        "Okafor": ("name", "PV-A", ""),
        "12 March 2024": ("date", "PV-C", "2024"),
        "00483920": ("record", "PV-H", ""),
    }
    assert SAID[found["Okafor"].start : found["Okafor"].end] == "Okafor"


async def test_a_case_is_not_handed_in_while_something_is_open(
    sessions: Sessions, ada: Person, telling: UUID
) -> None:
    with pytest.raises(NotComplete) as refused:
        await submit(sessions, telling, ada)
    assert refused.value.context["gaps"] == [{"about": "discussion", "problem": "may_identify", "who": ""}]


async def test_replaced_and_explained_it_is_handed_in_and_the_editor_reads_why(
    sessions: Sessions, ada: Person, ed: Person, telling: UUID
) -> None:
    found = await findings(sessions, ada, telling)
    draft = ReplacementDraft(finding=found["12 March 2024"].id, version=2, replacement="day 0")
    await replace(sessions, ada, telling, draft)
    await replace(sessions, ada, telling, ReplacementDraft(finding=found["00483920"].id, version=3))
    await explain(sessions, ada, telling, found["Okafor"].id)
    await submit(sessions, telling, ada)
    async with sessions() as session:
        kept = await service.dossier(session, viewer=viewing(ed, Role.EDITOR), case_id=telling)
    body = next(s.body for s in kept.manuscript.sections if s.key == "discussion")
    assert body.endswith("Mrs. Okafor was admitted on day 0. Her MRN is.")
    assert [(one.section, one.quote, one.why, one.by) for one in kept.explained] == [
        ("discussion", "Okafor", WHY, ada.name)
    ]


async def test_an_explanation_holds_for_its_words_and_its_section_only(
    sessions: Sessions, ada: Person, telling: UUID
) -> None:
    await explain(sessions, ada, telling, (await findings(sessions, ada, telling))["Okafor"].id)
    await save(sessions, ada, telling, f"{SAID} Mrs.  OKAFOR went home. Mrs. Adeyemi stayed.", 2)
    found = await findings(sessions, ada, telling)
    assert found["Okafor"].explanation is not None
    assert "OKAFOR" not in found
    assert found["Adeyemi"].explanation is None


async def test_words_that_are_gone_are_neither_explained_nor_replaced(
    sessions: Sessions, ada: Person, telling: UUID
) -> None:
    found = await findings(sessions, ada, telling)
    await save(sessions, ada, telling, WORDS, 2)
    with pytest.raises(FindingGone):
        await explain(sessions, ada, telling, found["Okafor"].id)
    with pytest.raises(FindingGone):
        await replace(sessions, ada, telling, ReplacementDraft(finding=found["Okafor"].id, version=2))


async def test_who_only_is_invited_explains_nothing(
    sessions: Sessions, ada: Person, ben: Person, telling: UUID
) -> None:
    async with transaction(sessions) as session:
        await service.invite_author(session, viewer=viewing(ada), case_id=telling, person_id=ben.id)
    found = await findings(sessions, ada, telling)
    with pytest.raises(InvitationOpen):
        await explain(sessions, ben, telling, found["Okafor"].id)


async def test_the_words_themselves_are_not_kept_with_the_explanation(
    sessions: Sessions, ada: Person, telling: UUID
) -> None:
    await explain(sessions, ada, telling, (await findings(sessions, ada, telling))["Okafor"].id)
    async with sessions() as session:
        rows = (await session.execute(text("SELECT * FROM cases_explanation"))).mappings().all()
    assert len(rows) == 1
    assert "okafor" not in str(rows).lower()


async def test_references_are_not_read(sessions: Sessions, ada: Person, telling: UUID) -> None:
    async with transaction(sessions) as session:
        await service.save_section(
            session, viewer=viewing(ada), case_id=telling, key="references", body="Smith J. 2024.", version=0
        )
    async with sessions() as session:
        mine = await service.write_up(session, viewer=viewing(ada), case_id=telling)
    assert list(mine.findings) == ["discussion"]


async def test_the_page_shows_each_finding_and_keeps_what_was_typed(
    as_: Enter, sessions: Sessions, ada: Person, telling: UUID
) -> None:
    browser = await as_(ada)
    page = f"/cases/{telling}/write/discussion"
    shown = (await browser.get(page)).text
    assert shown.count("<mark>") == 3
    one = (await findings(sessions, ada, telling))["Okafor"]
    short = await browser.post(f"{page}/finding", data={"finding": one.id, "act": "explain", "why": "Ok so."})
    assert short.status_code == 422
    assert 'value="Ok so."' in short.text
    kept = await browser.post(f"{page}/finding", data={"finding": one.id, "act": "explain", "why": WHY})
    assert kept.headers["location"].startswith(page)
    assert WHY in (await browser.get(page)).text
    date = (await findings(sessions, ada, telling))["12 March 2024"]
    fields = {"finding": date.id, "act": "replace", "version": "2", "replacement": "day 0"}
    assert (await browser.post(f"{page}/finding", data=fields)).status_code == 303
    assert (await browser.post(f"{page}/finding", data=fields)).status_code == 409
    assert "1 may identify the patient" in (await browser.get(f"/cases/{telling}/write")).text
    assert "may tell who the patient is" in (await browser.get(f"/cases/{telling}/submit")).text


async def test_a_write_up_asks_as_often_with_findings_as_without(
    sessions: Sessions, ada: Person, telling: UUID
) -> None:
    found = await findings(sessions, ada, telling)
    await explain(sessions, ada, telling, found["Okafor"].id)
    asked = []
    for _ in range(2):
        async with count_queries(sessions) as queries:
            await findings(sessions, ada, telling)
        asked.append(len(queries))
        await explain(sessions, ada, telling, found["00483920"].id)
    assert asked[0] == asked[1]


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
async def test_the_list_of_findings_is_accessible(
    browse: Browse,
    sessions: Sessions,
    ada: Person,
    telling: UUID,
    size: Any,
) -> None:
    await explain(sessions, ada, telling, (await findings(sessions, ada, telling))["Okafor"].id)
    page = await browse(ada, viewport=size)
    await judge(page, f"/cases/{telling}/write/discussion", f"/cases/{telling}/write")
