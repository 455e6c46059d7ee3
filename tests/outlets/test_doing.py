"""Every unsafe route, tried by everybody who has no right to it: refused, and nothing has changed."""

import re
from typing import Any

import pytest
from httpx import AsyncClient, Response
from sqlalchemy import text

from core.db import Base
from tests.outlets.acts import ACTS, OPEN, Act
from tests.outlets.cast import EVERYBODY
from tests.outlets.conftest import Clients
from tests.outlets.registry import TAKEAWAYS
from tests.outlets.world import World

pytestmark = pytest.mark.xdist_group("outlets used")
REFUSED = {401, 403, 404}
# Counters of attempts, when somebody was last seen, and that an officer looked.
MAY_CHANGE = {"core_spending", "identity_sign_in", "core_audit_entry"}


def filled(world: World, value: Any) -> Any:
    """The value with ids in the place of names such as "@post_id:pubreply"."""
    if isinstance(value, dict):
        return {name: filled(world, inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [filled(world, inner) for inner in value]
    if not isinstance(value, str):
        return value
    return re.sub(r"@(\w+):([\w#]+)", lambda found: str(world.of(found[1], found[2])), value)


def address(world: World, path: str, act: Act) -> str:
    for name, value in act.at.items():
        thing = value if name in {"slug", "key", "number"} else str(world.of(name, value))
        path = path.replace(f"{{{name}}}", thing)
    assert "{" not in path, path
    return f"{path}{filled(world, act.query)}"


async def attempt(world: World, client: AsyncClient, route: str, **more: Any) -> Response:
    method, path = route.split(" ", 1)
    act = ACTS[route]
    url = address(world, path, act)
    if act.json is not None:
        return await client.request(method, url, json=filled(world, act.json), **more)
    return await client.request(method, url, data=filled(world, act.form) or {"sent": "1"}, **more)


async def fingerprint(world: World) -> dict[str, str]:
    """Of every table's rows."""
    tables = [t for t in Base.metadata.tables if t not in MAY_CHANGE]
    one = "SELECT '{0}', md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM {0} AS t"
    async with world.sessions() as session:
        rows = await session.execute(text(" UNION ALL ".join(one.format(table) for table in tables)))
        return {str(table): str(digest) for table, digest in rows}


@pytest.mark.parametrize("route", [route for route, act in ACTS.items() if act is not OPEN])
async def test_who_has_no_right_is_refused_and_changes_nothing(
    world: World, clients: Clients, route: str
) -> None:
    before = await fingerprint(world)
    answers = {
        who: await attempt(world, clients[who], route) for who in EVERYBODY if who not in ACTS[route].may
    }
    refused = REFUSED | ACTS[route].refused
    let_in = {who: answer.status_code for who, answer in answers.items() if answer.status_code not in refused}
    assert let_in == {}
    assert await fingerprint(world) == before


async def test_no_unsafe_route_answers_another_site(world: World, clients: Clients) -> None:
    foreign = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}
    before = await fingerprint(world)
    answers = {route: await attempt(world, clients["author"], route, headers=foreign) for route in _closed()}
    assert {route: a.status_code for route, a in answers.items() if a.status_code != 403} == {}
    assert await fingerprint(world) == before


async def test_a_token_that_may_read_changes_nothing(world: World, clients: Clients) -> None:
    reading = {"authorization": f"Bearer {world.token}"}
    before = await fingerprint(world)
    answers = {route: await attempt(world, clients["guest"], route, headers=reading) for route in _closed()}
    assert {route: a.status_code for route, a in answers.items() if a.status_code not in REFUSED} == {}
    after = await fingerprint(world)
    assert {table for table in after if after[table] != before[table]} <= {"identity_api_token"}  # last used


async def test_an_access_token_takes_no_account_along(world: World, clients: Clients) -> None:
    reading = {"authorization": f"Bearer {world.token}"}
    for path in TAKEAWAYS:
        assert (await clients["guest"].post(path, headers=reading)).status_code in REFUSED


def _closed() -> list[str]:
    return [route for route, act in ACTS.items() if act is not OPEN]
