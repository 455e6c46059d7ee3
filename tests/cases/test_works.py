"""References: pasted once, cited by key, numbered and printed by themselves."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select, update

from api import lookups
from cases import service
from cases.bibliography import cited, key_for, linked, printed
from cases.errors import CaseNotFound, NotComplete, NothingRecognised, TooManyWorks, WorkNotFound
from cases.schemas import CollectionView, WorksAdded, WorkView
from cases.service.citations import ATTEMPTS, KIND, looker_up
from cases.states import Decision
from core.db import Sessions, transaction
from core.outbox import Job, run_one
from core.policy import GUEST, Role
from core.references import Author, Reference
from core.settings import Settings
from identity.models import Person
from tests.cases.conftest import ask, complete, review, rule, start, submit, viewing
from tests.cases.test_tables import page_of, say
from tests.conftest import Enter

WORK = Reference(
    title="Myocarditis <i>after</i> a marathon & more",
    authors=[Author("Núñez", "Ana María"), Author("Berg", "Jan")],
    container_title="Heart Lessons",
    issued_year=2020,
    volume="3",
    page="11-19",
    doi="10.5555/heart.1",
)
BIBTEX = """@article{x, title={Myocarditis in runners}, author={Núñez, Ana and Berg, Jan},
 journal={Heart Lessons}, year={2020}, doi={10.5555/heart.1}}
@article{y, author={Nobody}, year={2021}}
@book{z, title={Sports cardiology}, author={Okafor, Chi}, year={2019}}
"""
ITEM = {
    "type": "article-journal",
    "title": "Found by its DOI",
    "author": [{"family": "Ito", "given": "Mai"}],
    "issued": {"date-parts": [[2018]]},
    "DOI": "10.5555/found",
}


async def paste(sessions: Sessions, person: Person, case_id: UUID, text: str) -> WorksAdded:
    async with transaction(sessions) as session:
        return await service.add_works(session, viewer=viewing(person), case_id=case_id, text=text)


async def works_of(sessions: Sessions, person: Person, case_id: UUID) -> list[WorkView]:
    async with transaction(sessions) as session:
        return await service.works(session, viewer=viewing(person), case_id=case_id)


def test_a_work_is_printed_by_the_style_and_stays_text() -> None:
    line = printed(WORK)
    assert line == (
        "Núñez AM, Berg J. Myocarditis <i>after</i> a marathon & more. Heart Lessons. 2020;3:11–9."
        " doi:10.5555/heart.1"
    )


def test_keys_are_name_and_year_and_each_is_had_once() -> None:
    assert key_for(WORK, ()) == "nunez2020"
    assert key_for(WORK, {"nunez2020", "nunez2020a"}) == "nunez2020b"
    assert key_for(Reference(title="عنوان"), ()) == "work"


def test_citations_are_numbers_in_the_order_of_the_text() -> None:
    keys = cited(["First [@b; @a].", "Then [@a, @c] and [@not a key] and [@]."])
    assert keys == ["b", "a", "c"]
    html = linked("<p>See [@b; @a] but <code>[@a]</code> and [@zz].</p>", {"b": 1, "a": 2})
    assert html == (
        '<p>See <span class="cite">[<a href="#ref-b">1</a>, <a href="#ref-a">2</a>]</span>'
        " but <code>[@a]</code> and [@zz].</p>"
    )


async def test_pasted_records_become_works_and_the_unreadable_are_named(
    sessions: Sessions, ada: Person
) -> None:
    case_id = await start(sessions, ada, None)
    added = await paste(sessions, ada, case_id, BIBTEX)
    assert added.keys == ["nunez2020", "okafor2019"]
    assert [line.split(":")[0] for line in added.bad] == ["3"]
    again = await paste(sessions, ada, case_id, "https://doi.org/10.5555/HEART.1\n")
    assert (again.keys, again.known) == ([], ["nunez2020"])
    await say(sessions, ada, case_id, "discussion", "As others saw [@okafor2019], and [@nunez2020].")
    assert [(w.key, w.number) for w in await works_of(sessions, ada, case_id)] == [
        ("okafor2019", 1),
        ("nunez2020", 2),
    ]


async def test_what_is_no_reference_is_refused_with_a_sentence(sessions: Sessions, ada: Person) -> None:
    case_id = await start(sessions, ada, None)
    for text in ("just words", "10.5555/heart.1\nand words", "{", "PMID"):
        with pytest.raises(NothingRecognised):
            await paste(sessions, ada, case_id, text)
    with pytest.raises(TooManyWorks):
        await paste(sessions, ada, case_id, "\n".join(f"10.5555/{n}" for n in range(301)))


async def test_only_authors_see_and_change_the_works(sessions: Sessions, ada: Person, ben: Person) -> None:
    case_id = await start(sessions, ada, None)
    with pytest.raises(CaseNotFound):
        await paste(sessions, ben, case_id, BIBTEX)
    with pytest.raises(CaseNotFound):
        await works_of(sessions, ben, case_id)


async def test_a_work_is_taken_out_once(sessions: Sessions, ada: Person) -> None:
    case_id = await start(sessions, ada, None)
    await paste(sessions, ada, case_id, BIBTEX)
    async with transaction(sessions) as session:
        await service.remove_work(session, viewer=viewing(ada), case_id=case_id, key="nunez2020")
        with pytest.raises(WorkNotFound):
            await service.remove_work(session, viewer=viewing(ada), case_id=case_id, key="nunez2020")


@pytest.fixture
async def registry() -> AsyncIterator[str]:
    """A registry on this machine: one DOI leads to another address first, PubMed answers by id."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        path = head.split(" ")[1]
        answers = {
            "/10.5555/found": ("302 Found", "Location: /works/found\r\n", ""),
            "/works/found": ("200 OK", "", json.dumps(ITEM)),
            "/10.5555/page": ("200 OK", "", "<html>not a record</html>"),
            "/10.5555/inside": ("302 Found", "Location: http://127.0.0.2:1/secret\r\n", ""),
            "/10.5555/name": ("302 Found", "Location: https://localhost:1/secret\r\n", ""),
            "/10.5555/number": ("302 Found", "Location: https://10.0.0.1/secret\r\n", ""),
            "/10.5555/broken": ("503 Down", "", ""),
            "/pubmed?format=csl&id=123": ("200 OK", "", json.dumps(ITEM | {"DOI": "", "PMID": "123"})),
        }
        status, headers, body = answers.get(path, ("404 Not Found", "", ""))
        data = body.encode()
        writer.write(f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(data)}\r\n\r\n".encode() + data)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


async def run(sessions: Sessions, registry: str) -> None:
    """All lookups that wait, as if their time had come."""
    settings = Settings(doi_registry=registry, pubmed_registry=f"{registry}pubmed")
    handlers = {KIND: looker_up(lookups.looker_up(settings))}
    for _ in range(40):
        async with transaction(sessions) as session:
            await session.execute(update(Job).where(Job.kind == KIND).values(run_at=Job.created_at))
            if await session.scalar(select(Job.id).where(Job.kind == KIND).limit(1)) is None:
                return
        await run_one(sessions, handlers)


async def test_identifiers_are_looked_up_afterwards(sessions: Sessions, ada: Person, registry: str) -> None:
    case_id = await start(sessions, ada, None)
    added = await paste(sessions, ada, case_id, "doi:10.5555/found\nPMID: 123\n10.5555/none\n10.5555/page")
    assert len(added.keys) == 4
    assert {work.state for work in await works_of(sessions, ada, case_id)} == {"sought"}
    await run(sessions, registry)
    found = {work.sought: work for work in await works_of(sessions, ada, case_id)}
    assert found["doi:10.5555/found"].line.startswith("Ito M. Found by its DOI")
    assert found["pmid:123"].state == "known"
    assert found["doi:10.5555/none"].state == "unknown"
    assert found["doi:10.5555/page"].state == "unknown"


@pytest.mark.parametrize("name", ["name", "number"])
async def test_a_name_that_leads_to_what_only_this_host_reaches_is_not_followed(
    registry: str, name: str
) -> None:
    look_up = lookups.looker_up(Settings(doi_registry=registry))
    with pytest.raises(OSError, match="led inside"):
        await look_up(f"doi:10.5555/{name}")


async def test_a_name_outside_is_asked_at_the_address_that_was_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def resolved(*_: object, **__: object) -> list[object]:
        return [(0, 0, 0, "", ("93.184.216.34", 443))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolved, raising=False)
    request = httpx.Request("GET", "https://works.example/one")
    await lookups.pin(request)
    assert (request.url.host, request.headers["host"]) == ("93.184.216.34", "works.example")
    assert request.extensions["sni_hostname"] == "works.example"


@pytest.mark.parametrize("name", ["broken", "inside"])
async def test_a_registry_out_of_reach_is_asked_again_and_at_last_no_more(
    sessions: Sessions, ada: Person, registry: str, name: str
) -> None:
    case_id = await start(sessions, ada, None)
    await paste(sessions, ada, case_id, f"10.5555/{name}")
    async with sessions() as session:
        payload = await session.scalar(select(Job.payload).where(Job.kind == KIND))
    assert payload is not None
    handle = looker_up(lookups.looker_up(Settings(doi_registry=registry)))
    async with transaction(sessions) as session:
        await handle(session, payload | {"attempt": ATTEMPTS - 1})
    assert [work.state for work in await works_of(sessions, ada, case_id)] == ["sought"]
    async with transaction(sessions) as session:
        await handle(session, payload | {"attempt": ATTEMPTS})
    assert [work.state for work in await works_of(sessions, ada, case_id)] == ["unknown"]


async def test_a_citation_without_its_work_keeps_the_write_up_from_being_handed_in(
    sessions: Sessions, ada: Person, collection: CollectionView
) -> None:
    case_id = await start(sessions, ada, collection)
    await complete(sessions, case_id, ada)
    await say(
        sessions,
        ada,
        case_id,
        "introduction",
        "Seen before [@nunez2020], in some twenty runners, we think so.",
    )
    with pytest.raises(NotComplete) as refused:
        await submit(sessions, case_id, ada)
    assert refused.value.context["gaps"] == [
        {"about": "introduction", "problem": "no_work", "who": "nunez2020"}
    ]
    await paste(sessions, ada, case_id, BIBTEX)
    await submit(sessions, case_id, ada)


async def test_the_published_case_has_numbers_that_lead_to_its_works(  # noqa: PLR0917
    sessions: Sessions, as_: Enter, collection: CollectionView, ada: Person, ed: Person, rex: Person
) -> None:
    case_id = await start(sessions, ada, collection)
    await complete(sessions, case_id, ada)
    await paste(sessions, ada, case_id, BIBTEX)
    await say(
        sessions,
        ada,
        case_id,
        "introduction",
        "Seen before [@nunez2020], in some twenty runners, we think so.",
    )
    await submit(sessions, case_id, ada)
    review_id = await ask(sessions, case_id, ed, rex)
    async with sessions() as session:
        before = await service.review_sheet(session, viewer=viewing(rex), review_id=review_id)
    await review(sessions, review_id, rex)
    async with sessions() as session:
        sheet = await service.review_sheet(session, viewer=viewing(rex), review_id=review_id)
    assert before.manuscript.works == []
    assert [work.key for work in sheet.manuscript.works] == ["nunez2020"]
    async with transaction(sessions) as session:
        await service.mark_acceptable(session, viewer=viewing(ed, Role.EDITOR), review_id=review_id)
    await rule(sessions, case_id, ed, Decision.ACCEPT)
    async with transaction(sessions) as session:
        await service.publish(session, viewer=viewing(ed, Role.EDITOR), case_id=case_id)
    async with sessions() as session:
        found = await service.published_case(session, viewer=GUEST, case_id=case_id)
    assert [work.key for work in found.publication.manuscript.works] == ["nunez2020"]
    page = await page_of(await as_(ada), f"/cases/{case_id}")
    assert 'href="#ref-nunez2020">1</a>' in page
    assert re.search(r'<li id="ref-nunez2020"[^>]*>Núñez A, Berg J\. Myocarditis in runners', page)
    assert "Sports cardiology" not in page


async def test_the_page_takes_works_and_says_what_it_could_not_read(
    as_: Enter, ada: Person, sessions: Sessions
) -> None:
    case_id = await start(sessions, ada, None)
    a = await as_(ada)
    place = f"/cases/{case_id}/works"
    assert "No references yet" in await page_of(a, place)
    shown = await a.post(place, data={"text": BIBTEX})
    assert "Some records could not be read" in shown.text
    assert "[@nunez2020]" in shown.text
    refused = await a.post(place, data={"text": "only words"})
    assert refused.status_code == 422
    assert "only words" in refused.text
    gone = await a.post(f"{place}/remove", data={"key": "nunez2020"})
    assert gone.status_code == 303
    assert "[@nunez2020]" not in await page_of(a, place)
