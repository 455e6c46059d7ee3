from uuid import UUID

import pytest
from msgspec.structs import replace

from clubs import service
from clubs.errors import MayNotAddArticles, NoCitation
from clubs.schemas import AbstractSection, Added, ArticleDraft
from core.db import Sessions, transaction
from core.policy import GUEST
from core.references import Author, Reference, parse
from forums import service as forums
from identity.models import Person
from tests.conftest import Enter
from tests.queries import count_queries
from tests.search.conftest import DoJobs, clinician, make_board

TRIAL = Reference(
    title="Early fluids in sepsis: a trial",
    authors=[Author("García", "Ana"), Author("WHO")],
    container_title="Journal of Trials",
    issued_year=2024,
    volume="12",
    doi="10.1000/trial.1",
    pmid="12345678",
    abstract="Fluids were given early.",
    keywords=["sepsis", "fluids"],
)
BIBTEX = """@article{a, title={Early fluids in sepsis: a trial}, author={Garc{\\'i}a, Ana},
  doi={10.1000/trial.1}}"""


async def add(sessions: Sessions, **more: object) -> Added:
    draft = ArticleDraft(reference=replace(TRIAL, **more))
    async with transaction(sessions) as session:
        return await service.add_article(session, draft=draft)


async def test_an_article_is_one_by_doi_pmid_or_title(sessions: Sessions) -> None:
    first = await add(sessions)
    assert first.outcome == "new"
    assert await add(sessions) == Added(id=first.id, outcome="unchanged")
    assert (await add(sessions, doi=None)).id == first.id
    assert (await add(sessions, pmid=None)).id == first.id
    assert (await add(sessions, doi=None, pmid=None, title="EARLY fluids in sepsis - a trial")).id == first.id
    assert (await add(sessions, doi="10.1000/trial.2", pmid="999")).outcome == "new"


async def test_what_was_missing_is_filled_in(sessions: Sessions) -> None:
    bare = await add(sessions, doi=None, abstract="", issued_year=None)
    assert (await add(sessions)).outcome == "changed"
    async with sessions() as session:
        article = await service.article(session, GUEST, article_id=bare.id)
    assert (article.doi, article.issued_year) == ("10.1000/trial.1", 2024)
    assert article.details.abstract == [AbstractSection("", "Fluids were given early.")]


async def test_citations_are_added_by_clinicians_and_must_be_one(
    sessions: Sessions, ada: Person, gil: Person
) -> None:
    async with transaction(sessions) as session:
        added = await service.add_citation(session, clinician(ada), citation=BIBTEX)
        assert added.outcome == "new"
        with pytest.raises(MayNotAddArticles):
            await service.add_citation(session, GUEST, citation=BIBTEX)
        with pytest.raises(NoCitation):
            await service.add_citation(session, clinician(ada), citation=BIBTEX + "\n" + BIBTEX)


async def test_an_article_has_one_discussion(sessions: Sessions, ada: Person, ben: Person) -> None:
    board = await make_board(sessions, "critical-care")
    article_id = (await add(sessions)).id
    async with transaction(sessions) as session:
        thread_id = await service.open_discussion(
            session, clinician(ada), article_id=article_id, board_id=board.id
        )
        again = await service.open_discussion(
            session, clinician(ben), article_id=article_id, board_id=board.id
        )
        thread = await forums.thread(session, GUEST, thread_id=thread_id)
    assert again == thread_id
    assert (thread.about_kind, thread.about_id) == ("article", article_id)


async def test_pages_show_list_article_and_citations(as_: Enter, sessions: Sessions, ada: Person) -> None:
    article_id = (await add(sessions)).id
    browser = await as_()
    assert "Early fluids in sepsis" in (await browser.get("/clubs")).text
    page = (await browser.get(f"/clubs/articles/{article_id}")).text
    assert "Ana García, WHO" in page
    assert "Fluids were given early." in page
    for style, kind in (("bibtex", "bibtex"), ("ris", "ris"), ("csl", "csl")):
        file = await browser.get(f"/clubs/articles/{article_id}/cite/{style}")
        assert parse(kind, file.content).references[0].doi == "10.1000/trial.1"
    assert (await browser.get(f"/clubs/articles/{UUID(int=1)}")).status_code == 404


async def test_the_forms_add_and_discuss(
    as_: Enter, sessions: Sessions, ada: Person, do_jobs: DoJobs
) -> None:
    board = await make_board(sessions, "critical-care")
    browser = await as_(ada)
    refused = await browser.post("/clubs/articles/new", data={"citation": "no citation at all"})
    assert refused.status_code == 422
    assert "no citation at all" in refused.text
    made = await browser.post("/clubs/articles/new", data={"citation": BIBTEX})
    assert made.status_code == 303
    opened = await browser.post(made.headers["location"], data={"board": str(board.id)})
    assert opened.status_code == 303
    assert "Early fluids" in (await browser.get(opened.headers["location"])).text
    assert opened.headers["location"] in (await browser.get(made.headers["location"])).text
    await do_jobs()
    found = (await browser.get("/api/search", params={"q": "garcia fluids", "kind": "article"})).json()
    assert [result["href"] for result in found["results"]] == [made.headers["location"]]


async def test_guests_and_the_unverified_add_nothing(as_: Enter, gil: Person) -> None:
    assert (await (await as_()).get("/clubs/articles/new")).status_code == 401
    assert (await (await as_(gil)).get("/clubs/articles/new")).status_code == 403
    answer = await (await as_(gil)).post("/api/clubs/articles", json={"citation": BIBTEX})
    assert answer.status_code == 403


async def test_the_list_is_one_query_and_goes_by_id(as_: Enter, sessions: Sessions) -> None:
    for number in range(3):
        await add(sessions, doi=f"10.1000/{number}", pmid=None, title=f"Trial {number}")
    async with sessions() as session:
        async with count_queries(sessions) as queries:
            rows = await service.articles(session, GUEST, limit=2)
        rest = await service.articles(session, GUEST, after=rows[-1].id, limit=2)
    assert len(queries) == 1
    assert [row.title for row in [*rows, *rest]] == ["Trial 2", "Trial 1", "Trial 0"]
    api = (await (await as_()).get("/api/clubs/articles", params={"limit": 1})).json()
    assert api[0]["title"] == "Trial 2"
