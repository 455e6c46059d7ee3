"""People and things. Every test that asks for a database gets one that nobody else has and nothing is in."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, cast

import pytest
import structlog
from httpx import ASGITransport, AsyncClient
from litestar import Litestar
from playwright.async_api import expect
from sqlalchemy.ext.asyncio import AsyncSession

from api import migrate, tables, wiring
from api.app import create_app, world
from core.db import Sessions, create_engine, sessions_on
from core.events import Bus
from core.outbox.worker import drain
from core.policy import Role
from core.settings import Settings
from identity.guards import cookie_name
from identity.models import Person, RoleGrant
from identity.sessions import open_session
from tests.databases import Databases, administer, named

pytest_plugins = ["tests.browsing"]  # one Chromium for all who ask for it
tables.load()
TEMPLATE = "consilium_template"
structlog.configure(
    processors=[
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    ]
)
ORIGIN = "http://testserver"


BROWSERS = {"browse", "browser", "chromium", "arrive", "visit"}
expect.set_options(timeout=20_000)  # a slow machine is no fault of the page


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What drives a browser runs one after the other: media and writing together in one process, pages in
    the other. More browsers than processors disturb one another.
    """
    for item in items:
        parts = set(item.path.parts)
        drives = "e2e" in parts or BROWSERS & set(getattr(item, "fixturenames", ()))
        if drives and item.get_closest_marker("xdist_group") is None:
            together = parts & {"e2e", "realtime"}
            item.add_marker(pytest.mark.xdist_group("browser" if together else "pages"))


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return ("asyncio", {"use_uvloop": True})


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A PostgreSQL for the whole run: the one given, or the embedded one."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    from core.postgres.testing import server  # noqa: PLC0415

    with server() as url:
        yield url


@pytest.fixture(scope="session")
def template(server_url: str) -> str:
    async def make() -> None:
        await administer(
            server_url,
            f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)",
            f"CREATE DATABASE {TEMPLATE}",
        )
        await migrate.migrate(named(server_url, TEMPLATE))

    asyncio.run(make())
    return TEMPLATE


@pytest.fixture(scope="session")
def databases(server_url: str) -> Databases:
    return Databases(server_url)


@pytest.fixture
async def database_url(databases: Databases, template: str) -> AsyncIterator[str]:
    name = await databases.take(template)
    yield named(databases.url, name)
    await databases.give_back(name)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(base_url=ORIGIN, data=tmp_path, secret="s" * 40, development=True)


@pytest.fixture
def bus() -> Bus:
    bus = Bus()
    wiring.wire_events(bus)
    return bus


@pytest.fixture
async def sessions(database_url: str, bus: Bus) -> AsyncIterator[Sessions]:
    engine = create_engine(database_url, pool_size=10)
    yield sessions_on(engine, bus)
    await engine.dispose()


@pytest.fixture
async def session(sessions: Sessions) -> AsyncIterator[AsyncSession]:
    """For arranging and for looking; commit what others should see."""
    async with sessions() as session:
        yield session


@pytest.fixture(scope="session")
def built() -> Litestar:
    """Putting the application together takes a second, so all tests share one and give it their own world."""
    nowhere = sessions_on(create_engine("postgresql://nowhere/nothing"), Bus())
    return create_app(Settings(base_url=ORIGIN, secret="s" * 40, development=True), nowhere)


@pytest.fixture
async def app(built: Litestar, sessions: Sessions, settings: Settings) -> AsyncIterator[Litestar]:
    built.state.update(world(settings, sessions))
    async with built.lifespan():
        yield built


Enter = Callable[..., Awaitable[AsyncClient]]


@pytest.fixture
async def as_(app: Litestar, sessions: Sessions) -> AsyncIterator[Enter]:
    """A browser, in which the person given is signed in, or nobody."""
    async with AsyncExitStack() as stack:

        async def enter(person: Person | None = None) -> AsyncClient:
            cookies = {}
            if person is not None:
                async with sessions() as session, session.begin():
                    token = await open_session(session, person_id=person.id)
                cookies[cookie_name(https=False)] = token
            client = AsyncClient(
                transport=ASGITransport(cast("Any", app)),
                base_url=ORIGIN,
                headers={"origin": ORIGIN, "sec-fetch-site": "same-origin"},
                cookies=cookies,
            )
            return await stack.enter_async_context(client)

        yield enter


@pytest.fixture
async def client(as_: Enter) -> AsyncClient:
    """A browser in which nobody is signed in."""
    return await as_()


@pytest.fixture
async def do_jobs(sessions: Sessions, settings: Settings) -> Callable[[], Awaitable[int]]:
    """Do what waits in the outbox, as the worker would."""

    async def run() -> int:
        return await drain(sessions, wiring.jobs(settings))

    return run


async def someone(sessions: Sessions, name: str, *roles: Role, specialty: str = "cardiology") -> Person:
    """A person with a confirmed address and these roles everywhere."""
    from core import clock  # noqa: PLC0415

    async with sessions() as session, session.begin():
        person = Person(
            name=name,
            email=f"{name.split(maxsplit=1)[0].lower()}@example.org",
            email_confirmed_at=clock.now(),
            specialty=specialty,
        )
        session.add(person)
        await session.flush()
        session.add_all(RoleGrant(person_id=person.id, role=role) for role in roles)
    return person


@pytest.fixture
async def ada(sessions: Sessions) -> Person:
    return await someone(sessions, "Ada Okafor", Role.VERIFIED_CLINICIAN)


@pytest.fixture
async def ben(sessions: Sessions) -> Person:
    return await someone(sessions, "Ben Sato", Role.VERIFIED_CLINICIAN, specialty="neurology")


@pytest.fixture
async def mia(sessions: Sessions) -> Person:
    return await someone(sessions, "Mia Lindqvist", Role.VERIFIED_CLINICIAN, Role.MODERATOR)


@pytest.fixture
async def ed(sessions: Sessions) -> Person:
    return await someone(sessions, "Ed Moreau", Role.VERIFIED_CLINICIAN, Role.EDITOR)


@pytest.fixture
async def gil(sessions: Sessions) -> Person:
    """A plain member whose profession nobody has verified."""
    return await someone(sessions, "Gil Haddad")
