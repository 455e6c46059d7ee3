"""The pages of cases in Chromium: on a phone and wide, right to left, judged by axe, used by hand."""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Page, expect

from cases import service
from cases.schemas import ConsentWithdrawal
from core.db import Sessions, transaction
from core.policy import Role
from identity.models import Person
from tests.browsing import Browse
from tests.cases.conftest import ask, start, viewing
from tests.conftest import someone
from tests.web.axe import assert_accessible

PHONE = {"width": 390, "height": 6000}  # tall: what the dock covers is out of reach only until one scrolls
WIDE = {"width": 1280, "height": 900}


async def judge(page: Page, *paths: str) -> None:
    """Nothing that axe finds, nothing the browser complains of, nothing wider than the screen."""
    for path in paths:
        answer = await page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        await assert_accessible(page)
        wider = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, (path, wider)
    assert page.complaints == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(("size", "locale"), [(PHONE, "en-GB"), (WIDE, "ar")], ids=["phone", "wide-ar"])
async def test_public_pages_are_accessible(browse: Browse, published: UUID, size: Any, locale: str) -> None:
    page = await browse(viewport=size, locale=locale)
    await judge(page, "/cases", f"/cases/{published}", f"/cases/{published}/versions/1")
    await shoot(page, "published", size)


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
async def test_the_pages_of_authors_are_accessible(
    browse: Browse,
    sessions: Sessions,
    ada: Person,
    ben: Person,
    size: Any,
) -> None:
    case_id = await start(sessions, ada, None)
    async with transaction(sessions) as session:
        await service.invite_author(session, viewer=viewing(ada), case_id=case_id, person_id=ben.id)
    page = await browse(ada, viewport=size)
    base = f"/cases/{case_id}"
    await judge(page, "/cases/mine", "/cases/new", f"{base}/write", f"{base}/write/abstract")
    await judge(page, f"{base}/write/title/history", f"{base}/write/consent")
    await judge(page, f"{base}/authors?q=ben", f"{base}/authors?q=mia", f"{base}/submit")


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
async def test_the_pages_of_editors_and_reviewers_are_accessible(  # noqa: PLR0917
    browse: Browse,
    sessions: Sessions,
    submitted: UUID,
    ed: Person,
    rex: Person,
    size: Any,
) -> None:
    review_id = await ask(sessions, submitted, ed, rex)
    editor = await browse(ed, viewport=size)
    await judge(editor, "/cases/desk", f"/cases/{submitted}/editorial?q=a")
    reviewer = await browse(rex, viewport=size)
    await judge(reviewer, "/reviews", f"/reviews/{review_id}")
    await reviewer.get_by_role("button", name="Accept").click()
    await judge(reviewer, f"/reviews/{review_id}")


async def test_a_draft_on_the_device_still_knows_where_it_began(
    browse: Browse,
    sessions: Sessions,
    ada: Person,
) -> None:
    case_id = await start(sessions, ada, None)
    page = await browse(ada)
    await page.goto(f"/cases/{case_id}/write/abstract")
    await page.get_by_label("Text").fill("Typed on this device")
    await page.wait_for_selector("form[data-kept]")
    async with transaction(sessions) as session:
        await service.save_section(
            session, viewer=viewing(ada), case_id=case_id, key="abstract", body="Saved elsewhere", version=0
        )
    await page.goto(f"/cases/{case_id}/write/abstract")
    await expect(page.get_by_label("Text")).to_have_value("Typed on this device")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("Somebody saved this section")
    await expect(page.locator(".case-pair")).to_contain_text("Saved elsewhere")


async def test_a_section_is_saved_by_keyboard_and_says_so(
    browse: Browse,
    sessions: Sessions,
    ada: Person,
) -> None:
    case_id = await start(sessions, ada, None)
    page = await browse(ada)
    await page.goto(f"/cases/{case_id}/write/keywords")
    await page.get_by_label("Text").fill("one, two")
    await page.keyboard.press("Enter")
    await expect(page.locator(".case-saved")).to_contain_text("Version 1")


@pytest.mark.parametrize(("size", "locale"), [(PHONE, "en-GB"), (WIDE, "ar")], ids=["phone", "wide-ar"])
async def test_the_pages_of_consent_are_accessible(  # noqa: PLR0917
    browse: Browse,
    sessions: Sessions,
    published: UUID,
    ada: Person,
    size: Any,
    locale: str,
    do_jobs: Callable[[], Awaitable[int]],
) -> None:
    author = await browse(ada, viewport=size, locale=locale)
    await judge(author, f"/cases/{published}/consent", f"/cases/{published}/write/consent")
    gone = ConsentWithdrawal(reason="Told by telephone.", sure=True)
    async with transaction(sessions) as session:
        await service.withdraw_consent(session, viewer=viewing(ada), case_id=published, draft=gone)
    await do_jobs()
    await judge(author, f"/cases/{published}/consent")
    guest = await browse(viewport=size, locale=locale)
    answer = await guest.goto(f"/cases/{published}")
    assert answer is not None
    assert answer.status == 410
    await assert_accessible(guest)


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
async def test_a_second_editor_lets_a_colleague_review(  # noqa: PLR0917
    browse: Browse, sessions: Sessions, submitted: UUID, ada: Person, ed: Person, rex: Person, size: Any
) -> None:
    sara = await someone(sessions, "Sara Second", Role.VERIFIED_CLINICIAN, Role.EDITOR)
    async with transaction(sessions) as session:
        for person in (ada, rex):
            mine = await session.get_one(Person, person.id)
            mine.affiliation, mine.specialty = "Harbour Hospital", "cardiology"
    page = await browse(ed, viewport=size)
    await page.goto(f"/cases/{submitted}/editorial")
    await page.get_by_role("button", name="Suggest reviewers").click()
    await expect(page.get_by_role("heading", name="Suggested by topic")).to_be_visible()
    await expect(page.get_by_text("works where an author works")).to_be_visible()
    await page.get_by_text("Ask a second editor").click()
    await page.get_by_label("Why Rex Abernathy all the same?").fill("Short")
    await page.get_by_role("button", name="Send it to the other editors").click()
    await expect(page.get_by_label("Why Rex Abernathy all the same?")).to_have_value("Short")
    await page.get_by_label("Why Rex Abernathy all the same?").fill("Nobody else knows this disease.")
    await assert_accessible(page)
    await shoot(page, "editorial", size)
    await page.get_by_role("button", name="Send it to the other editors").click()
    await expect(page.get_by_text("Another editor decides this.")).to_be_visible()
    other = await browse(sara, viewport=size)
    await other.goto(f"/cases/{submitted}/editorial")
    await expect(other.get_by_text("Nobody else knows this disease.")).to_be_visible()
    await judge(other, f"/cases/{submitted}/editorial")
    await shoot(other, "editorial-second", size)
    await other.get_by_role("button", name="Allow it and ask").click()
    await expect(other.get_by_role("region", name="Reviewer A")).to_be_visible()


async def shoot(page: Page, name: str, size: dict[str, int]) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}-{size['width']}.png", full_page=True)
