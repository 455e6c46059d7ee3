"""The pages of rooms for everybody: axe in two directions of script, on a phone and on a desk."""

from typing import Any
from uuid import UUID

import pytest

from identity.models import Person
from tests.e2e.conftest import Arrive
from tests.e2e.test_room import enter
from tests.web.axe import assert_accessible

PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
async def test_every_step_is_accessible(
    arrive: Arrive, ada: Person, room_id: UUID, size: Any, scheme: str
) -> None:
    page = await arrive(ada, viewport=size, color_scheme=scheme)
    for path in ("/conferences", "/conferences/new", f"/rooms/{room_id}", f"/rooms/{room_id}/join"):
        await page.goto(path)
        await assert_accessible(page)
    await enter(page, room_id)
    await page.get_by_label("Message to everybody").wait_for(state="attached")
    await assert_accessible(page)
    if size is PHONE:
        await page.locator(".control[data-act=panel]").click()
        await assert_accessible(page)
        await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Leave").click()
    await assert_accessible(page)


@pytest.mark.parametrize("locale", ["en-GB", "es", "ar"])
async def test_nothing_is_wider_than_a_small_phone(
    arrive: Arrive, ada: Person, room_id: UUID, locale: str
) -> None:
    page = await arrive(ada, viewport={"width": 320, "height": 640}, locale=locale)
    for path in ("/conferences", "/conferences/new", f"/rooms/{room_id}", f"/rooms/{room_id}/join"):
        await page.goto(path)
        assert await page.evaluate("document.documentElement.scrollWidth") == 320, path
    await page.locator("[data-part=acknowledged]").check()
    await page.locator("[data-part=enter]").click()
    await page.locator("[data-part=call]").wait_for()
    assert await page.evaluate("document.documentElement.scrollWidth") == 320


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
