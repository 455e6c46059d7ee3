"""Structured tables: Markdown that is read by its columns, and articles of several types."""

import re
from uuid import UUID

import pytest
from httpx import AsyncClient
from hypothesis import given
from hypothesis import strategies as st

from cases import service
from cases.care import BY_KEY, SLOTS, ArticleType, slots_of
from cases.errors import NotComplete
from cases.schemas import CaseDraft, CaseSettings, CollectionView
from cases.tables import Fault, fits_a_form, read, words, written
from cases.vocabulary import TERMS, code_of
from core.db import Sessions, transaction
from core.policy import Role
from identity.models import Person
from tests.cases.conftest import TEXTS, complete, start, submit, viewing
from tests.conftest import Enter

DIFFERENTIAL = BY_KEY["differential"]
TABLE = """Considered at first:

| Diagnosis | Certainty | For | Against |
| --- | :-: | --- | --- |
| Pulmonary embolism | excluded | dyspnoea | CT normal \\| D-dimer low |
| Miocarditis | probable | troponin |

Later more."""


async def say(sessions: Sessions, person: Person, case_id: UUID, key: str, body: str) -> None:
    async with transaction(sessions) as session:
        mine = await service.write_up(session, viewer=viewing(person), case_id=case_id)
        version = mine.sections[key].version
        await service.save_section(
            session, viewer=viewing(person), case_id=case_id, key=key, body=body, version=version
        )


def test_a_table_is_read_by_its_columns() -> None:
    table = read(DIFFERENTIAL, TABLE)
    assert (table.before, table.after) == ("Considered at first:", "Later more.")
    assert table.rows == [
        {
            "diagnosis": "Pulmonary embolism",
            "certainty": "excluded",
            "for": "dyspnoea",
            "against": "CT normal | D-dimer low",
        },
        {"diagnosis": "Miocarditis", "certainty": "probable", "for": "troponin", "against": ""},
    ]
    assert table.faults == []
    assert fits_a_form(DIFFERENTIAL, TABLE)


def test_rows_that_do_not_fit_are_told_by_number_and_column() -> None:
    text = "| D | C |\n|---|---|\n| | maybe |\n| Flu | unlikely | a | b | too much |\n"
    assert read(DIFFERENTIAL, text).faults == [
        Fault(1, "diagnosis", "missing"),
        Fault(1, "certainty", "unknown"),
        Fault(2, "", "surplus"),
    ]
    assert not fits_a_form(DIFFERENTIAL, text)


def test_prose_without_a_table_is_all_before_it() -> None:
    prose = "Day 1 pain; day 3 | admission.\n\nNo table --- here."
    assert read(BY_KEY["timeline"], prose).before == prose
    assert read(BY_KEY["timeline"], prose).rows == []


def test_the_strokes_of_a_table_are_no_words() -> None:
    assert words("| Day | What |\n| --- | --- |\n| 1 | chest pain |") == 5


def test_terms_are_known_in_each_language() -> None:
    assert code_of("certainty", "  Poco  probable ") == "unlikely"
    assert code_of("certainty", "مؤكد") == "confirmed"
    assert not code_of("certainty", "perhaps")
    assert all(set(words) == {"en", "es", "ar"} for terms in TERMS.values() for words in terms.values())


cell = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=30)


@given(st.lists(st.fixed_dictionaries({c.key: cell for c in DIFFERENTIAL.columns}), max_size=6))
def test_rows_come_back_as_they_were_written(rows: list[dict[str, str]]) -> None:
    kept = [{key: " ".join(text.split()) for key, text in row.items()} for row in rows]
    text = written(DIFFERENTIAL, ["a", "b", "c", "d"], rows, before="Before.", after="After.")
    table = read(DIFFERENTIAL, text)
    assert table.rows == [row for row in kept if any(row.values())]
    if table.rows:
        assert (table.before, table.after) == ("Before.", "After.")


def test_every_type_of_article_has_a_title_consent_and_a_discussion_and_care_all_items() -> None:
    for article in ArticleType:
        required = {slot.key for slot in slots_of(article) if slot.required}
        assert {"title", "keywords", "discussion", "consent"} <= required
    report = {slot.item for slot in slots_of(ArticleType.CASE_REPORT)}
    assert set(range(1, 14)) <= report
    assert {slot.key for article in ArticleType for slot in slots_of(article)} == {s.key for s in SLOTS}


async def test_what_is_written_stays_whatever_the_type(sessions: Sessions, ada: Person) -> None:
    case_id = await start(sessions, ada, None)
    await say(sessions, ada, case_id, "therapeutic_interventions", "Rest and colchicine for three months.")
    async with transaction(sessions) as session:
        settings = CaseSettings(article_type=ArticleType.IMAGE_CHALLENGE, specialty="cardiology")
        await service.change_settings(session, viewer=viewing(ada), case_id=case_id, draft=settings)
        mine = await service.write_up(session, viewer=viewing(ada), case_id=case_id)
    slots = {slot.key: slot for slot in mine.slots}
    assert slots["question"].required
    assert not slots["therapeutic_interventions"].required
    assert "abstract" not in slots
    assert "abstract" not in {gap.about for gap in mine.gaps}
    assert {"question", "answers"} <= {gap.about for gap in mine.gaps}


async def test_an_unclear_row_keeps_the_write_up_from_being_handed_in(
    sessions: Sessions, ada: Person, collection: CollectionView
) -> None:
    case_id = await start(sessions, ada, collection)
    await complete(sessions, case_id, ada)
    await say(sessions, ada, case_id, "differential", "| D | C |\n|---|---|\n| Flu | perhaps |")
    with pytest.raises(NotComplete) as refused:
        await submit(sessions, case_id, ada)
    assert refused.value.context["gaps"] == [
        {"about": "differential", "problem": "row_unknown", "who": "1 certainty"}
    ]
    await say(sessions, ada, case_id, "differential", "| D | C |\n|---|---|\n| Flu | unlikely |")
    await submit(sessions, case_id, ada)


async def test_the_type_is_settled_with_the_first_submission(
    sessions: Sessions, ada: Person, ed: Person, submitted: UUID
) -> None:
    async with sessions() as session:
        dossier = await service.dossier(session, viewer=viewing(ed, Role.EDITOR), case_id=submitted)
    assert dossier.manuscript.article_type == "case_report"


async def page_of(browser: AsyncClient, path: str) -> str:
    answer = await browser.get(path)
    assert answer.status_code == 200
    return answer.text


async def test_a_table_is_written_in_fields_and_kept_as_text(
    as_: Enter, ada: Person, sessions: Sessions
) -> None:
    async with transaction(sessions) as session:
        draft = CaseDraft(title=TEXTS["title"], article_type=ArticleType.CASE_SERIES)
        case_id = (await service.start(session, viewer=viewing(ada), draft=draft)).id
    a = await as_(ada)
    place = f"/cases/{case_id}/write/differential"
    assert "Certainty" in await page_of(a, place)
    fields = {
        "version": "0",
        "rows": "3",
        "before": "Considered:",
        "after": "",
        "diagnosis-0": "Flu | cold",
        "certainty-0": "unlikely",
        "for-0": "fever",
        "diagnosis-2": "Sepsis",
        "certainty-2": "excluded",
    }
    more = await a.post(place, data=fields | {"act": "rows"})
    assert more.status_code == 200
    assert 'name="rows" value="5"' in more.text
    assert 'value="Flu | cold"' in more.text
    assert "Not saved yet" in more.text
    shown = await a.post(place, data=fields | {"act": "preview"})
    assert re.search(r"<td[^>]*>Sepsis</td>", shown.text)
    saved = await a.post(place, data=fields | {"act": "save"})
    assert saved.status_code == 303
    as_text = await page_of(a, f"{place}?as_text=true")
    assert "| Flu \\| cold | unlikely | fever |  |" in as_text
    assert "| Diagnosis | Certainty | Speaks for it | Speaks against it |" in as_text
    stale = await a.post(place, data=fields | {"diagnosis-0": "Measles", "act": "save"})
    assert stale.status_code == 409
    assert 'value="Measles"' in stale.text


async def test_a_table_that_fields_cannot_show_is_edited_as_text(
    as_: Enter, ada: Person, sessions: Sessions
) -> None:
    case_id = await start(sessions, ada, None)
    await say(sessions, ada, case_id, "medications", "| Drug |\n|---|\n| a | b | c | d | e | f | seventh |")
    page = await page_of(await as_(ada), f"/cases/{case_id}/write/medications")
    assert "seventh" in page
    assert "<textarea" in page
    assert 'name="rows"' not in page


async def test_the_page_says_which_row_is_unclear(as_: Enter, ada: Person, sessions: Sessions) -> None:
    case_id = await start(sessions, ada, None)
    await say(sessions, ada, case_id, "medications", "| Drug | Dose |\n|---|---|\n|  | 5 mg |")
    page = await page_of(await as_(ada), f"/cases/{case_id}/submit")
    assert "row 1: Drug" in page


async def test_a_submission_says_its_type_on_the_public_page(
    as_: Enter, ada: Person, published: UUID
) -> None:
    assert "Case report" in await page_of(await as_(ada), f"/cases/{published}")
