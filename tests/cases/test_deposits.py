"""DOIs by way of Crossref: valid deposits, sent to a real server, retried, told to editors."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace
from sqlalchemy import func, update

from api import wiring
from cases import citing, service
from cases.crossref import NotAnswered, Registry, batch
from cases.crossref.batch import SPACE, doi_of, removal
from cases.crossref.port import Deposit, Receipt
from cases.crossref.sending import Crossref
from cases.schemas import ConsentWithdrawal, FrozenAuthor, FrozenWork, NoticeView
from cases.service import Format, registering
from cases.states import Kind
from core.db import Sessions, transaction
from core.outbox.models import Job
from core.outbox.worker import drain, run_one
from core.policy import GUEST
from core.references import Reference
from core.settings import Settings
from identity.models import Person
from tests.cases.conftest import TEXTS, viewing
from tests.cases.standard import faults_in_deposit
from tests.cases.test_amending import CHANGES, read, say
from tests.cases.test_files import file
from tests.cases.test_jats import DAY, case, section
from tests.cases.test_publishing import report
from tests.conftest import Enter

REGISTRY = Registry(
    prefix="10.1234",
    policy="10.1234/policy",
    depositor="Consilium",
    email="ed@here.example",
    registrant="Here",
)
DONE = """<doi_batch_diagnostic status="completed"><record_diagnostic status="{status}"><doi>x</doi>
<msg>{said}</msg></record_diagnostic></doi_batch_diagnostic>"""


def deposited(one: Any) -> bytes:
    address = f"https://here.example{citing.version_path(one)}"
    return batch(one, REGISTRY, address=address, name="consilium-1.xml", at=DAY)


def of(document: bytes, path: str) -> list[Any]:
    return list(etree.fromstring(document).iterfind(path, {None: SPACE}))


def test_a_deposit_is_valid() -> None:
    work = FrozenWork(key="ray2020", line="Ray A. Pain.", work=Reference(title="Pain", doi="10.1000/xyz"))
    plain = FrozenWork(key="li2021", line="Li B. Ache.", work=Reference(title="Ache"))
    one = case()
    author = FrozenAuthor(person_id=None, name="Bo Li", orcid="0000-0002-1825-0097", affiliations=["A", "B"])
    manuscript = replace(one.publication.manuscript, works=[work, plain])
    authors = [*one.publication.authors, author]
    rich = replace(one, publication=replace(one.publication, manuscript=manuscript, authors=authors))
    for each in (one, rich, case([section("discussion", "x")], authors=[], licence="All rights")):
        assert faults_in_deposit(deposited(each)) == []
    assert [doi.text for doi in of(deposited(rich), ".//citation/doi")] == ["10.1000/xyz"]


def test_the_check_finds_what_is_wrong() -> None:
    assert faults_in_deposit(
        deposited(case()).replace(b"<surname>", b"<name>").replace(b"</surname>", b"</name>")
    )


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("erratum", "erratum"),
        ("corrigendum", "corrigendum"),
        ("retraction", "retraction"),
        ("concern", "expression_of_concern"),
        ("concern_lifted", "clarification"),
    ],
)
def test_a_notice_is_an_update_of_the_version_it_is_about(kind: str, told: str) -> None:
    notice = NoticeView(kind=kind, about=1, said_in=2, changes_html="", reason_html="", issued_at=DAY)
    old = replace(case(), notices=[notice])
    new = replace(old, version=replace(old.version, number=2))
    (found,) = of(deposited(new), ".//update")
    assert (found.get("type"), found.get("date"), found.text) == (told, "2026-11-20", doi_of(old, "10.1234"))
    assert of(deposited(old), ".//update") == []
    assert faults_in_deposit(deposited(new)) == []


def test_a_removal_is_valid_and_says_no_word_of_the_case() -> None:
    one = case()
    told = removal(one, REGISTRY, address="https://here.example/cases/1", name="consilium-2.xml", at=DAY)
    assert faults_in_deposit(told) == []
    assert [(found.get("type"), found.text) for found in of(told, ".//update")] == [
        ("removal", doi_of(one, "10.1234"))
    ]
    assert [title.text for title in of(told, ".//title")] == ["Removed: a case report"]
    for word in (one.publication.manuscript.title, *(author.name for author in one.publication.authors)):
        assert word.encode() not in told


class Registrar(Struct):
    """What the registry got, and what it is to answer next."""

    status: int = 200
    answer: str = ""
    got: list[dict[str, str]] = field(default_factory=list)
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    address: str = ""


def _text(part: Any) -> str:
    return str(part.get_payload(decode=True).decode())


@contextmanager
def registry() -> Iterator[Registrar]:
    known = Registrar()

    class Servlet(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            kind = f"content-type: {self.headers['content-type']}\r\n\r\n".encode()
            parts = BytesParser(policy=HTTP).parsebytes(kind + body).iter_parts()
            names = {str(part.get_param("name", header="content-disposition")): part for part in parts}
            known.got.append({name: _text(part) for name, part in names.items()})
            self._say("SUCCESS")

        def do_GET(self) -> None:
            known.asked.append(parse_qs(urlsplit(self.path).query))
            self._say(known.answer)

        def _say(self, text: str) -> None:
            self.send_response(known.status)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Servlet)
    known.address = f"http://127.0.0.1:{server.server_port}/servlet"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def there() -> Iterator[Registrar]:
    with registry() as known:
        yield known


def registering_settings(settings: Settings, there: Registrar) -> Settings:
    return replace(
        settings,
        base_url="https://here.example",
        doi_prefix="10.1234",
        doi_policy="10.1234/policy",
        crossref_address=there.address,
        crossref_user="us",
        crossref_password="secret",
        crossref_email="ed@here.example",
    )


Work = Callable[[], Awaitable[None]]


@pytest.fixture
async def work(sessions: Sessions, settings: Settings, there: Registrar) -> Work:
    """Do what waits, now or later, once."""
    jobs = wiring.jobs(registering_settings(settings, there))

    async def once() -> None:
        async with transaction(sessions) as session:
            await session.execute(update(Job).values(run_at=func.now()))
        await drain(sessions, jobs)

    return once


async def states(sessions: Sessions, case_id: UUID) -> list[tuple[str, str]]:
    async with sessions() as session:
        return [(one.state, one.said) for one in await registering.registrations(session, case_id)]


async def test_a_doi_is_shown_once_it_is_registered(
    as_: Enter, sessions: Sessions, published: UUID, there: Registrar, work: Work
) -> None:
    await work()
    (sent,) = there.got
    assert (sent["operation"], sent["login_id"], sent["login_passwd"]) == ("doMDUpload", "us", "secret")
    assert faults_in_deposit(sent["fname"].encode()) == []
    doi = f"10.1234/consilium.{published.hex}.1"
    assert f"<doi>{doi}</doi>" in sent["fname"]
    guest = await as_()
    assert await states(sessions, published) == [("sent", "")]
    assert doi not in (await guest.get(f"/cases/{published}")).text
    there.answer = '<doi_batch_diagnostic status="queued"/>'
    await work()
    assert (await read(sessions, published)).doi == ""
    there.answer = DONE.format(status="Success", said="Successfully added")
    await work()
    await work()
    assert there.asked[-1]["file_name"][0].startswith("consilium-")
    shown = await read(sessions, published)
    assert shown.doi == doi
    page = (await guest.get(f"/cases/{published}")).text
    assert f'<meta name="citation_doi" content="{doi}">' in page
    assert f"https://doi.org/{doi}" in citing.cite(shown, citing.Style.AMA, address="https://x.example")
    assert doi.encode() in (await file(sessions, published, Format.JATS)).content


async def test_what_the_registry_refuses_an_editor_reads_and_sends_again(
    *, as_: Enter, sessions: Sessions, published: UUID, there: Registrar, work: Work, ed: Person
) -> None:
    await work()
    there.answer = DONE.format(status="Failure", said="Prefix is not yours")
    await work()
    assert [state for state, _ in await states(sessions, published)] == ["refused"]
    editor = await as_(ed)
    page = await editor.get(f"/cases/{published}/editorial/notice")
    assert "Prefix is not yours" in page.text
    there.answer = DONE.format(status="Success", said="ok")
    assert (await editor.post(f"/cases/{published}/editorial/deposit")).status_code == 303
    await work()
    await work()
    assert [state for state, _ in await states(sessions, published)] == ["registered"]
    assert len(there.got) == 2


async def test_a_registry_that_does_not_answer_is_asked_again(
    sessions: Sessions, published: UUID, there: Registrar, work: Work
) -> None:
    there.status = 503
    await work()
    await work()
    assert await states(sessions, published) == [("waiting", "HTTP 503")]
    assert len(there.got) >= 2
    there.status = 200
    await work()
    assert [state for state, _ in await states(sessions, published)] == ["sent"]


async def test_a_wrong_password_is_said(
    sessions: Sessions, published: UUID, there: Registrar, work: Work
) -> None:
    there.status = 401
    await work()
    ((state, said),) = await states(sessions, published)
    assert (state, "password" in said) == ("refused", True)


async def test_a_correction_is_deposited_as_an_update_and_the_old_version_anew(
    sessions: Sessions, published: UUID, there: Registrar, work: Work, ed: Person
) -> None:
    await work()
    await say(sessions, published, ed, Kind.ERRATUM, CHANGES)
    await work()
    latest = {
        of(one["fname"].encode(), ".//doi_data/doi")[0].text: one["fname"].encode() for one in there.got
    }
    first, second = (latest[f"10.1234/consilium.{published.hex}.{number}"] for number in (1, 2))
    assert [one.get("type") for one in of(second, ".//update")] == ["erratum"]
    assert "Corrected in version 2" in of(first, ".//title")[0].text
    assert faults_in_deposit(second) == []


async def test_asking_how_it_went_does_not_take_the_place_of_what_was_said_meanwhile(
    *, sessions: Sessions, published: UUID, there: Registrar, work: Work, ed: Person
) -> None:
    await work()

    class Slow:
        registry = REGISTRY

        async def send(self, _: Deposit) -> Receipt:
            raise NotImplementedError

        async def ask(self, _: str) -> Receipt:
            await say(sessions, published, ed, Kind.RETRACTION, "")
            return Receipt(state="waiting")

    async with transaction(sessions) as session:
        await session.execute(update(Job).values(run_at=func.now()))
    jobs = {registering.KIND: registering.worker(Slow(), "https://here.example")}
    assert await run_one(sessions, jobs, only=registering.KIND)
    await work()
    assert "Retracted" in "".join(one["fname"] for one in there.got)


async def test_a_withdrawal_waits_for_no_printer_and_no_registry(
    *, sessions: Sessions, published: UUID, there: Registrar, work: Work, ada: Person
) -> None:
    await work()

    class Slow:
        registry = REGISTRY

        async def send(self, _: Deposit) -> Receipt:
            raise NotImplementedError

        async def ask(self, _: str) -> Receipt:
            async with asyncio.timeout(5), transaction(sessions) as session:
                gone = ConsentWithdrawal(reason="The patient asked.", sure=True)
                await service.withdraw_consent(session, viewer=viewing(ada), case_id=published, draft=gone)
            return Receipt(state="registered")

    async with transaction(sessions) as session:
        await session.execute(update(Job).values(run_at=func.now()))
    jobs = {registering.KIND: registering.worker(Slow(), "https://here.example")}
    assert await run_one(sessions, jobs, only=registering.KIND)
    assert [state for state, _ in await states(sessions, published)] == ["removing"]


async def test_what_is_held_is_deposited_once_it_is_released(
    sessions: Sessions, published: UUID, there: Registrar, work: Work
) -> None:
    async with transaction(sessions) as session:
        await service.hold(session, published, "look")
    await work()
    assert there.got == []
    async with transaction(sessions) as session:
        await service.release(session, published)
    await work()
    assert len(there.got) == 1


async def test_the_registry_is_told_that_a_case_was_removed_and_that_it_is_back(
    sessions: Sessions, published: UUID, there: Registrar, work: Work
) -> None:
    there.answer = DONE.format(status="Success", said="ok")
    for _ in range(2):
        await work()
    async with transaction(sessions) as session:
        await service.remove(session, published, "An advertisement.")
    for _ in range(3):
        await work()
    assert "Removed: a case report" in there.got[-1]["fname"]
    assert [state for state, _ in await states(sessions, published)] == ["removed"]
    async with transaction(sessions) as session:
        await service.restore(session, published)
    for _ in range(2):
        await work()
    assert TEXTS["title"] in there.got[-1]["fname"]
    assert [state for state, _ in await states(sessions, published)] == ["registered"]


async def test_a_take_down_is_complete_once_the_registry_says_that_it_was_removed(
    sessions: Sessions, published: UUID, there: Registrar, work: Work, ada: Person
) -> None:
    there.answer = DONE.format(status="Success", said="ok")
    for _ in range(2):
        await work()
    there.status = 503
    async with transaction(sessions) as session:
        gone = ConsentWithdrawal(reason="The patient asked.", sure=True)
        await service.withdraw_consent(session, viewer=viewing(ada), case_id=published, draft=gone)
    await work()
    assert await _step(sessions, published, ada) == "failed"
    there.status = 200
    for _ in range(4):
        await work()
    assert await _step(sessions, published, ada) == "done"
    assert TEXTS["title"] not in there.got[-1]["fname"]
    assert [state for state, _ in await states(sessions, published)] == ["removed"]


async def _step(sessions: Sessions, case_id: UUID, person: Person) -> str:
    async with sessions() as session:
        found = await service.consent_ledger(session, viewer=viewing(person), case_id=case_id)
    assert found.take_down is not None
    return next(step.state for step in found.take_down.steps if step.name == "registry")


async def test_nothing_is_sent_while_it_is_off_nor_for_imported_cases(
    *, sessions: Sessions, settings: Settings, published: UUID, there: Registrar, work: Work
) -> None:
    await drain(sessions, wiring.jobs(settings))
    assert await states(sessions, published) == []
    async with transaction(sessions) as session:
        made = await service.import_published(session, report=report())
    await work()
    assert there.got == []
    assert await states(sessions, made.id) == []
    async with sessions() as session:
        assert (await service.published_case(session, viewer=GUEST, case_id=made.id)).doi == "10.1000/xyz"


async def test_only_the_editor_sends_again(as_: Enter, published: UUID, ada: Person, ben: Person) -> None:
    for who in (ada, ben):
        answer = await (await as_(who)).post(f"/api/cases/{published}/deposit")
        assert answer.status_code in {403, 404}


@pytest.mark.parametrize(
    "answer", ["no xml", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>"]
)
async def test_an_answer_that_is_none_is_no_verdict(
    settings: Settings, there: Registrar, answer: str
) -> None:
    there.answer = answer
    crossref = Crossref(registering_settings(settings, there))
    if answer.startswith("<"):
        assert (await crossref.ask("x")).state == "waiting"
        return
    with pytest.raises(NotAnswered):
        await crossref.ask("x")


async def test_nobody_at_the_address_is_no_verdict(settings: Settings) -> None:
    nowhere = replace(settings, crossref_address="http://127.0.0.1:9/servlet")
    with pytest.raises(NotAnswered):
        await Crossref(nowhere).ask("x")
    assert wiring.registrar(nowhere) is None
