"""The moderators' pages in Chromium: accessible, usable by keyboard, on a phone, without script."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import update

from core.db import Sessions
from identity.models import Person
from tests.browsing import Browse
from tests.moderation.conftest import BECAUSE, CALM, MILD, PITCH, Write, disclose, the_flag
from tests.moderation.test_deciding import report
from tests.web.axe import assert_accessible

PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}


async def picture(page: Page, name: str) -> None:
    """For looking at: nothing is written unless a folder is named."""
    if folder := os.environ.get("CONSILIUM_PICTURES"):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.fixture
async def flags(
    sessions: Sessions, write: Write, ada: Person, ben: Person, mia_declared: Person
) -> list[Any]:
    await disclose(sessions, ada, "Boehringer Ingelheim", "Novo Nordisk")
    posts = [
        await write(ada, PITCH, title="My experience with a new tablet"),
        await write(ada, MILD, title="Which drug first?"),
        await write(ben, CALM, title="Low sodium after a week"),
    ]
    await report(sessions, mia_declared, posts[2])
    return [await the_flag(sessions, post) for post in posts]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
async def test_queue_and_flag_are_accessible_and_fit(
    browse: Browse,
    flags: list[Any],
    mia_declared: Person,
    size: Any,
    scheme: str,
) -> None:
    page = await browse(mia_declared, viewport=size, color_scheme=scheme)
    for path, name in (("/moderation", "queue"), (f"/moderation/flags/{flags[0].id}", "flag")):
        await page.goto(path)
        await picture(page, f"{name}-{size['width']}-{scheme}")
        await assert_accessible(page)
        assert await page.evaluate("document.documentElement.scrollWidth") == size["width"]
    assert page.complaints == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "path", ["/account/disclosures", "/report?kind=post&id={post}", "/moderation/appeals"]
)
async def test_forms_are_accessible_on_a_phone_from_right_to_left(
    browse: Browse,
    flags: list[Any],
    sessions: Sessions,
    mia_declared: Person,
    path: str,
) -> None:
    async with sessions() as session, session.begin():
        await session.execute(update(Person).where(Person.id == mia_declared.id).values(locale="ar"))
    tall = PHONE | {"height": 2400}  # axe takes what lies under the dock at the foot for too small
    page = await browse(mia_declared, viewport=tall)
    answer = await page.goto(path.format(post=flags[1].subject_id))
    assert answer is not None
    assert answer.status == 200
    assert await page.get_attribute("html", "dir") == "rtl"
    await picture(page, path.partition("?")[0].strip("/").replace("/", "-"))
    await assert_accessible(page)
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


async def test_triage_by_keyboard(browse: Browse, flags: list[Any], mia_declared: Person) -> None:
    page = await browse(mia_declared, viewport=WIDE)
    await page.goto("/moderation")
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Which drug first?")
    await page.wait_for_load_state()
    await page.keyboard.press("c")
    await expect(page.get_by_role("button", name="Give it back")).to_be_visible()


async def test_a_decision_without_script(
    browse: Browse,
    flags: list[Any],
    ada: Person,
    mia_declared: Person,
) -> None:
    page = await browse(mia_declared, java_script_enabled=False)
    await page.goto(f"/moderation/flags/{flags[0].id}")
    await page.get_by_label("Ask for an edit").check()
    await page.get_by_label("Reason").fill(BECAUSE)
    await page.get_by_role("button", name="Decide").click()
    author = await browse(ada, viewport=PHONE)
    await author.goto("/moderation/decisions")
    await author.get_by_role("link", name="My experience with a new tablet").click()
    await expect(author.get_by_text(BECAUSE)).to_be_visible()
    await picture(author, "decision")
    await assert_accessible(author)
    await author.get_by_label("Why the decision is wrong").fill("It was a quotation.")
    await author.get_by_role("button", name="Appeal").click()
    await expect(author.get_by_text("It was a quotation.")).to_be_visible()
