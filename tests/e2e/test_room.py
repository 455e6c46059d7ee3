"""Two people meet in a room of the real service, with real streams through our own forwarder."""

import asyncio
from typing import Any
from uuid import UUID

from playwright.async_api import Page, expect
from sqlalchemy import select

from core.db import Sessions
from identity.models import Person
from realtime.models import Acknowledgement, Presence
from tests.e2e.conftest import Arrive

# Frames decoded and sound energy of everything this page receives, over all its connections.
COUNT_CONNECTIONS = """
window.connections = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...given) { super(...given); window.connections.push(this); }
};
"""
RECEIVED = """async () => {
    const sum = { frames: 0, energy: 0 };
    for (const connection of window.connections) {
        if (connection.connectionState !== "connected") continue;
        for (const report of (await connection.getStats()).values()) {
            if (report.type !== "inbound-rtp") continue;
            sum.frames += report.framesDecoded ?? 0;
            sum.energy += report.totalAudioEnergy ?? 0;
        }
    }
    return sum;
}"""


async def enter(page: Page, room_id: UUID) -> None:
    """Through the door, as a person does it."""
    await page.context.add_init_script(COUNT_CONNECTIONS)
    await page.goto(f"/rooms/{room_id}/join")
    box = page.get_by_label("I have seen these disclosures")
    if await box.count():
        await box.check()
    await page.get_by_role("button", name="Enter the room").click()
    await expect(page.locator("[data-part=call]")).to_be_visible()


async def sees_and_hears(page: Page, *, seconds: float = 30) -> None:
    """Until fresh frames and fresh sound arrive; counting starts now."""
    before: dict[str, Any] = await page.evaluate(RECEIVED)
    async with asyncio.timeout(seconds):
        while True:
            now = await page.evaluate(RECEIVED)
            if now["frames"] > before["frames"] and now["energy"] > before["energy"]:
                return
            before = {name: min(before[name], now[name]) for name in now}
            await asyncio.sleep(0.2)


async def visits_of(sessions: Sessions, *, there: int) -> list[tuple[UUID, bool]]:
    """Whose, and whether it goes on, once so many do; others see somebody leave before it is kept."""
    async with asyncio.timeout(10):
        while True:
            async with sessions() as session:
                rows = await session.scalars(select(Presence).order_by(Presence.joined_at))
                visits = [(row.person_id, row.left_at is None) for row in rows]
            if [goes_on for _, goes_on in visits].count(True) == there:
                return visits
            await asyncio.sleep(0.1)


async def test_two_meet_talk_reload_and_part(
    arrive: Arrive, ada: Person, ben: Person, room_id: UUID, sessions: Sessions
) -> None:
    at_ada, at_ben = await arrive(ada), await arrive(ben)
    await enter(at_ada, room_id)
    await expect(at_ada.locator("[data-part=state]")).to_have_text("You are the only one here so far.")
    await enter(at_ben, room_id)
    await sees_and_hears(at_ada)
    await sees_and_hears(at_ben)
    await expect(at_ada.locator("[data-part=state]")).to_have_text("Connected")
    await expect(at_ada.locator(".stage .tile")).to_have_count(2)

    await at_ada.get_by_label("Message to everybody").fill("Does he take a beta blocker?")
    await at_ada.keyboard.press("Enter")
    await expect(at_ben.locator("[data-part=chat]")).to_contain_text("Does he take a beta blocker?")
    await expect(at_ada.locator("[data-part=chat] li")).to_have_count(1)

    await at_ben.reload()
    await expect(at_ben.locator("[data-part=call]")).to_be_visible(timeout=20_000)
    await sees_and_hears(at_ben)
    await sees_and_hears(at_ada)
    await expect(at_ben.locator("[data-part=chat]")).to_contain_text("Does he take a beta blocker?")
    await expect(at_ada.locator("[data-part=people] li")).to_have_count(2)

    await at_ben.get_by_role("button", name="Leave").click()
    await expect(at_ben.get_by_role("heading", name="You left the room")).to_be_focused()
    await expect(at_ada.locator("[data-part=people] li")).to_have_count(1)
    await expect(at_ada.locator(".stage .tile")).to_have_count(1)

    assert await visits_of(sessions, there=1) == [(ada.id, True), (ben.id, False), (ben.id, False)]
    async with sessions() as session:
        seen = (await session.scalars(select(Acknowledgement))).all()
        assert {each.person_id for each in seen} == {ada.id, ben.id}
        assert "Ada Okafor" in seen[0].statement
    assert at_ada.complaints == []  # type: ignore[attr-defined]
    assert at_ben.complaints == []  # type: ignore[attr-defined]
