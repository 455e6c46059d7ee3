"""Rooms on a bad day: processes die, permissions are denied, people are sent out."""

import asyncio
import os
import signal
from pathlib import Path
from uuid import UUID

from playwright.async_api import expect
from sqlalchemy import select

from core.db import Sessions
from identity.models import Person
from realtime.models import Presence
from tests.api.consilium import descendants
from tests.browser import chromium
from tests.e2e.conftest import Arrive, House, signed_in
from tests.e2e.test_room import enter, sees_and_hears


def workers_of(house: House) -> list[int]:
    assert house.process is not None
    return [
        pid
        for pid in descendants(house.process.pid)
        if b"realtime.sfu.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


async def test_after_kill_9_of_the_media_worker_both_see_each_other_again(
    arrive: Arrive, house: House, ada: Person, ben: Person, room_id: UUID
) -> None:
    at_ada, at_ben = await arrive(ada), await arrive(ben)
    await enter(at_ada, room_id)
    await enter(at_ben, room_id)
    await sees_and_hears(at_ada)
    (worker,) = workers_of(house)
    os.kill(worker, signal.SIGKILL)
    await asyncio.sleep(0.5)
    await sees_and_hears(at_ada)
    await sees_and_hears(at_ben)
    assert workers_of(house) != [worker]
    await expect(at_ada.locator("[data-part=people] li")).to_have_count(2)


async def test_after_kill_9_of_the_service_both_come_back_and_attendance_is_kept(
    *, arrive: Arrive, house: House, ada: Person, ben: Person, room_id: UUID, sessions: Sessions
) -> None:
    at_ada, at_ben = await arrive(ada), await arrive(ben)
    await enter(at_ada, room_id)
    await enter(at_ben, room_id)
    await at_ada.get_by_label("Message to everybody").fill("Before the crash")
    await at_ada.keyboard.press("Enter")
    await expect(at_ben.locator("[data-part=chat]")).to_contain_text("Before the crash")
    house.end(signal.SIGKILL)
    state = at_ada.locator("[data-part=state]")
    await expect(state).to_have_text("The connection was lost. Coming back…")
    house.start()
    for page in (at_ada, at_ben):
        await expect(page.locator("[data-part=people] li")).to_have_count(2, timeout=30_000)
        await sees_and_hears(page, seconds=60)
        await expect(page.locator("[data-part=chat] li")).to_have_count(1)
    async with sessions() as session:
        visits = (await session.scalars(select(Presence).order_by(Presence.joined_at))).all()
    assert [visit.person_id for visit in visits].count(ben.id) == 2
    assert [visit.left_at is None for visit in visits] == [False, False, True, True]


async def test_a_restart_in_good_order_ends_visits_and_the_browser_comes_back(
    arrive: Arrive, house: House, ada: Person, room_id: UUID, sessions: Sessions
) -> None:
    page = await arrive(ada)
    await enter(page, room_id)
    house.end(signal.SIGTERM)
    async with sessions() as session:
        assert all((await session.scalars(select(Presence.left_at))).all())
    house.start()
    state = page.locator("[data-part=state]")
    await expect(state).to_have_text("You are the only one here so far.", timeout=30_000)


async def test_a_camera_that_is_switched_off_is_off_for_others_and_comes_back(
    arrive: Arrive, ada: Person, ben: Person, room_id: UUID
) -> None:
    at_ada, at_ben = await arrive(ada), await arrive(ben)
    await enter(at_ada, room_id)
    await enter(at_ben, room_id)
    bens = at_ada.locator(".stage .tile:not([data-self])")
    await expect(bens.locator("video")).to_be_visible(timeout=20_000)
    camera = at_ben.get_by_role("button", name="Camera")
    await camera.click()
    await expect(bens.locator("video")).to_be_hidden(timeout=10_000)
    await expect(camera).to_have_attribute("aria-pressed", "false")
    await camera.click()
    await expect(bens.locator("video")).to_be_visible(timeout=10_000)
    await sees_and_hears(at_ada)
    await at_ben.get_by_role("button", name="Mic").click()
    await expect(bens.locator(".tile-muted")).to_be_visible()


async def test_who_denies_camera_and_microphone_is_told_and_can_still_take_part(
    house: House, sessions: Sessions, ada: Person, room_id: UUID
) -> None:
    async with chromium(refuse=True) as browser:
        page = await signed_in(await browser.new_context(base_url=house.origin), house, sessions, ada)
        await page.goto(f"/rooms/{room_id}/join")
        told = page.get_by_role("alert")
        await expect(told).to_contain_text("The browser was not allowed to use camera and microphone.")
        await page.get_by_label("I have seen these disclosures").check()
        await page.get_by_role("button", name="Enter the room").click()
        await page.get_by_label("Message to everybody").fill("I have no camera")
        await page.keyboard.press("Enter")
        await expect(page.locator("[data-part=chat]")).to_contain_text("I have no camera")
        await expect(page.locator("[data-part=people] .person-muted")).to_be_visible()


async def test_entering_needs_the_disclosures_seen(arrive: Arrive, ben: Person, room_id: UUID) -> None:
    page = await arrive(ben)
    await page.goto(f"/rooms/{room_id}/join")
    await page.get_by_role("button", name="Enter the room").click()
    box = page.get_by_label("I have seen these disclosures")
    await expect(box).to_be_focused()
    await expect(page.locator("[data-part=call]")).to_be_hidden()
    await box.check()
    await page.get_by_role("button", name="Enter the room").click()
    await expect(page.locator("[data-part=call]")).to_be_visible()


async def test_a_host_sends_out_and_ends(
    arrive: Arrive, ada: Person, ben: Person, mia: Person, room_id: UUID
) -> None:
    at_ada, at_ben, at_mia = await arrive(ada), await arrive(ben), await arrive(mia)
    for page in (at_ada, at_ben, at_mia):
        await enter(page, room_id)
    at_ada.on("dialog", lambda dialog: dialog.accept())
    await at_ada.get_by_role("button", name="Send Ben Sato out").click()
    await expect(at_ben.get_by_role("heading", name="You were sent out")).to_be_focused()
    await expect(at_ada.locator("[data-part=people] li")).to_have_count(2)
    await at_ada.get_by_role("button", name="End for everybody").click()
    for page in (at_ada, at_mia):
        await expect(page.get_by_role("heading", name="The meeting is over")).to_be_focused()


async def test_the_same_tab_twice_keeps_one_and_leaving_lets_one_back_in(
    arrive: Arrive, ben: Person, room_id: UUID
) -> None:
    page = await arrive(ben)
    await enter(page, room_id)
    await page.get_by_role("button", name="Leave").click()
    await page.get_by_role("button", name="Go back in").click()
    await page.get_by_role("button", name="Enter the room").click()
    await expect(page.locator("[data-part=people] li")).to_have_count(1)
    await expect(page.locator("[data-part=call]")).to_be_visible()
