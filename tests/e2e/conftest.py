"""The web process as it runs, on the database of the test."""

import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Browser, BrowserContext, Page
from sqlalchemy import update

from core.db import Sessions, transaction
from core.policy import Grant, Role, Viewer
from identity.guards import cookie_name
from identity.models import Person
from identity.sessions import open_session
from realtime import service
from realtime.schemas import RoomDraft
from tests.api.consilium import CLEAN, REPOSITORY, free_port
from tests.browser import chromium


class House:
    """One web process. `start` after `kill` is the same house again: same port, same database."""

    def __init__(self, database_url: str, data: Path) -> None:
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.log = data / "web.log"
        self._environment = CLEAN | {
            "DATABASE_URL": database_url,
            "CONSILIUM_PORT": str(self.port),
            "CONSILIUM_BASE_URL": self.origin,
            "CONSILIUM_SECRET": "s" * 40,
            "CONSILIUM_DATA": str(data),
            "CONSILIUM_DEVELOPMENT": "true",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "api.serving.web"],
                cwd=REPOSITORY, env=self._environment, stdout=log, stderr=log,
            )  # fmt: skip
        until = time.monotonic() + 60
        while not self._answers():
            assert self.process.poll() is None, self.log.read_text()[-3000:]
            assert time.monotonic() < until, self.log.read_text()[-3000:]
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/live", timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            return False

    def end(self, sign: int = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(sign)
            self.process.wait(20)
            self.process = None


@pytest.fixture
def house(database_url: str, tmp_path: Path, front: None) -> Iterator[House]:
    house = House(database_url, tmp_path)
    house.start()
    yield house
    house.end()


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


async def signed_in(context: BrowserContext, house: House, sessions: Sessions, person: Person) -> Page:
    """A page as that person; what the browser complains about is in `page.complaints`."""
    async with sessions() as session, session.begin():
        token = await open_session(session, person_id=person.id)
    await context.add_cookies([{"name": cookie_name(https=False), "value": token, "url": house.origin}])
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.complaints = complaints  # type: ignore[attr-defined]
    return page


Arrive = Callable[..., Awaitable[Page]]


@pytest.fixture
async def arrive(house: House, browser: Browser, sessions: Sessions) -> AsyncIterator[Arrive]:
    """A browser of its own in which the person is signed in."""
    async with AsyncExitStack() as stack:

        async def enter(person: Person, *, speaks: str = "en", **options: Any) -> Page:
            async with sessions() as session, session.begin():
                await session.execute(update(Person).where(Person.id == person.id).values(locale=speaks))
            context = await browser.new_context(base_url=house.origin, **options)
            stack.push_async_callback(context.close)
            return await signed_in(context, house, sessions, person)

        yield enter


@pytest.fixture
async def room_id(sessions: Sessions, ada: Person) -> UUID:
    """A room that Ada hosts."""
    grants = frozenset({Grant(Role.VERIFIED_CLINICIAN)})
    host = Viewer(person_id=ada.id, name=ada.name, grants=grants)
    async with transaction(sessions) as session:
        return await service.schedule(session, host, draft=RoomDraft(title="A man of 60 with syncope"))
