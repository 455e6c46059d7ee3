"""Every page of identity opens, in every language, for those it is for."""

import pytest

from core.db import Sessions, transaction
from core.policy import Role, Viewer
from identity import service
from identity.models import Person
from identity.policy import OPERATOR
from tests.conftest import Enter
from tests.identity.test_verification import ask
from tests.queries import count_queries

GUESTS = ["/sign-up", "/sign-up/sent", "/sign-in", "/reset", "/reset/sent"]
MEMBERS = [
    "/account",
    "/account/security",
    "/account/security/two-step",
    "/account/tokens",
    "/account/verification",
    "/account/data",
]
OFFICE = [
    "/office",
    "/office/people",
    "/office/people?q=a",
    "/office/verifications",
    "/office/verifications?show=granted",
    "/office/organisations",
    "/office/organisations/new",
]


@pytest.mark.parametrize("language", ["en", "es", "ar"])
async def test_all_pages_open(as_: Enter, gil: Person, sessions: Sessions, language: str) -> None:
    async with transaction(sessions) as session:
        me = Viewer(person_id=gil.id)
        await service.set_preferences(session, viewer=me, locale=language)
        for role in (Role.ADMINISTRATOR, Role.REGISTRAR):
            await service.grant_role(session, actor=OPERATOR, person_id=gil.id, role=role)
    await ask(sessions, gil)
    guest, browser = await as_(), await as_(gil)
    for path in GUESTS:
        assert (await guest.get(path, headers={"accept-language": language})).status_code == 200, path
    for path in [*MEMBERS, *OFFICE, f"/people/{gil.id}", f"/office/people/{gil.id}"]:
        opened = await browser.get(path)
        assert opened.status_code == 200, path
        assert f'<html lang="{language}"' in opened.text, path
        assert " style=" not in opened.text, path


async def test_who_is_signed_in_needs_no_sign_in_page(as_: Enter, gil: Person) -> None:
    browser = await as_(gil)
    assert (await browser.get("/sign-in?to=/account")).headers["location"] == "/account"
    assert (await browser.get("/sign-in?to=//evil.example")).headers["location"] == "/"
    assert (await browser.get("/sign-up")).status_code == 303
    assert (await browser.get("/me")).headers["location"] == f"/people/{gil.id}"


async def test_the_sign_in_page_asks_the_database_nothing(as_: Enter, sessions: Sessions) -> None:
    guest = await as_()
    async with count_queries(sessions) as asked:
        await guest.get("/sign-in")
    assert asked == []


@pytest.mark.parametrize(("path", "most"), [("/account", 5), ("/account/security", 4), ("/people", 2)])
async def test_pages_ask_little_of_the_database(
    as_: Enter, gil: Person, sessions: Sessions, path: str, most: int
) -> None:
    browser = await as_(gil)
    where = f"/people/{gil.id}" if path == "/people" else path
    async with count_queries(sessions) as asked:
        await browser.get(where)
    assert len(asked) <= most, asked


@pytest.mark.parametrize("path", ["/sign-in", "/sign-up", "/reset", "/confirm", "/reset/new"])
async def test_no_body_breaks_a_form(as_: Enter, path: str) -> None:
    guest = await as_()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    for body in (b"", b"\xff\xfe", b"email=%ff", b"=&=&=", b"email[]=x", b"email=" + b"a" * 30_000):
        answer = await guest.post(path, content=body, headers=headers)
        assert 400 <= answer.status_code < 500, body


CAME_FROM = [
    ("http://testserver/cases/7?after=1", "/cases/7?after=1"),
    ("http://testserver/reset/sent", "/"),
    ("https://evil.example/cases", "/"),
    ("http://testserver//evil.example", "/"),
    ("http://[broken", "/"),
]


async def test_signing_in_leads_back_to_where_one_was(as_: Enter) -> None:
    guest = await as_()
    for referer, to in CAME_FROM:
        shown = await guest.get("/sign-in", headers={"referer": referer})
        assert f'name="to" value="{to}"' in shown.text, referer
