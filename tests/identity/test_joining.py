import asyncio
from datetime import timedelta

import pytest
from httpx import AsyncClient
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.db import Sessions, transaction
from core.events import Bus
from identity import passwords, service
from identity.errors import BadLink
from identity.events import PersonJoined
from identity.models import MailedLink, Person
from identity.policy import OPERATOR
from tests.conftest import Enter
from tests.identity.conftest import PASSWORD, Post, link_in, words_of
from tests.queries import count_queries

NEWCOMER = {"name": "Noor Rahman", "email": "noor@example.org"}


async def test_a_newcomer_joins_by_mail_and_is_signed_in(
    client: AsyncClient, post: Post, session: AsyncSession
) -> None:
    asked = await client.post("/sign-up", data=NEWCOMER)
    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-up/sent")
    [letter] = await post()
    assert letter["To"] == "noor@example.org"
    link = link_in(letter)
    assert "Noor Rahman" in (await client.get(link)).text
    token = link.partition("token=")[2]
    joined = await client.post("/confirm", data={"token": token, "password": PASSWORD})
    assert (joined.status_code, joined.headers["location"]) == (303, "/account")
    assert "Noor Rahman" in (await client.get("/account")).text
    kept = (await session.scalars(select(Person))).one()
    assert kept.email_confirmed_at is not None
    assert kept.password_hash is not None
    assert kept.password_hash.startswith("$argon2id$")


async def test_nobody_exists_before_the_link_is_opened(client: AsyncClient, session: AsyncSession) -> None:
    await client.post("/sign-up", data=NEWCOMER)
    assert await session.scalar(select(func.count()).select_from(Person)) == 0


async def test_the_link_is_stored_hashed(client: AsyncClient, post: Post, session: AsyncSession) -> None:
    await client.post("/sign-up", data=NEWCOMER)
    token = link_in((await post())[0]).partition("token=")[2]
    kept = (await session.scalars(select(MailedLink))).one()
    assert token.encode() not in kept.token_hash
    assert len(kept.token_hash) == 32


async def test_known_and_unknown_addresses_get_the_same_answer(
    client: AsyncClient, zoe: Person, post: Post
) -> None:
    known = await client.post("/sign-up", data={"name": "Zoe", "email": "ZOE@example.org"})
    unknown = await client.post("/sign-up", data={"name": "Zoe", "email": "zed@example.org"})
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    assert {k: v for k, v in known.headers.items() if k != "x-request-id"} == {
        k: v for k, v in unknown.headers.items() if k != "x-request-id"
    }
    first, second = await post()
    assert "/reset/new?token=" in words_of(first)
    assert "/confirm?token=" in words_of(second)


@pytest.mark.parametrize("path", ["/sign-up", "/reset"])
async def test_known_and_unknown_addresses_cost_the_same(
    client: AsyncClient, zoe: Person, sessions: Sessions, path: str
) -> None:
    async with count_queries(sessions) as known:
        await client.post(path, data={"name": "Zoe", "email": "zoe@example.org"})
    async with count_queries(sessions) as unknown:
        await client.post(path, data={"name": "Zoe", "email": "zed@example.org"})
    assert [query.split()[:3] for query in known] == [query.split()[:3] for query in unknown]


async def test_opening_the_link_does_not_spend_it(client: AsyncClient, post: Post) -> None:
    await client.post("/sign-up", data=NEWCOMER)
    link = link_in((await post())[0])
    for _ in range(3):
        assert (await client.get(link)).status_code == 200


async def test_a_link_works_once(client: AsyncClient, as_: Enter, post: Post) -> None:
    await client.post("/sign-up", data=NEWCOMER)
    token = link_in((await post())[0]).partition("token=")[2]
    await client.post("/confirm", data={"token": token, "password": PASSWORD})
    other = await as_()
    again = await other.post("/confirm", data={"token": token, "password": "another long password here"})
    assert again.status_code == 410
    assert "Ask for a new one" in again.text


async def test_two_who_use_a_link_at_once_make_one_person(
    sessions: Sessions, client: AsyncClient, post: Post, session: AsyncSession
) -> None:
    await client.post("/sign-up", data=NEWCOMER)
    token = link_in((await post())[0]).partition("token=")[2]
    password_hash = await passwords.hash_password(PASSWORD)

    async def join() -> bool:
        try:
            async with transaction(sessions) as own:
                await service.join(own, token=token, password_hash=password_hash)
        except BadLink:
            return False
        return True

    assert sorted(await asyncio.gather(*(join() for _ in range(4)))) == [False, False, False, True]
    assert await session.scalar(select(func.count()).select_from(Person)) == 1


async def test_of_two_links_to_one_address_one_makes_the_person(
    sessions: Sessions, client: AsyncClient, post: Post
) -> None:
    await client.post("/sign-up", data=NEWCOMER)
    await client.post("/sign-up", data=NEWCOMER | {"name": "Not Noor"})
    first, second = [link_in(letter).partition("token=")[2] for letter in await post()]
    async with transaction(sessions) as session:
        await service.join(session, token=first, password_hash="x")
    with pytest.raises(BadLink):
        async with transaction(sessions) as session:
            await service.join(session, token=second, password_hash="x")


async def test_a_link_ends_after_a_day(client: AsyncClient, post: Post) -> None:
    await client.post("/sign-up", data=NEWCOMER)
    link = link_in((await post())[0])
    with clock.at(clock.now() + timedelta(hours=25)):
        assert (await client.get(link)).status_code == 410


async def test_the_weak_password_is_refused_and_the_link_stays_good(client: AsyncClient, post: Post) -> None:
    await client.post("/sign-up", data=NEWCOMER)
    token = link_in((await post())[0]).partition("token=")[2]
    refused = await client.post("/confirm", data={"token": token, "password": "noor@example.org"})
    assert refused.status_code == 422
    assert "easy to guess" in refused.text
    assert "noor@example.org</" not in refused.text
    assert (await client.post("/confirm", data={"token": token, "password": PASSWORD})).status_code == 303


async def test_a_join_link_does_not_reset_and_a_reset_link_does_not_join(
    client: AsyncClient, zoe: Person, post: Post
) -> None:
    await client.post("/sign-up", data=NEWCOMER)
    await client.post("/reset", data={"email": "zoe@example.org"})
    join, reset = [link_in(letter).partition("token=")[2] for letter in await post()]
    assert (await client.get("/confirm", params={"token": reset})).status_code == 410
    assert (await client.get("/reset/new", params={"token": join})).status_code == 410


async def test_letters_to_one_address_are_limited(client: AsyncClient) -> None:
    statuses = [(await client.post("/sign-up", data=NEWCOMER)).status_code for _ in range(6)]
    assert statuses == [303] * 5 + [429]
    shouted = NEWCOMER | {"email": "NOOR@example.org"}
    assert (await client.post("/sign-up", data=shouted)).status_code == 429


async def test_a_refused_form_keeps_what_was_typed(client: AsyncClient) -> None:
    typed = {"name": '"><img src=x onerror=alert(1)>', "email": "nowhere"}
    refused = await client.post("/sign-up", data=typed)
    assert refused.status_code == 422
    assert "Enter an address such as name@example.org." in refused.text
    assert "<img src=x" not in refused.text
    assert "&lt;img src=x" in refused.text


async def test_the_house_hears_of_a_newcomer(sessions: Sessions, bus: Bus) -> None:
    heard: list[PersonJoined] = []

    async def hear(event: PersonJoined) -> None:
        heard.append(event)

    bus.after[PersonJoined].append(hear)
    async with transaction(sessions) as session:
        person_id = await service.add_person(
            session, actor=OPERATOR, name="Noor Rahman", email="noor@example.org"
        )
    assert [event.person_id for event in heard] == [person_id]


async def test_without_a_mail_server_the_page_says_where_letters_are(client: AsyncClient) -> None:
    assert "No mail server is configured here" in (await client.get("/sign-up/sent")).text


async def test_stale_links_and_the_addresses_in_them_are_forgotten(
    client: AsyncClient, session: AsyncSession
) -> None:
    await client.post("/sign-up", data=NEWCOMER)
    with clock.at(clock.now() + timedelta(days=4)):
        await client.post("/sign-up", data={"name": "Other", "email": "other@example.org"})
    kept = await session.scalars(select(MailedLink.email))
    assert kept.all() == ["other@example.org"]
