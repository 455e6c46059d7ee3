"""What is found first: the work, then what is said about it."""

from pathlib import Path
from uuid import uuid4

import pytest

from cases import service as cases
from cases.schemas import ImportedAuthor, ImportedCase, ImportedSection
from clubs import service as clubs
from clubs.schemas import ArticleDraft
from core.db import Sessions, transaction
from core.policy import GUEST
from core.references import Reference
from forums import service as forums
from forums.schemas import BoardView
from identity.models import Person
from search import service
from search.embedded import Embedded
from search.port import Document, Filters, SearchIndex
from search.query import parse
from tests.search.conftest import DoJobs, clinician

TITLE = "Chest pain in a marathon runner"
TEXT = "The patient came in after a race and told of pressure that had begun two days before. " * 40


async def publish(sessions: Sessions) -> str:
    report = ImportedCase(
        doi="10.1000/runner",
        title=TITLE,
        specialty="cardiology",
        keywords=["troponin"],
        authors=[ImportedAuthor(name="Rosa Lim", affiliation="Harbour Hospital")],
        sections=[ImportedSection(heading="Case", body=TEXT)],
        abstract="A runner with an unusual cause of chest pain.",
        licence="CC-BY-4.0",
        source="https://example.org/runner",
        citation="Lim R. 2026.",
    )
    async with transaction(sessions) as session:
        return f"/cases/{(await cases.import_published(session, report=report)).id}"


async def write_about(sessions: Sessions, person: Person, board: BoardView, about: str) -> None:
    """As short as the thread that is opened for a published case."""
    async with transaction(sessions) as session:
        await forums.open_thread(
            session,
            clinician(person),
            board_id=board.id,
            title=TITLE,
            body=f"[{TITLE}]({about})\n\nChest pain, marathon.",
            kind="case",
        )


async def first(sessions: Sessions, index: SearchIndex, q: str) -> list[str]:
    async with transaction(sessions) as session:
        return [hit.kind for hit in (await service.find(session, GUEST, index, q=q)).results]


@pytest.mark.parametrize("q", [TITLE, TITLE.lower(), "chest pain mara", f'"{TITLE}"', "chest pain marathon"])
async def test_a_case_stands_before_the_thread_about_it(  # noqa: PLR0917
    sessions: Sessions, board: BoardView, ada: Person, do_jobs: DoJobs, index: SearchIndex, q: str
) -> None:
    await write_about(sessions, ada, board, await publish(sessions))
    await do_jobs()
    assert await first(sessions, index, q) == ["case", "thread"]


async def test_an_article_stands_before_the_thread_about_it(
    sessions: Sessions, board: BoardView, ada: Person, do_jobs: DoJobs, index: SearchIndex
) -> None:
    draft = ArticleDraft(reference=Reference(title=TITLE, doi="10.1000/x", abstract=TEXT))
    async with transaction(sessions) as session:
        added = await clubs.add_article(session, draft=draft)
    await write_about(sessions, ada, board, f"/clubs/articles/{added.id}")
    await do_jobs()
    assert await first(sessions, index, TITLE) == ["article", "thread"]


async def test_a_work_that_only_mentions_the_words_stays_behind_a_thread_with_them_in_its_title(
    tmp_path: Path,
) -> None:
    index = Embedded(tmp_path)
    thread = Document(kind="thread", id=uuid4(), title="Troponin after a race", href="/t", text="How high?")
    case = Document(kind="case", id=uuid4(), title="A runner", href="/c", text=f"{TEXT} Troponin, a race.")
    await index.change([thread, case], [])
    hits = await index.search(parse("troponin race"), filters=Filters(), limit=10)
    assert [hit.document.kind for hit in hits] == ["thread", "case"]
