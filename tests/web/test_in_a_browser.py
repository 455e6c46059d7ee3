"""The frame and the components in Chromium: wide and narrow, light and dark, in both directions of script."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from identity.models import Person
from tests.browsing import Browse
from tests.web.axe import assert_accessible

PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}


def complaints(page: Page) -> list[str]:
    return page.complaints  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("locale", ["en-GB", "ar"])
async def test_every_component_is_accessible(browse: Browse, size: Any, scheme: str, locale: str) -> None:
    page = await browse(viewport=size, color_scheme=scheme, locale=locale)
    await page.goto("/styleguide?errors=1")
    await assert_accessible(page)
    assert complaints(page) == []


@pytest.mark.parametrize("path", ["/", "/preferences", "/no/such/page"])
async def test_the_pages_of_the_frame_are_accessible(browse: Browse, ada: Person, path: str) -> None:
    page = await browse(ada, viewport=PHONE)
    await page.goto(path)
    await assert_accessible(page)


@pytest.mark.parametrize("locale", ["en-GB", "es", "ar"])
async def test_nothing_is_wider_than_the_smallest_phone(browse: Browse, ada: Person, locale: str) -> None:
    page = await browse(ada, viewport={"width": 320, "height": 640}, locale=locale)
    await page.goto("/styleguide?errors=1")
    assert await page.evaluate("document.documentElement.scrollWidth") == 320


async def test_nothing_overflows_when_text_is_twice_as_large(browse: Browse) -> None:
    page = await browse(viewport={"width": 640, "height": 800})
    await page.goto("/styleguide")
    await page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert await page.evaluate("document.documentElement.scrollWidth") == 640


async def test_the_page_is_whole_without_script(browse: Browse) -> None:
    page = await browse(java_script_enabled=False)
    await page.goto("/styleguide")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Cardiology")
    await page.get_by_text("Report", exact=True).click()
    await expect(page.get_by_text("What is wrong with it?")).to_be_visible()


async def test_the_first_tab_stop_skips_to_the_content(browse: Browse) -> None:
    page = await browse()
    await page.goto("/")
    await page.keyboard.press("Tab")
    await expect(page.get_by_text("Skip to the content")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#main")).to_be_focused()


async def test_a_refused_form_takes_the_focus_to_its_summary(browse: Browse) -> None:
    page = await browse()
    await page.goto("/styleguide?errors=1")
    await expect(page.locator(".error-summary")).to_be_focused()
    await page.get_by_role("link", name="Title: Fill this in.").click()
    await expect(page.get_by_label("Title")).to_be_focused()


async def test_the_theme_changes_at_once_and_stays(browse: Browse, ada: Person) -> None:
    page = await browse(ada)
    await page.goto("/styleguide")
    await page.get_by_text("Your menu").locator("..").click()
    async with page.expect_response("**/preferences"):
        await page.get_by_role("button", name="Dark").click()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert await page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


async def test_a_menu_closes_with_escape_and_gives_the_focus_back(browse: Browse, ada: Person) -> None:
    page = await browse(ada)
    await page.goto("/")
    summary = page.locator(".self summary")
    await summary.click()
    await expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    await expect(summary).to_be_focused()


async def test_what_the_bar_of_a_phone_has_no_room_for_is_under_more(browse: Browse, mia: Person) -> None:
    page = await browse(mia, viewport=PHONE)
    await page.goto("/")
    await page.locator(".dock summary").click()
    link = page.locator(".dock .menu-panel a").first
    await expect(link).to_be_in_viewport()
    await assert_accessible(page)


async def test_a_link_that_is_hovered_is_fetched_ahead(browse: Browse) -> None:
    page = await browse()
    await page.goto("/styleguide")
    await page.get_by_role("link", name="Persistent troponin").hover()
    await expect(page.locator("link[rel=prefetch]")).to_have_count(1)
    assert complaints(page) == []


async def test_a_draft_survives_leaving_and_is_gone_when_discarded(browse: Browse, ada: Person) -> None:
    page = await browse(ada)
    await page.goto("/styleguide")
    await page.get_by_label("Text").fill("A man of 60 with syncope")
    await expect(page.locator(".draft-state")).to_contain_text("Draft saved on this device")
    await page.goto("/")
    await page.goto("/styleguide")
    await expect(page.get_by_label("Text")).to_have_value("A man of 60 with syncope")
    await expect(page.locator(".draft-state")).to_contain_text("Your draft is back.")
    await expect(page.locator("#live")).to_have_text("Your draft is back.")
    await page.get_by_role("button", name="Discard the draft").click()
    await page.reload()
    await expect(page.get_by_label("Text")).to_have_value("A 34-year-old woman with chest pain …")


async def test_a_guest_leaves_no_draft_behind(browse: Browse) -> None:
    page = await browse()
    await page.goto("/styleguide")
    await page.get_by_label("Text").fill("A man of 60 with syncope")
    await page.wait_for_timeout(700)
    assert await page.evaluate("Object.keys(localStorage).length") == 0


async def test_signing_out_asks_and_removes_drafts(browse: Browse, ada: Person) -> None:
    page = await browse(ada)
    asked: list[str] = []

    async def agree(dialog: Any) -> None:
        asked.append(dialog.message)
        await dialog.accept()

    page.on("dialog", agree)
    await page.goto("/styleguide")
    await page.get_by_label("Text").fill("A man of 60 with syncope")
    await expect(page.locator(".draft-state")).to_contain_text("Draft saved")
    await page.locator(".self summary").click()
    await page.get_by_role("button", name="Sign out").click()
    await page.wait_for_load_state()
    assert asked == ["Signing out removes the drafts kept on this device. Sign out?"]
    assert await page.evaluate("Object.keys(localStorage).length") == 0


async def test_shortcuts_work_are_listed_and_can_be_switched_off(browse: Browse, ada: Person) -> None:
    page = await browse(ada)
    await page.goto("/styleguide")
    await page.keyboard.press("j")
    await expect(page.get_by_role("link", name="Persistent troponin")).to_be_focused()
    await page.keyboard.press("j")
    await expect(page.get_by_role("link", name="Which anticoagulant")).to_be_focused()
    await page.keyboard.press("k")
    await expect(page.get_by_role("link", name="Persistent troponin")).to_be_focused()
    await page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    await expect(dialog).to_contain_text("New thread")
    await expect(dialog).to_contain_text("Go to Home")
    await assert_accessible(page)
    await dialog.get_by_label("Shortcuts of one key are on").uncheck()
    await page.keyboard.press("Escape")
    await page.get_by_role("heading", level=1).click()
    await page.keyboard.press("g")
    await page.keyboard.press("h")
    assert page.url.endswith("/styleguide")


async def test_g_and_a_letter_go_to_a_section(browse: Browse, ada: Person) -> None:
    page = await browse(ada)
    await page.goto("/styleguide")
    await page.keyboard.press("g")
    async with page.expect_navigation(url="**/"):
        await page.keyboard.press("h")


async def test_letters_typed_into_a_field_are_letters(browse: Browse, ada: Person) -> None:
    page = await browse(ada)
    await page.goto("/styleguide")
    await page.get_by_label("Title").press_sequentially("gh?")
    await expect(page.get_by_label("Title")).to_have_value("gh?")


async def test_times_are_retold_in_the_zone_of_the_reader(browse: Browse) -> None:
    page = await browse(timezone_id="Asia/Kolkata")
    await page.goto("/styleguide")
    moment = page.locator("time[data-time=moment]").first
    await expect(moment).not_to_contain_text("UTC")


async def test_a_page_asks_nobody_else_for_anything(browse: Browse) -> None:
    page = await browse()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto("/styleguide")
    await page.wait_for_load_state("networkidle")
    assert asked
    assert [url for url in asked if not url.startswith("http://testserver/")] == []
