"""Two service processes on one database, with an author at each."""

import signal
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.async_api import Browser, Page, expect

from core.db import Sessions
from identity.models import Person
from tests.e2e.conftest import Arrive, House, signed_in
from tests.e2e.test_writing_together import section, shared, sit_down

__all__ = ["shared"]
UNTIL_LOST = 25_000  # milliseconds; a browser by itself shows somebody who is gone for 30 seconds


@pytest.fixture
def second(database_url: str, tmp_path: Path, house: House) -> Iterator[House]:
    folder = tmp_path / "second"
    folder.mkdir()
    second = House(database_url, folder)
    second.start()
    yield second
    second.end()


async def sees(page: Page, person: Person) -> None:
    await expect(page.get_by_role("list", name="Here now")).to_contain_text(person.name)
    await expect(page.locator(f".caret[data-name='{person.name}']")).to_be_attached()


async def test_authors_at_two_processes_see_each_other_until_one_process_is_killed(  # noqa: PLR0917
    arrive: Arrive,
    browser: Browser,
    second: House,
    sessions: Sessions,
    shared: UUID,
    ada: Person,
    ben: Person,
) -> None:
    one = await sit_down(await arrive(ada), shared)
    context = await browser.new_context(base_url=second.origin)
    other = await sit_down(await signed_in(context, second, sessions, ben), shared)
    await section(one, "Abstract").click()
    await one.keyboard.type("A man of 60 fainted.")
    await expect(section(other, "Abstract")).to_contain_text("A man of 60 fainted.")
    await sees(other, ada)
    await section(other, "Abstract").click()
    await sees(one, ben)
    second.end(signal.SIGKILL)
    await expect(one.locator(".caret")).to_have_count(0, timeout=UNTIL_LOST)
    await expect(one.get_by_role("list", name="Here now")).not_to_contain_text(ben.name)
    await context.close()
