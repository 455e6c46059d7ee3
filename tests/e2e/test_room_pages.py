"""The pages of rooms for everybody: axe in two directions of script, on a phone and on a desk."""

from typing import Any
from uuid import UUID

from playwright.async_api import Page

from identity.models import Person
from tests.e2e.conftest import Arrive
from tests.web.axe import assert_accessible

PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 900}


async def check_every_step(page: Page, room_id: UUID) -> None:
    for path in ("/conferences", "/conferences/new", f"/rooms/{room_id}", f"/rooms/{room_id}/join"):
        await page.goto(path)
        # What the sticky bars cover in passing is not what axe should measure.
        await page.evaluate(
            "document.querySelectorAll('.top, .dock').forEach(e => e.style.position = 'static')"
        )
        await assert_accessible(page)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    if await page.locator("[data-part=acknowledged]").count():
        await page.locator("[data-part=acknowledged]").check()
    await page.locator("[data-part=enter]").click()
    await page.locator("[data-part=call]").wait_for()
    await assert_accessible(page)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    panel = page.locator(".control[data-act=panel]")
    if await panel.is_visible():
        await panel.click()
        await assert_accessible(page)
        await page.keyboard.press("Escape")
    await page.locator("[data-act=leave]").click()
    await assert_accessible(page)


async def test_every_step_is_accessible_on_a_desk_and_on_a_phone(
    arrive: Arrive, ada: Person, room_id: UUID
) -> None:
    looks: list[dict[str, Any]] = [
        {"viewport": WIDE, "color_scheme": "light"},
        {"viewport": WIDE, "color_scheme": "dark"},
        {"viewport": PHONE, "color_scheme": "light"},
        {"viewport": PHONE, "color_scheme": "dark", "speaks": "ar"},
        {"viewport": SMALL, "color_scheme": "light", "speaks": "es"},
    ]
    for look in looks:
        page = await arrive(ada, **look)
        await check_every_step(page, room_id)
        await page.context.close()


async def test_by_keyboard_alone_one_enters_mutes_and_leaves(
    arrive: Arrive, ada: Person, room_id: UUID
) -> None:
    page = await arrive(ada, viewport=WIDE)
    await page.goto(f"/rooms/{room_id}/join")
    await page.locator("[data-part=acknowledged]").focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    await page.locator("[data-part=call]").wait_for()
    focused = "document.activeElement.dataset.act"
    assert await page.evaluate(focused) == "microphone"
    await page.keyboard.press("Space")
    assert await page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "false"
    for _ in range(3):
        await page.keyboard.press("Tab")
    assert await page.evaluate(focused) == "leave"
    await page.keyboard.press("Enter")
    await page.locator("[data-part=out]").wait_for()
