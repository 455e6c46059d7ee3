"""In here the house is not empty: every test gets a copy of the sample community."""

import asyncio
from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api import demo, wiring
from api.demo.stage import Stage
from core import clock
from core.db import create_engine, sessions_on
from core.events import Bus
from identity.models import Person
from tests.databases import administer, named


@pytest.fixture(scope="session")
def template(server_url: str, template: str) -> Iterator[str]:
    """Loaded once a run; `database_url` clones it as it clones the empty one elsewhere."""
    name = f"community_{uuid4().hex}"
    asyncio.run(administer(server_url, f"CREATE DATABASE {name} TEMPLATE {template}"))
    asyncio.run(fill(named(server_url, name)))
    yield name
    asyncio.run(administer(server_url, f"DROP DATABASE {name} WITH (FORCE)"))


async def fill(url: str) -> None:
    bus = Bus()
    wiring.wire_events(bus)
    engine = create_engine(url, pool_size=5)
    await demo.load(sessions_on(engine, bus))
    await engine.dispose()


@pytest.fixture
async def stage(session: AsyncSession) -> Stage:
    """The people by their keys, as they are after loading."""
    made = Stage(session, clock.now())
    rows = await session.execute(select(Person.email, Person.id))
    made.people = {email.partition("@")[0]: person_id for email, person_id in rows}
    return made
