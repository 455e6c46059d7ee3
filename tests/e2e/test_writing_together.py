"""The page on which authors write together, in Chromium, against the web process as it runs."""

import os
import re
import signal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import func, select

from cases import service
from core.db import Sessions, transaction
from identity.guards import cookie_name
from identity.models import Person
from identity.sessions import open_session
from realtime.models import DocumentUpdate
from tests.cases.conftest import start, viewing
from tests.e2e.conftest import Arrive, House
from tests.web.axe import assert_accessible

PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}


@pytest.fixture
async def shared(sessions: Sessions, ada: Person, ben: Person) -> UUID:
    """Ada's draft, of which Ben is an author too."""
    case_id = await start(sessions, ada, None)
    async with transaction(sessions) as session:
        await service.invite_author(session, viewer=viewing(ada), case_id=case_id, person_id=ben.id)
        await service.answer_invitation(session, viewer=viewing(ben), case_id=case_id, accept=True)
    return case_id


async def sit_down(page: Page, case_id: UUID) -> Page:
    await page.goto(f"/cases/{case_id}/document")
    await expect(page.locator(".doc-state")).to_contain_text("All changes are saved")
    return page


def section(page: Page, label: str) -> Any:
    return page.get_by_role("textbox", name=label, exact=True)


async def abstract(sessions: Sessions, ada: Person, case_id: UUID) -> str:
    async with transaction(sessions) as session:
        mine = await service.write_up(session, viewer=viewing(ada), case_id=case_id)
    return mine.sections["abstract"].body


async def assert_usable(page: Page) -> None:
    """In a window so high that no bar that stays in place covers a part of a button."""
    high = await page.evaluate("document.documentElement.scrollHeight")
    await page.set_viewport_size({"width": await page.evaluate("innerWidth"), "height": high + 200})
    await assert_accessible(page)


async def shoot(page: Page, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
async def test_two_authors_see_each_others_words_and_carets(  # noqa: PLR0917
    arrive: Arrive, sessions: Sessions, shared: UUID, ada: Person, ben: Person, size: Any
) -> None:
    one = await sit_down(await arrive(ada, viewport=size), shared)
    other = await sit_down(await arrive(ben, viewport=size), shared)
    await section(one, "Abstract").click()
    await one.keyboard.type("A man of 60 fainted. ")
    await expect(section(other, "Abstract")).to_contain_text("A man of 60 fainted.")
    await expect(other.get_by_role("list", name="Here now")).to_contain_text(ada.name)
    await expect(other.locator(f".caret[data-name='{ada.name}']")).to_be_attached()
    await section(other, "Abstract").click()
    await other.keyboard.press("Control+End")
    await other.keyboard.type("He recovered.")
    await expect(section(one, "Abstract")).to_contain_text("fainted. He recovered.")
    await expect(one.locator(".doc-state")).to_contain_text("All changes are saved")
    await assert_usable(one)
    await shoot(one, f"document-{size['width']}")
    assert await abstract(sessions, ada, shared) == "A man of 60 fainted. He recovered."


async def test_saved_is_said_only_after_the_commit(
    arrive: Arrive, sessions: Sessions, shared: UUID, ada: Person
) -> None:
    page = await sit_down(await arrive(ada), shared)
    async with sessions() as blocker, blocker.begin():
        await service.sharing.hold(blocker, document_id=shared)
        await section(page, "Abstract").click()
        await page.keyboard.type("Held")
        await expect(page.locator(".doc-state")).to_have_text(re.compile("Not saved yet: [1-9]"))
        async with sessions() as reader:
            assert await reader.scalar(select(func.count()).select_from(DocumentUpdate)) == 0
    await expect(page.locator(".doc-state")).to_contain_text("All changes are saved")
    assert await abstract(sessions, ada, shared) == "Held"


async def test_what_is_written_offline_is_kept_over_a_reload_and_merges(
    arrive: Arrive, sessions: Sessions, shared: UUID, ada: Person, ben: Person
) -> None:
    one = await sit_down(await arrive(ada), shared)
    other = await sit_down(await arrive(ben), shared)
    await section(one, "Abstract").click()
    await one.keyboard.type("Together. ")
    await expect(section(other, "Abstract")).to_contain_text("Together.")
    await one.context.set_offline(True)
    await one.keyboard.type("Offline. ")
    await expect(one.locator(".doc-state")).to_contain_text("Offline. Kept on this device:")
    await section(other, "Abstract").click()
    await other.keyboard.press("Control+Home")
    await other.keyboard.type("Online. ")
    await expect(other.locator(".doc-state")).to_contain_text("All changes are saved")
    assert "Offline" not in await abstract(sessions, ada, shared)
    await one.context.set_offline(False)
    await one.reload()
    await expect(one.locator(".doc-state")).to_contain_text("All changes are saved")
    for page in (one, other):
        await expect(section(page, "Abstract")).to_have_text("Online. Together. Offline. ")
    assert await abstract(sessions, ada, shared) == "Online. Together. Offline."


async def test_a_reload_keeps_everything_and_writes_nothing_again(
    arrive: Arrive, sessions: Sessions, shared: UUID, ada: Person
) -> None:
    page = await sit_down(await arrive(ada), shared)
    await section(page, "Discussion").click()
    await page.keyboard.type("Kept")
    await expect(page.locator(".doc-state")).to_contain_text("All changes are saved")
    async with sessions() as reader:
        stored = await reader.scalar(select(func.count()).select_from(DocumentUpdate))
    await sit_down(page, shared)
    await expect(section(page, "Discussion")).to_have_text("Kept")
    async with sessions() as reader:
        assert await reader.scalar(select(func.count()).select_from(DocumentUpdate)) == stored


async def test_the_form_and_the_page_show_the_same_text(
    arrive: Arrive, sessions: Sessions, shared: UUID, ada: Person, ben: Person
) -> None:
    page = await sit_down(await arrive(ada), shared)
    await section(page, "Abstract").click()
    await page.keyboard.type("From the page.")
    await expect(page.locator(".doc-state")).to_contain_text("All changes are saved")
    form = await arrive(ben)
    await form.goto(f"/cases/{shared}/write/abstract")
    await expect(form.get_by_role("textbox").first).to_have_value("From the page.")
    await form.get_by_role("textbox").first.fill("From the page, and the form.")
    await form.get_by_role("button", name="Save").first.click()
    await expect(section(page, "Abstract")).to_have_text("From the page, and the form.")


async def test_undo_takes_back_only_ones_own_words(
    arrive: Arrive, shared: UUID, ada: Person, ben: Person
) -> None:
    one = await sit_down(await arrive(ada), shared)
    other = await sit_down(await arrive(ben), shared)
    await section(one, "Abstract").click()
    await one.keyboard.type("Mine.")
    await expect(section(other, "Abstract")).to_contain_text("Mine.")
    await section(other, "Abstract").click()
    await other.keyboard.press("Control+End")
    await other.keyboard.type(" Yours.")
    await expect(section(one, "Abstract")).to_contain_text("Yours.")
    await one.keyboard.press("Control+z")
    await expect(section(one, "Abstract")).to_have_text(" Yours.")


async def test_whoever_is_invited_reads_and_cannot_type(
    arrive: Arrive, sessions: Sessions, ada: Person, ben: Person
) -> None:
    case_id = await start(sessions, ada, None)
    async with transaction(sessions) as session:
        await service.invite_author(session, viewer=viewing(ada), case_id=case_id, person_id=ben.id)
    page = await arrive(ben)
    await page.goto(f"/cases/{case_id}/document")
    await expect(page.locator(".doc-state")).to_contain_text("You can read this, not write")
    await expect(page.locator(".cm-content[contenteditable=true]")).to_have_count(0)


async def test_copies_on_the_device_go_when_one_signs_out(arrive: Arrive, shared: UUID, ada: Person) -> None:
    page = await sit_down(await arrive(ada), shared)
    await section(page, "Abstract").click()
    await page.keyboard.type("On this device")
    await expect(page.locator(".doc-state")).to_contain_text("All changes are saved")
    kept = "async () => (await indexedDB.databases()).map((one) => one.name)"
    assert len(await page.evaluate(kept)) == 1
    await page.goto("/account")
    await page.locator('form[action="/sign-out"]').first.evaluate("form => form.requestSubmit()")
    await page.wait_for_url(lambda url: "/account" not in url)
    assert await page.evaluate(kept) == []
    assert await page.evaluate("() => Object.keys(localStorage).filter((k) => k.includes('document'))") == []


async def test_it_reads_from_right_to_left_in_arabic(arrive: Arrive, shared: UUID, ada: Person) -> None:
    page = await arrive(ada, viewport=PHONE, speaks="ar")
    await page.goto(f"/cases/{shared}/document")
    await expect(page.locator(".doc-state[data-state=saved]")).to_be_visible()
    await assert_usable(page)
    await shoot(page, "document-ar")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_nobodys_words_are_stored_under_another_name(  # noqa: PLR0917
    arrive: Arrive, house: House, sessions: Sessions, shared: UUID, ada: Person, ben: Person
) -> None:
    """Ben signs in on the computer on which a page of Ada's is still open."""
    page = await sit_down(await arrive(ada), shared)
    await page.context.set_offline(True)
    await section(page, "Abstract").click()
    await page.keyboard.type("By Ada.")
    async with sessions() as session, session.begin():
        token = await open_session(session, person_id=ben.id)
    await page.context.add_cookies([{"name": cookie_name(https=False), "value": token, "url": house.origin}])
    await page.context.set_offline(False)
    await expect(page.locator("#main")).to_contain_text("Somebody else signed in on this device.")
    await expect(page.get_by_role("link", name="Download the text as it is here")).to_be_visible()
    assert await abstract(sessions, ada, shared) == ""


async def test_a_browser_that_keeps_nothing_works_and_does_not_say_that_it_keeps(
    arrive: Arrive, shared: UUID, ada: Person
) -> None:
    page = await arrive(ada)
    await page.add_init_script("IDBFactory.prototype.open = () => { throw new Error('no room'); }")
    await sit_down(page, shared)
    await section(page, "Abstract").click()
    await page.keyboard.type("Saved.")
    await expect(page.locator(".doc-state")).to_contain_text("All changes are saved")
    await sit_down(page, shared)
    await expect(section(page, "Abstract")).to_have_text("Saved.")
    await page.context.set_offline(True)
    await section(page, "Abstract").click()
    await page.keyboard.type("Not kept.")
    await expect(page.locator(".doc-state")).to_contain_text("not kept on this device")
    await expect(page.get_by_role("link", name="Download the text as it is here")).to_be_visible()


async def test_a_copy_that_fails_in_the_middle_does_not_stop_saving(
    arrive: Arrive, sessions: Sessions, shared: UUID, ada: Person
) -> None:
    page = await sit_down(await arrive(ada), shared)
    await page.evaluate("() => { IDBDatabase.prototype.transaction = () => { throw new Error('closed'); } }")
    await section(page, "Abstract").click()
    await page.keyboard.type("Still saved.")
    await expect(page.locator(".doc-state")).to_contain_text("All changes are saved")
    assert await abstract(sessions, ada, shared) == "Still saved."


async def test_a_service_that_is_killed_loses_nothing_that_was_saved(  # noqa: PLR0917
    arrive: Arrive, house: House, sessions: Sessions, shared: UUID, ada: Person, ben: Person
) -> None:
    one = await sit_down(await arrive(ada), shared)
    other = await sit_down(await arrive(ben), shared)
    await section(one, "Abstract").click()
    await one.keyboard.type("Before. ")
    await expect(section(other, "Abstract")).to_contain_text("Before.")
    house.end(signal.SIGKILL)
    await one.keyboard.type("Meanwhile. ")
    await expect(one.locator(".doc-state")).to_contain_text("Offline. Kept on this device:")
    house.start()
    await expect(section(other, "Abstract")).to_have_text("Before. Meanwhile. ", timeout=30_000)
    await expect(one.locator(".doc-state")).to_contain_text("All changes are saved")
    assert await abstract(sessions, ada, shared) == "Before. Meanwhile."


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
async def test_who_wrote_what_is_shown_in_colours_and_in_words(
    arrive: Arrive, shared: UUID, ada: Person, ben: Person, size: Any
) -> None:
    one = await sit_down(await arrive(ada), shared)
    other = await sit_down(await arrive(ben, viewport=size), shared)
    await section(one, "Abstract").click()
    await one.keyboard.type("A man fainted. ")
    await expect(section(other, "Abstract")).to_contain_text("A man fainted.")
    await section(other, "Abstract").click()
    await other.keyboard.press("Control+End")
    await other.keyboard.type("He is well now.")
    await expect(other.locator(".doc-state")).to_contain_text("All changes are saved")
    shown = other.get_by_role("button", name="Who wrote what")
    await shown.click()
    await expect(other.locator(".wrote")).to_have_text(["A man fainted. ", "He is well now."])
    await expect(other.locator(".wrote").first).to_have_attribute("title", ada.name)
    words = other.locator("[data-section=abstract] .doc-words")
    await expect(words).to_contain_text(f"{ada.name} 50%")
    await expect(words).to_contain_text(f"{ben.name} 50%")
    await shoot(other, f"writers-{size['width']}")
    await assert_usable(other)
    await shown.click()
    await expect(other.locator(".wrote")).to_have_count(0)
