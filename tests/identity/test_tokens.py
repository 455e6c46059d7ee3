import asyncio
from datetime import timedelta

import pytest
from httpx import AsyncClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from identity.models import ApiToken, Person
from tests.conftest import Enter

READING = {"name": "Reader", "scopes": ["read"], "days": 30}
WRITING = {"name": "Writer", "scopes": ["read", "write"], "days": 30}
PROFILE = {"name": "Zoe Marchetti", "specialty": "neurology"}


async def made(browser: AsyncClient, draft: dict[str, object]) -> str:
    answer = await browser.post("/api/identity/tokens", json=draft)
    assert answer.status_code == 201
    return str(answer.json()["token"])


def bearing(token: str) -> dict[str, str]:
    """What a program sends: a token, and nothing that a browser would add."""
    return {"authorization": f"Bearer {token}", "origin": "", "sec-fetch-site": ""}


async def test_a_token_speaks_for_its_person(as_: Enter, client: AsyncClient, zoe: Person) -> None:
    token = await made(await as_(zoe), READING)
    answer = await client.get("/api/identity/me", headers=bearing(token))
    assert answer.json()["profile"]["name"] == "Zoe Marchetti"


async def test_reading_tokens_do_not_write(as_: Enter, client: AsyncClient, zoe: Person) -> None:
    browser = await as_(zoe)
    reading, writing = await made(browser, READING), await made(browser, WRITING)
    refused = await client.patch("/api/identity/me", json=PROFILE, headers=bearing(reading))
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/TokenMayOnlyRead")
    assert (await client.patch("/api/identity/me", json=PROFILE, headers=bearing(writing))).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "tokens"), ("POST", "tokens"), ("GET", "sessions")],
)
async def test_no_token_reaches_the_keys_of_the_account(
    as_: Enter, client: AsyncClient, zoe: Person, method: str, path: str
) -> None:
    token = await made(await as_(zoe), WRITING)
    body = READING if method == "POST" else None
    refused = await client.request(method, f"/api/identity/{path}", json=body, headers=bearing(token))
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/NotWithAToken")


async def test_pages_are_not_opened_by_a_token(as_: Enter, client: AsyncClient, zoe: Person) -> None:
    token = await made(await as_(zoe), WRITING)
    assert (await client.get("/account", headers=bearing(token))).status_code == 401


async def test_a_bad_token_is_not_helped_out_by_a_cookie(as_: Enter, zoe: Person) -> None:
    """The check of the origin lets bearers pass, so a cookie beside one must not count."""
    browser = await as_(zoe)
    headers = {"authorization": "Bearer nonsense", "origin": "https://evil.example"}
    refused = await browser.patch("/api/identity/me", json=PROFILE, headers=headers)
    assert (refused.status_code, refused.json()["type"]) == (401, "/problems/BadToken")
    refused = await browser.post(
        "/account/security/sessions",
        data={},
        headers=headers | {"sec-fetch-site": "cross-site"},
    )
    assert refused.status_code == 401


async def test_a_malformed_header_is_a_401(client: AsyncClient) -> None:
    for authorization in ("Bearer", "Bearer ", "bearer x y", "Bearer \x7f"):
        refused = await client.get("/api/identity/me", headers={"authorization": authorization})
        assert refused.status_code == 401, authorization


async def test_a_token_ends_and_can_be_revoked(as_: Enter, client: AsyncClient, zoe: Person) -> None:
    browser = await as_(zoe)
    token = await made(browser, READING)
    with clock.at(clock.now() + timedelta(days=31)):
        assert (await client.get("/api/identity/me", headers=bearing(token))).status_code == 401
    [listed] = (await browser.get("/api/identity/tokens")).json()
    assert listed["hint"] == token[-4:]
    assert token not in str(listed)
    assert (await browser.delete(f"/api/identity/tokens/{listed['id']}")).status_code == 204
    assert (await client.get("/api/identity/me", headers=bearing(token))).status_code == 401


async def test_nobody_revokes_the_token_of_somebody_else(as_: Enter, zoe: Person, ada: Person) -> None:
    hers, mine = await as_(zoe), await as_(ada)
    await made(hers, READING)
    [listed] = (await hers.get("/api/identity/tokens")).json()
    assert (await mine.delete(f"/api/identity/tokens/{listed['id']}")).status_code == 404
    refused = await mine.post("/account/tokens/revoke", data={"token": listed["id"]})
    assert refused.status_code == 404
    assert (await mine.get("/api/identity/tokens")).json() == []


async def test_tokens_are_stored_hashed_and_their_use_is_noted(
    as_: Enter, client: AsyncClient, zoe: Person, session: AsyncSession
) -> None:
    token = await made(await as_(zoe), READING)
    await client.get("/api/identity/me", headers=bearing(token))
    kept = (await session.scalars(select(ApiToken))).one()
    assert token.encode() not in kept.token_hash
    assert kept.last_used_at is not None


async def test_the_page_shows_a_token_once(as_: Enter, zoe: Person) -> None:
    browser = await as_(zoe)
    shown = await browser.post("/account/tokens", data={"name": "<i>x</i>", "scopes": "read", "days": "7"})
    assert "cns_" in shown.text
    assert "<i>x</i>" not in shown.text
    assert shown.headers["cache-control"] == "no-store"
    assert "cns_" not in (await browser.get("/account/tokens")).text


BAD = [
    READING | {"scopes": []},
    READING | {"scopes": ["admin"]},
    READING | {"days": 0},
    READING | {"days": 366},
    READING | {"name": ""},
    READING | {"personId": "00000000-0000-0000-0000-000000000000"},
]


async def test_a_bad_draft_is_refused(as_: Enter, zoe: Person) -> None:
    browser = await as_(zoe)
    for draft in BAD:
        assert (await browser.post("/api/identity/tokens", json=draft)).status_code == 400, draft


async def test_the_number_of_tokens_is_bounded_even_at_once(as_: Enter, zoe: Person) -> None:
    browser = await as_(zoe)
    for _ in range(18):
        await made(browser, READING)
    answers = await asyncio.gather(*(browser.post("/api/identity/tokens", json=READING) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 201, 409, 409, 409]
