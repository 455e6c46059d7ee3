"""From the upload to the second look, by hand: by pointer, by keyboard, on a phone, without script."""

import os
from collections.abc import Awaitable, Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from playwright.async_api import Page, expect
from sqlalchemy import update

from core.db import Sessions, transaction
from files.store import Shelf
from identity.models import Person
from tests.browsing import Browse
from tests.cases.test_in_a_browser import judge
from tests.files import making
from tests.files.conftest import add, hand_on
from tests.web.axe import assert_accessible

PHONE: Any = {"width": 390, "height": 6000}  # tall, as in tests.cases.test_in_a_browser
WIDE: Any = {"width": 1280, "height": 900}
DoJobs = Callable[[], Awaitable[int]]


async def shoot(page: Page, name: str, size: Any) -> None:
    if folder := os.environ.get("SHOTS"):
        shot = Path(folder) / f"figures-{name}-{size['width']}.png"
        await page.screenshot(path=shot, full_page=True)


async def pixels(page: Page) -> Image.Image:
    """Of the picture on the page in full."""
    source = await page.locator(".fig-stage img").first.get_attribute("src")
    sent = await page.evaluate(
        "async (s) => [...new Uint8Array(await (await fetch(s)).arrayBuffer())]", source
    )
    return Image.open(BytesIO(bytes(sent))).convert("RGB")


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
async def test_a_picture_is_sent_blackened_and_looked_at(  # noqa: PLR0917
    browse: Browse, case_id: UUID, ada: Person, ben: Person, size: Any, do_jobs: DoJobs
) -> None:
    page = await browse(ada, viewport=size)
    base = f"/cases/{case_id}/figures"
    await judge(page, f"/cases/{case_id}/write", base)
    data = making.png(text="SMITH 12.03.1961")
    sent: Any = {"name": "Smith_John_1961.png", "mimeType": "image/png", "buffer": data}
    await page.get_by_label("File").set_input_files(sent)
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_role("heading", name="Figure 1")).to_be_visible()
    await shoot(page, "list", size)
    await assert_accessible(page)
    assert "Smith" not in await page.content()

    await page.get_by_role("link", name="Look and blacken").click()
    await expect(page.get_by_label("1: looks like writing")).to_be_visible()
    assert (await pixels(page)).getpixel((40, 30)) != (0, 0, 0)
    await page.get_by_label("1: looks like writing").check()
    stage = page.locator(".fig-stage svg")
    box = await stage.bounding_box()
    assert box is not None
    scale = box["width"] / 640
    await page.mouse.move(box["x"] + 400 * scale, box["y"] + 300 * scale)
    await page.mouse.down()
    await page.mouse.move(box["x"] + 500 * scale, box["y"] + 400 * scale, steps=4)
    await page.mouse.up()
    await page.get_by_role("button", name="Add a rectangle").click()
    for _ in range(60):
        await page.keyboard.press("ArrowLeft")
    await shoot(page, "blacken", size)
    await assert_accessible(page)
    await page.get_by_role("button", name="Blacken for good").click()
    await expect(page.get_by_text("The picture as it was is deleted.")).to_be_visible()
    done = await pixels(page)
    assert [done.getpixel(at) for at in ((40, 30), (450, 350), (60, 240))] == [(0, 0, 0)] * 3
    assert done.getpixel((600, 60)) != (0, 0, 0)
    await expect(page.get_by_label("1: looks like writing")).to_have_count(0)

    await page.goto(base)
    await page.get_by_label("Caption").fill("The tracing at night")
    await page.get_by_label("What is seen").fill("A tracing with tall waves")
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_role("button", name="Hand on to a second clinician").click()
    await expect(page.get_by_role("alert")).to_contain_text("Say that you looked at every picture")
    await page.get_by_label("I looked at every picture").check()
    await page.get_by_role("button", name="Hand on to a second clinician").click()
    await expect(page.get_by_text("Waits for a second clinician")).to_be_visible()
    [said] = page.complaints  # type: ignore[attr-defined]
    assert "422" in said  # of the form that was refused, which is meant to be

    looker = await browse(ben, viewport=size)
    await judge(looker, "/looks")
    await looker.get_by_role("button", name="Take a look").click()
    await expect(looker.get_by_role("heading", name="Second look")).to_be_visible()
    assert (await pixels(looker)).getpixel((40, 30)) == (0, 0, 0)
    await shoot(looker, "look", size)
    await assert_accessible(looker)
    for word in ("Ada", "Chest pain", "tracing", "marathon"):
        assert word not in await looker.locator("main").inner_text()
    await looker.get_by_role("button", name="Send it back").click()
    await expect(looker.get_by_role("alert")).to_contain_text("Say what has to be changed")
    await looker.get_by_role("button", name="Nobody can be recognised").click()
    await expect(looker.get_by_text("Nothing waits for a second look.")).to_be_visible()

    await do_jobs()
    await page.goto(base)
    await expect(page.get_by_text("A second clinician has looked at it")).to_be_visible()
    await page.goto("/inbox")
    await expect(page.locator("main")).to_contain_text("A second clinician has looked at a figure of yours")
    await page.goto(f"/cases/{case_id}/submit")
    await expect(page.locator("main")).to_contain_text("Everything is there.")


async def test_without_script_rectangles_are_numbers(
    browse: Browse, case_id: UUID, file_id: UUID, ada: Person
) -> None:
    page = await browse(ada, viewport=PHONE, java_script_enabled=False)
    await page.goto(f"/cases/{case_id}/figures/{file_id}/pictures/1")
    await expect(page.get_by_role("button", name="Add a rectangle")).to_have_count(0)
    rows = page.locator(".fig-rows li")
    for name, value in (("x", "0"), ("y", "0"), ("width", "many"), ("height", "60")):
        await rows.first.locator(f"input[name={name}]").fill(value)
    await page.get_by_role("button", name="Blacken for good").click()
    await expect(page.get_by_role("alert")).to_contain_text("Give four whole numbers")
    await expect(rows.first.locator("input[name=width]")).to_have_value("many")
    await rows.first.locator("input[name=width]").fill("400")
    await page.get_by_role("button", name="Blacken for good").click()
    await page.goto(f"/cases/{case_id}/figures")
    await expect(page.locator("main")).to_contain_text("1 rectangle blackened")


async def test_it_reads_from_right_to_left(
    *, browse: Browse, sessions: Sessions, shelf: Shelf, case_id: UUID, file_id: UUID, ada: Person
) -> None:
    other = await add(sessions, shelf, case_id, ada, making.pdf())
    await hand_on(sessions, file_id, ada)
    async with transaction(sessions) as session:
        await session.execute(update(Person).where(Person.id == ada.id).values(locale="ar"))
    page = await browse(ada, viewport=PHONE)
    base = f"/cases/{case_id}/figures"
    await judge(page, base, f"{base}/{other}/pictures/1", f"{base}/{file_id}/pictures/1")
    assert await page.evaluate("document.documentElement.dir") == "rtl"


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
async def test_everybody_sees_the_published_figure(  # noqa: PLR0917
    browse: Browse, published: UUID, ed: Person, rex: Person, size: Any, do_jobs: DoJobs
) -> None:
    await do_jobs()
    guest = await browse(viewport=size)
    await judge(guest, f"/cases/{published}")
    picture = guest.get_by_role("img", name="A tracing with tall waves")
    await picture.scroll_into_view_if_needed()
    await expect(picture).to_have_js_property("complete", value=True)
    assert await picture.evaluate("image => image.naturalWidth") == 640
    await shoot(guest, "published", size)
    for person, path in ((ed, f"/cases/{published}/editorial"), (rex, "/reviews")):
        page = await browse(person, viewport=size)
        await page.goto(path)
        if person is rex:
            await page.get_by_role("link", name="Chest pain in a marathon runner").click()
        shown = page.get_by_role("img", name="A tracing with tall waves")
        await shown.scroll_into_view_if_needed()
        await expect(shown).to_have_js_property("complete", value=True)
        assert await shown.evaluate("image => image.naturalWidth") == 640
