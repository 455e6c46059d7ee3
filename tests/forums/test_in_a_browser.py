"""The pages in Chromium: read by axe, on a wide screen and on the smallest phone."""

import contextlib
import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Error, expect
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Sessions
from core.policy import Role
from forums import service
from forums.schemas import BoardView, Placed
from identity.models import Person
from inbox import service as inbox
from tests.browsing import Browse
from tests.conftest import someone
from tests.forums.conftest import MakeBoard, Say, clinician, viewer
from tests.web.axe import assert_accessible

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 12_000}  # so high that the bar at the foot covers nothing
BODY = """Three days of fever after a trip to the coast. **CRP 120**, platelets 90.

> Have you seen the film?

| day | temperature |
| --- | --- |
| 1 | 38.9 |
| 2 | 39.4 |

- doxycycline?
- wait for the film?
"""


@pytest.fixture
async def lively(
    *,
    session: AsyncSession,
    make_board: MakeBoard,
    board: BoardView,
    thread: Placed,
    say: Say,
    ada: Person,
    ben: Person,
    mia: Person,
) -> Placed:
    """A thread in which everything has happened."""
    await make_board("arrhythmia", name="Arrhythmia", parent_id=board.id, purpose="Rhythm, and lack of it.")
    answer = await say(ben, BODY, quoted_id=thread.post_id, disclosure="Nothing to disclose")
    held = await say(ada, "Everybody should buy Examplomab.")
    for n in range(52):
        await say(mia, f"Reply {n}")
    await service.edit_post(session, clinician(ben), post_id=answer.post_id, version=1, body=BODY + "\nYes.")
    await service.hold_post(session, post_id=held.post_id, reason="Names a product without need (IN-05).")
    await service.mark_answer(session, clinician(ada), thread_id=thread.thread_id, post_id=answer.post_id)
    moderator = viewer(mia, Role.MODERATOR)
    await service.pin_note(session, moderator, thread_id=thread.thread_id, note="See the *guideline*.")
    for kind in ("case", "discussion", "article"):
        await service.open_thread(
            session,
            clinician(ben),
            board_id=board.id,
            title=f"A {kind} to talk about",
            body="Text",
            kind=kind,
        )
    await inbox.tell(
        session, person_ids=[ada.id], kind="thread.reply", link="/", subject=("thread", thread.thread_id)
    )
    await session.commit()
    return answer


@pytest.mark.parametrize(
    ("size", "locale", "scheme"), [(WIDE, "en", "light"), (PHONE, "ar", "dark")], ids=["wide", "phone"]
)
async def test_the_pages_are_accessible_and_fit(
    *,
    browse: Browse,
    sessions: Sessions,
    thread: Placed,
    lively: Placed,
    ada: Person,
    size: Any,
    locale: str,
    scheme: str,
) -> None:
    async with sessions() as session, session.begin():
        (await session.get_one(Person, ada.id)).locale = locale
    page = await browse(ada, viewport=size, color_scheme=scheme)
    for name, path in {
        "boards": "/boards",
        "board": "/boards/cardiology",
        "new": "/boards/cardiology/new",
        "thread": f"/threads/{thread.thread_id}",
        "quote": f"/threads/{thread.thread_id}?page=2&quote={lively.post_id}",
        "edit": f"/posts/{thread.post_id}/edit",
        "history": f"/posts/{lively.post_id}/history",
        "inbox": "/inbox",
    }.items():
        await page.goto(path)
        if folder := os.environ.get("SCREENSHOTS"):
            file = Path(folder) / f"{name}-{size['width']}-{locale}.png"
            await page.screenshot(path=file, full_page=True)
        await assert_accessible(page)
        wider = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, path


async def test_moderators_pages_are_accessible(
    browse: Browse, thread: Placed, lively: Placed, mia: Person
) -> None:
    page = await browse(mia, viewport=PHONE)
    await page.goto(f"/threads/{thread.thread_id}")
    await expect(page.get_by_text("Names a product without need")).to_be_visible()
    await page.get_by_text("Lock the thread").click()
    await assert_accessible(page)
    await page.get_by_label("Reason, shown to everybody").fill("Settled")
    await page.get_by_role("button", name="Lock it").click()
    await expect(page.get_by_text("nobody can write in it")).to_be_visible()


async def test_boards_are_made_and_opened_to_people_on_a_phone(
    browse: Browse, sessions: Sessions, board: BoardView, ben: Person
) -> None:
    page = await browse(await someone(sessions, "Root Admin", Role.ADMINISTRATOR), viewport=PHONE)
    await page.goto("/boards")
    await page.get_by_role("link", name="Manage boards").click()
    await assert_accessible(page)
    await page.get_by_role("link", name="Create a board").click()
    await page.get_by_label("Name", exact=True).fill("Quiet corner")
    await page.get_by_label("Short name for addresses").fill("quiet")
    await page.get_by_label("Belongs to").select_option(board.name)
    await page.get_by_label("Only people you admit").check()
    await assert_accessible(page)
    await page.get_by_role("button", name="Create it").click()
    await page.get_by_label("Find a person by name").fill("sato")
    await page.get_by_role("button", name="Find").click()
    await page.get_by_role("button", name="Admit Ben Sato").click()
    await expect(page.get_by_role("list", name="Members")).to_contain_text("Ben Sato")
    await assert_accessible(page)
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    if folder := os.environ.get("SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / "office-board.png", full_page=True)


async def test_a_reply_is_written_previewed_and_sent_without_script(
    browse: Browse, thread: Placed, ben: Person
) -> None:
    page = await browse(ben, viewport=PHONE, java_script_enabled=False)
    await page.goto(f"/threads/{thread.thread_id}")
    await page.get_by_label("Text").fill("A **thick** film")
    await page.get_by_role("button", name="Preview").click()
    await expect(page.locator(".preview strong")).to_have_text("thick")
    await page.get_by_role("button", name="Reply").click()
    await expect(page.locator("#p-2 strong")).to_have_text("thick")


async def test_a_draft_survives_leaving_and_is_gone_once_sent(
    browse: Browse, thread: Placed, ben: Person
) -> None:
    page, url = await browse(ben, viewport=PHONE), f"/threads/{thread.thread_id}"
    await page.goto(url)
    await page.get_by_label("Text").fill("Half a thought")
    await expect(page.locator(".draft-state")).to_contain_text("saved")
    await page.goto("/boards")
    await page.goto(url)
    await expect(page.get_by_label("Text")).to_have_value("Half a thought")
    await page.get_by_role("button", name="Reply").click()
    await expect(page.locator("#p-2")).to_contain_text("Half a thought")
    await expect(page.get_by_label("Text")).to_have_value("")


async def test_a_reply_that_never_arrived_comes_back(browse: Browse, thread: Placed, ben: Person) -> None:
    """Sent without a network: the page that comes later is no sign that the server took it."""
    page, url = await browse(ben, viewport=PHONE), f"/threads/{thread.thread_id}"
    await page.goto(url)
    await page.get_by_label("Text").fill("Said in a lift")
    await page.route(lambda address: "page=" in address, lambda route: route.abort("internetdisconnected"))
    with contextlib.suppress(Error):
        await page.get_by_role("button", name="Reply").click()
    await expect(page).to_have_url(re.compile("^chrome-error:"))  # else it would cut off what comes next
    await page.unroute_all()
    await page.goto("/boards")
    await page.goto(url)
    await expect(page.get_by_label("Text")).to_have_value("Said in a lift")


async def test_a_draft_that_was_not_sent_stays_when_another_form_was(
    browse: Browse, thread: Placed, ben: Person
) -> None:
    page, url = await browse(ben, viewport=WIDE), f"/threads/{thread.thread_id}"
    await page.goto(url)
    await page.get_by_label("Text").fill("Half a thought")
    await expect(page.locator(".draft-state")).to_contain_text("saved")
    await page.get_by_role("button", name=re.compile("Follow")).first.click()
    await page.wait_for_load_state()
    await expect(page.get_by_label("Text")).to_have_value("Half a thought")
