"""Files into the service: small made-up ones, and the real ones where they are at hand."""

import json
import os
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from api.imports.records import Fault, Record, items
from api.serving.errors import Refused
from cases import service as cases
from core.db import Sessions, transaction
from core.policy import GUEST
from core.settings import Settings
from search import service
from search.choice import index_of
from search.embedded import Embedded
from search.port import Filters
from search.query import parse
from tests.api.consilium import consilium
from tests.cases.standard import faults_in_jats
from tests.search.conftest import DoJobs

command: Any = import_module("api.cli.import")
REAL = Path(os.environ.get("CONSILIUM_SHARED_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
real = pytest.mark.skipif(not REAL.is_dir(), reason="the shared texts are not on this machine")

CASE = {
    "title": "RETRACTED ARTICLE: Fever of *unknown* origin",
    "abstract": "A fever.",
    "keywords": "fever, origin",
    "sections": [
        {"heading": "Introduction", "text": "1. Not a list <b>at all</b>."},
        {"heading": "Consent", "text": "Given."},
    ],
    "doi": "https://doi.org/10.1000/Case.1",
    "citation": "2009 2:1",
    "licence": "CC BY 2.0",
    "source": "https://example.org/1",
}
ARTICLE = {
    "pmid": "101",
    "title": "Do fluids help?",
    "year": "2016",
    "mesh": ["Sepsis"],
    "abstract": [{"label": "AIM", "text": "To know."}],
    "conclusion": "They do.",
}
NOTE = {
    "name": "Bypass summary",
    "specialty": "Bariatrics",
    "description": "Discharge.",
    "text": "DIAGNOSES: ,1.  Obesity. ,2.  Apnoea.,COURSE:, Uneventful <recovery>.",
}


def written(tmp_path: Path, records: Any, name: str = "records.json") -> Path:
    path = tmp_path / name
    path.write_text(records if isinstance(records, str) else json.dumps(records, indent=1), "utf-8")
    return path


async def take(sessions: Sessions, kind: str, path: Path) -> tuple[dict[str, int], list[Fault]]:
    tally = await command.take_in(sessions, kind, command.read(kind, path))
    return dict(tally.outcomes), tally.faults


async def count(sessions: Sessions, table: str) -> int:
    async with sessions() as session:
        found: int = await session.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608
    return found


@pytest.mark.parametrize(
    ("kind", "record", "table"),
    [
        ("cases", CASE, "cases_case"),
        ("articles", ARTICLE, "clubs_article"),
        ("notes", NOTE, "forums_thread"),
    ],
)
async def test_an_import_can_be_repeated(
    sessions: Sessions, tmp_path: Path, kind: str, record: dict[str, Any], table: str
) -> None:
    path = written(tmp_path, [record, record])
    assert await take(sessions, kind, path) == ({"new": 1, "unchanged": 1}, [])
    assert await take(sessions, kind, path) == ({"unchanged": 2}, [])
    assert await count(sessions, table) == 1


async def test_a_retracted_report_is_retracted_here_and_its_signs_stay_text(
    sessions: Sessions, tmp_path: Path
) -> None:
    await take(sessions, "cases", written(tmp_path, [CASE]))
    async with sessions() as session:
        row = (await session.execute(text("SELECT title, status, doi FROM cases_case"))).one()
        content = str(await session.scalar(text("SELECT content::text FROM cases_version LIMIT 1")))
    assert tuple(row) == ("Fever of *unknown* origin", "retracted", "10.1000/case.1")
    assert "<ol" not in content
    assert "&lt;b&gt;at all" in content


async def test_a_note_becomes_a_thread_in_paragraphs_on_the_board_of_its_specialty(
    sessions: Sessions, tmp_path: Path
) -> None:
    await take(sessions, "notes", written(tmp_path, [NOTE]))
    async with sessions() as session:
        row = (
            await session.execute(
                text(
                    "SELECT b.specialty, p.body_html FROM forums_post p"
                    " JOIN forums_thread t ON t.id = p.thread_id JOIN forums_board b ON b.id = t.board_id"
                )
            )
        ).one()
    assert row.specialty == "general_surgery"
    assert '<p dir="auto">COURSE: Uneventful' in row.body_html
    assert "&lt;recovery&gt;" in row.body_html


async def test_faults_are_named_with_their_lines_and_cost_no_other_record(
    sessions: Sessions, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = json.dumps(ARTICLE), json.dumps(ARTICLE | {"pmid": "none", "title": "Other"})
    path = written(tmp_path, f'[\n{good},\n{bad},\n{{"pmid": "5"}},\n\n{good.replace("101", "102")}\n]')
    outcomes, faults = await take(sessions, "articles", path)
    assert outcomes == {"new": 2}
    assert [fault.line for fault in faults] == [3, 4]
    assert "'none' is not a PMID." in faults[0].message
    tally = command.Tally(faults=faults)
    assert command.report(path, tally) == 1
    assert f"{path}:3: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "line"),
    [('[\n{"a": 1},\n{"a": oops}\n]', 3), ('[{"a": 1}\n{"a": 2}]', 2), ("{}", 1), ("[1,\n", 2), ("", 1)],
)
def test_broken_json_is_a_fault_with_its_line(said: str, line: int) -> None:
    found = list(items(said))
    assert isinstance(found[-1], Fault)
    assert found[-1].line == line


def test_records_know_where_they_begin() -> None:
    assert list(items("[1,\n\n 2\n,3]")) == [Record(1, 1), Record(3, 2), Record(4, 3)]
    assert list(items("[]")) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.nbib", "PMID- 77\nTI  - Fluids again\nDP  - 2020\n"),
        ("a.ris", "TY  - JOUR\nTI  - Fluids again\nDO  - 10.1000/77\nER  - \n"),
        ("a.bib", "@article{x, title={Fluids again}, doi={10.1000/77}}"),
        ("a.json", '[{"type": "article-journal", "title": "Fluids again", "DOI": "10.1000/77"}]'),
    ],
)
async def test_citation_files_are_taken_in(sessions: Sessions, tmp_path: Path, name: str, said: str) -> None:
    path = written(tmp_path, said, name)
    assert await take(sessions, "articles", path) == ({"new": 1}, [])
    assert await take(sessions, "articles", path) == ({"unchanged": 1}, [])


def test_files_that_cannot_be_read_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="No such file"):
        command.read("cases", tmp_path / "nothing.json")
    (tmp_path / "picture.json").write_bytes(b"\x89PNG\xff")
    with pytest.raises(Refused, match="not UTF-8"):
        command.read("cases", tmp_path / "picture.json")


async def test_what_is_not_text_is_a_fault(sessions: Sessions, tmp_path: Path) -> None:
    for bad in ("\x00", "\ud800"):
        path = written(tmp_path, [CASE | {"abstract": f"A {bad} fever"}, CASE])
        _, faults = await take(sessions, "cases", path)
        assert len(faults) <= 1


async def test_commands_take_in_and_rebuild_and_say_how_it_went(
    sessions: Sessions, database_url: str, tmp_path: Path
) -> None:
    where = {"DATABASE_URL": database_url, "CONSILIUM_DATA": str(tmp_path / "data")}
    done = consilium("import", "articles", written(tmp_path, [ARTICLE]), **where)
    assert (done.returncode, done.stdout) == (0, "1 new, 0 changed, 0 unchanged.\n"), done.stderr
    bad = written(tmp_path, [ARTICLE, {}])
    again = consilium("import", "articles", bad, **where)
    assert (again.returncode, again.stdout) == (1, "0 new, 0 changed, 1 unchanged, 1 not taken in.\n")
    assert "Object missing required field" in again.stderr
    assert consilium("import", "cases", tmp_path / "none.json", **where).returncode == 1
    anew = consilium("reindex", **where)
    assert anew.stdout == "The search index is new: 1 documents.\n", anew.stderr
    index = Embedded(tmp_path / "data" / "search")
    assert len(await index.search(parse("fluids"), filters=Filters(), limit=5)) == 1


@real
async def test_the_real_files_are_taken_in_found_and_repeated(
    sessions: Sessions, settings: Settings, do_jobs: DoJobs
) -> None:
    files = {"cases": "case_reports", "articles": "journal_articles", "notes": "clinical_notes"}
    for kind, name in files.items():
        outcomes, faults = await take(sessions, kind, REAL / f"{name}.json")
        assert faults == []
        again, _ = await take(sessions, kind, REAL / f"{name}.json")
        assert set(again) == {"unchanged"}
        assert again["unchanged"] == sum(outcomes.values())
    await do_jobs()
    async with transaction(sessions) as session:
        found = await service.find(session, GUEST, index_of(settings), q="osteochondritis dissecans vitamin")
        assert [result.kind for result in found.results][:1] == ["article"]
        notes = await service.find(session, GUEST, index_of(settings), q="cystoscopy", kind="thread")
    assert len(notes.results) > 5


@real
async def test_published_reports_come_back_word_for_word_from_their_jats(
    sessions: Sessions, tmp_path: Path, do_jobs: DoJobs
) -> None:
    """Imported, made to JATS, read in again: nothing has changed, by hash."""
    outcomes, faults = await take(sessions, "cases", REAL / "case_reports.json")
    assert (outcomes, faults) == ({"new": 10}, [])
    await do_jobs()
    async with sessions() as session:
        rows = await cases.published(session, viewer=GUEST)
        for row in rows:
            shown = await cases.published_case(session, viewer=GUEST, case_id=row.id)
            number = shown.version.number
            made = await cases.file_of(
                session, viewer=GUEST, case_id=row.id, number=number, kind=cases.Format.JATS
            )
            assert faults_in_jats(made.content) == []
            path = written(tmp_path, made.content.decode(), f"{row.id}.xml")
            assert await take(sessions, "cases", path) == ({"unchanged": 1}, [])


async def test_an_article_as_jats_is_taken_in(sessions: Sessions, tmp_path: Path) -> None:
    article = """<article><front><article-meta><article-id pub-id-type="doi">10.1000/Case.2</article-id>
    <title-group><article-title>Fever of <italic>unknown</italic> origin</article-title></title-group>
    <contrib-group><contrib contrib-type="author"><name><surname>Ray</surname>
    <given-names>Ann</given-names></name></contrib></contrib-group>
    <abstract><p>A *fever*.</p></abstract></article-meta></front>
    <body><sec><title>Introduction</title><p>One.</p><p>Two &lt;b&gt;.</p></sec></body></article>"""
    assert await take(sessions, "cases", written(tmp_path, article)) == ({"new": 1}, [])
    async with sessions() as session:
        (row,) = await cases.published(session, viewer=GUEST)
        shown = await cases.published_case(session, viewer=GUEST, case_id=row.id)
    abstract, introduction = shown.publication.manuscript.sections
    assert (row.title, row.byline) == ("Fever of unknown origin", ["Ann Ray"])
    assert abstract.html == '<p dir="auto">A *fever*.</p>\n'
    assert (introduction.key, introduction.html.count("<p ")) == ("introduction", 2)


@pytest.mark.parametrize("text", ["<html/>", "<article", "<article><front><article-meta/></front></article>"])
async def test_what_is_no_article_is_told(sessions: Sessions, tmp_path: Path, text: str) -> None:
    outcomes, (fault,) = await take(sessions, "cases", written(tmp_path, text))
    assert (outcomes, fault.line) == ({}, 1)
