"""Search and articles in Chromium: accessible, on a phone, from right to left, without script."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from core.db import Sessions
from forums.schemas import BoardView
from identity.models import Person
from tests.browsing import Browse
from tests.clubs.test_articles import add
from tests.search.conftest import DoJobs, ask
from tests.web.axe import assert_accessible

PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}


async def picture(page: Page, name: str) -> None:
    """For looking at: nothing is written unless a folder is named."""
    if folder := os.environ.get("CONSILIUM_PICTURES"):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.fixture
async def things(sessions: Sessions, board: BoardView, ada: Person, do_jobs: DoJobs) -> str:
    """The path of an article."""
    text = "Thirty millilitres a kilogram within three hours, or vasopressors first? " * 4
    await ask(sessions, ada, board, "How early do you give fluids in septic shock?", text)
    article = await add(sessions)
    await do_jobs()
    return f"/clubs/articles/{article.id}"


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("locale", ["en", "ar"])
async def test_pages_are_accessible_and_fit(
    browse: Browse,
    things: str,
    ada: Person,
    size: Any,
    locale: str,
) -> None:
    page = await browse(ada, viewport=size, locale=locale)
    for path, name in (("/search?q=fluids", "search"), ("/clubs", "clubs"), (things, "article")):
        await page.goto(path)
        await picture(page, f"{name}-{size['width']}-{locale}")
        await assert_accessible(page)
        assert await page.evaluate("document.documentElement.scrollWidth") == size["width"]
    assert page.complaints == []  # type: ignore[attr-defined]


async def test_a_guest_searches_without_script(browse: Browse, things: str) -> None:
    page = await browse(None, java_script_enabled=False, viewport=PHONE)
    await page.goto("/search")
    await page.locator("#q").fill("early fluids")
    await page.locator(".search-box button").click()
    await expect(page.locator(".search-results li")).to_have_count(2)
    await page.get_by_role("link", name="Articles 1").click()
    await expect(page.locator(".search-results li")).to_have_count(1)
    await page.locator(".search-results a").click()
    await expect(page.locator("h1")).to_have_text("Early fluids in sepsis: a trial")
