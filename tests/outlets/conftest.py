"""One world for all of it: making it takes longer than looking at it."""

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar
from sqlalchemy import select

from api import wiring
from api.app import create_app
from core.db import Sessions, create_engine, sessions_on
from core.events import Bus
from core.settings import Settings
from identity.guards import cookie_name
from identity.models import SignIn
from identity.sessions import open_session
from tests.conftest import ORIGIN
from tests.databases import administer, named
from tests.outlets.cast import EVERYBODY, canary
from tests.outlets.world import World, build

_LATEST = select(SignIn.id).order_by(SignIn.id.desc()).limit(1)
Clients = dict[str, AsyncClient]


@pytest.fixture(scope="module")
def our_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    data: Path = tmp_path_factory.mktemp("outlets")
    return Settings(base_url=ORIGIN, data=data, secret="s" * 40, development=True)


@pytest.fixture(scope="module")
async def our_sessions(server_url: str, template: str) -> AsyncIterator[Sessions]:
    name = f"t_{uuid4().hex}"
    await administer(server_url, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    bus = Bus()
    wiring.wire_events(bus)
    engine = create_engine(named(server_url, name), pool_size=12)
    yield sessions_on(engine, bus)
    await engine.dispose()
    await administer(server_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
async def world(our_sessions: Sessions, our_settings: Settings) -> World:
    return await build(our_sessions, our_settings)


@pytest.fixture(scope="module")
async def our_app(world: World, our_settings: Settings) -> AsyncIterator[Litestar]:
    app = create_app(our_settings, world.sessions)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # thousands of requests, a line each
    async with app.lifespan():
        yield app


@pytest.fixture(scope="module")
async def clients(our_app: Litestar, world: World) -> AsyncIterator[Clients]:
    """A browser for each of the cast, signed in, and one for a guest."""
    async with AsyncExitStack() as stack:
        made = {key: await _browser(our_app, world, key) for key in EVERYBODY}
        for client in made.values():
            await stack.enter_async_context(client)
        yield made


async def _browser(app: Litestar, world: World, key: str) -> AsyncClient:
    cookies = {}
    if key != "guest":
        agent = canary("agent") if key == "author" else "a browser"
        async with world.sessions() as session, session.begin():
            token = await open_session(session, person_id=world.cast[key].id, agent=agent)
            world.ids["session_id"][key] = (await session.scalars(_LATEST)).one()
        cookies[cookie_name(https=False)] = token
    return AsyncClient(
        transport=ASGITransport(cast("Any", app)),
        base_url=ORIGIN,
        headers={"origin": ORIGIN, "sec-fetch-site": "same-origin", "accept-encoding": "identity"},
        cookies=cookies,
        timeout=60,
    )
