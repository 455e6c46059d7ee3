import asyncio
import time
from datetime import timedelta
from statistics import median
from typing import Any, cast

import pytest
from httpx import ASGITransport, AsyncClient
from msgspec import structs
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.app import create_app
from core import clock
from core.db import Sessions, transaction
from core.settings import Settings
from identity import passwords, service
from identity import sessions as opened
from identity.errors import WrongCredentials
from identity.models import Person, SignIn
from tests.conftest import Enter
from tests.identity.conftest import PASSWORD, Post, link_in, words_of
from tests.queries import count_queries

RIGHT = {"email": "zoe@example.org", "password": PASSWORD}


async def test_the_right_password_signs_in(client: AsyncClient, zoe: Person) -> None:
    entered = await client.post("/sign-in", data=RIGHT | {"to": "/account"})
    assert (entered.status_code, entered.headers["location"]) == (303, "/account")
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "Zoe Marchetti" in (await client.get("/account")).text


async def test_the_address_is_read_without_regard_to_case(client: AsyncClient, zoe: Person) -> None:
    assert (await client.post("/sign-in", data=RIGHT | {"email": " Zoe@Example.ORG"})).status_code == 303


async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    client: AsyncClient, zoe: Person
) -> None:
    wrong = await client.post("/sign-in", data=RIGHT | {"password": "not this one at all"})
    unknown = await client.post("/sign-in", data=RIGHT | {"email": "zed@example.org"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("zoe@", "zed@") == unknown.text
    assert "set-cookie" not in wrong.headers


async def test_an_unknown_address_costs_as_much_time_as_a_wrong_password(
    sessions: Sessions, zoe: Person
) -> None:
    async def seconds(email: str) -> float:
        began = time.process_time()
        with pytest.raises(WrongCredentials):
            await service.recognise(sessions, email=email, password="not this one", address="")
        return time.process_time() - began

    await seconds("warm@example.org")
    known = median([await seconds("zoe@example.org") for _ in range(5)])
    unknown = median([await seconds("zed@example.org") for _ in range(5)])
    assert 0.5 < known / unknown < 2


async def test_signing_in_changes_the_token_and_ends_the_old_one(
    as_: Enter, zoe: Person, ada: Person, session: AsyncSession
) -> None:
    browser = await as_(ada)
    before = browser.cookies["consilium"]
    entered = await browser.post("/sign-in", data=RIGHT)
    assert entered.cookies["consilium"] != before
    assert await opened.viewer_of(session, before) is None


async def test_a_token_planted_by_somebody_is_never_taken_up(client: AsyncClient, zoe: Person) -> None:
    client.cookies.set("consilium", "planted")
    entered = await client.post("/sign-in", data=RIGHT)
    assert entered.cookies["consilium"] != "planted"
    client.cookies.clear()
    client.cookies.set("consilium", "planted")
    assert (await client.get("/account")).status_code == 401


ELSEWHERE = [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "http://[",
    "//[",
    "",
]


async def test_nobody_is_led_elsewhere_after_signing_in(client: AsyncClient, zoe: Person) -> None:
    for to in ELSEWHERE:
        entered = await client.post("/sign-in", data=RIGHT | {"to": to})
        assert entered.headers["location"] == "/", to


async def test_guessing_is_limited_and_known_and_unknown_alike(client: AsyncClient, zoe: Person) -> None:
    for email in ("zoe@example.org", "zed@example.org"):
        tries = [client.post("/sign-in", data={"email": email, "password": f"guess {n}"}) for n in range(21)]
        statuses = sorted([(await one).status_code for one in tries])
        assert statuses == [401] * 20 + [429]
    assert (await client.post("/sign-in", data=RIGHT)).status_code == 429
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert (await client.post("/sign-in", data=RIGHT)).status_code == 303


async def test_an_outdated_hash_is_renewed_by_signing_in(
    client: AsyncClient, sessions: Sessions, zoe: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argon2 import PasswordHasher  # noqa: PLC0415

    old = PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD)
    async with transaction(sessions) as session:
        await session.execute(update(Person).where(Person.id == zoe.id).values(password_hash=old))
    assert (await client.post("/sign-in", data=RIGHT)).status_code == 303
    async with transaction(sessions) as session:
        kept = await session.scalar(select(Person.password_hash).where(Person.id == zoe.id))
    assert kept is not None
    assert kept != old
    assert not passwords.is_outdated(kept)


async def test_passwords_are_worked_out_beside_the_loop(zoe: Person, sessions: Sessions) -> None:
    """While many sign in at once the loop goes on turning."""
    turns, turning = 0, True

    async def turn() -> None:
        nonlocal turns
        while turning:
            await asyncio.sleep(0.001)
            turns += 1

    watch = asyncio.create_task(turn())
    await asyncio.gather(*(passwords.verify(None, "guess") for _ in range(6)))
    turning = False
    await watch
    assert turns > 20


async def test_signing_out_ends_the_session(as_: Enter, zoe: Person, session: AsyncSession) -> None:
    browser = await as_(zoe)
    token = browser.cookies["consilium"]
    assert (await browser.post("/sign-out", data={})).status_code == 303
    assert await opened.viewer_of(session, token) is None


async def test_a_session_ends_after_thirty_days(as_: Enter, zoe: Person) -> None:
    browser = await as_(zoe)
    with clock.at(clock.now() + timedelta(days=31)):
        assert (await browser.get("/account")).status_code == 401


async def test_a_request_costs_one_query_to_know_who_asks(sessions: Sessions, zoe: Person) -> None:
    async with transaction(sessions) as session:
        token = await opened.open_session(session, person_id=zoe.id)
    async with sessions() as session, count_queries(sessions) as asked:
        await opened.viewer_of(session, token)
    assert len(asked) == 1


async def test_devices_are_listed_and_one_can_be_signed_out(as_: Enter, zoe: Person) -> None:
    here, there = await as_(zoe), await as_(zoe)
    listed = (await here.get("/api/identity/sessions")).json()
    assert sorted(one["current"] for one in listed) == [False, True]
    other = next(one["id"] for one in listed if not one["current"])
    assert (await here.post("/account/security/sessions", data={"session": other})).status_code == 303
    assert (await there.get("/account")).status_code == 401
    assert (await here.get("/account")).status_code == 200


async def test_nobody_ends_the_session_of_somebody_else(as_: Enter, zoe: Person, ada: Person) -> None:
    hers, mine = await as_(zoe), await as_(ada)
    [one] = (await hers.get("/api/identity/sessions")).json()
    assert (await mine.delete(f"/api/identity/sessions/{one['id']}")).status_code == 404
    assert (await mine.post("/account/security/sessions", data={"session": one["id"]})).status_code == 404
    assert (await hers.get("/account")).status_code == 200


async def test_changing_the_password_signs_out_everywhere_else(
    as_: Enter, zoe: Person, client: AsyncClient, post: Post
) -> None:
    here, there = await as_(zoe), await as_(zoe)
    new = "nine loud geese before dawn"
    form = {"present_password": PASSWORD, "password": new}
    changed = await here.post("/account/security/password", data=form)
    assert changed.status_code == 303
    assert (await here.get("/account")).status_code == 200
    assert (await there.get("/account")).status_code == 401
    assert (await client.post("/sign-in", data=RIGHT)).status_code == 401
    assert (await client.post("/sign-in", data=RIGHT | {"password": new})).status_code == 303
    assert "was changed" in words_of((await post())[0])


async def test_the_password_is_not_changed_without_the_present_one(as_: Enter, zoe: Person) -> None:
    browser = await as_(zoe)
    form = {"present_password": "not this one", "password": "nine loud geese before dawn"}
    refused = await browser.post("/account/security/password", data=form)
    assert refused.status_code == 403
    assert "not your present password" in refused.text


async def test_a_forgotten_password_is_reset_by_mail(
    client: AsyncClient, as_: Enter, zoe: Person, post: Post, session: AsyncSession
) -> None:
    elsewhere = await as_(zoe)
    await client.post("/reset", data={"email": "zoe@example.org"})
    link = link_in((await post())[0])
    assert (await client.get(link)).status_code == 200
    form = {"token": link.partition("token=")[2], "password": "nine loud geese before dawn"}
    assert (await client.post("/reset/new", data=form)).headers["location"] == "/sign-in"
    assert (await client.post("/reset/new", data=form)).status_code == 410
    assert (await elsewhere.get("/account")).status_code == 401
    assert (await session.scalars(select(SignIn.id))).all() == []
    assert (
        await client.post("/sign-in", data=RIGHT | {"password": "nine loud geese before dawn"})
    ).status_code == 303


async def test_a_reset_answers_known_and_unknown_addresses_alike(
    client: AsyncClient, zoe: Person, post: Post
) -> None:
    known = await client.post("/reset", data={"email": "zoe@example.org"})
    unknown = await client.post("/reset", data={"email": "zed@example.org"})
    assert (known.status_code, known.headers["location"], known.text) == (
        unknown.status_code,
        unknown.headers["location"],
        unknown.text,
    )
    first, second = await post()
    assert "/reset/new?token=" in words_of(first)
    assert "token" not in words_of(second)


async def test_another_site_cannot_sign_anybody_in(client: AsyncClient, zoe: Person) -> None:
    headers = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    refused = await client.post("/sign-in", data=RIGHT, headers=headers)
    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers


async def test_over_https_the_cookie_is_bound_to_this_host_and_goes_when_signing_out(
    sessions: Sessions, settings: Settings, zoe: Person
) -> None:
    """A browser drops a `__Host-` cookie only when told so with `Secure` and the same path."""
    settings = structs.replace(settings, base_url="https://consilium.test")
    app = create_app(settings, sessions)
    headers = {"origin": "https://consilium.test", "sec-fetch-site": "same-origin"}
    async with (
        app.lifespan(),
        AsyncClient(
            transport=ASGITransport(cast("Any", app)), base_url="https://consilium.test", headers=headers
        ) as browser,
    ):
        entered = await browser.post("/sign-in", data=RIGHT)
        left = await browser.post("/sign-out", data={})
    for answer in (entered, left):
        cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("__Host-consilium="))
        assert "Secure" in cookie
        assert "Path=/;" in cookie
        assert "domain" not in cookie.lower()
    assert "Max-Age=0" in left.headers["set-cookie"]
