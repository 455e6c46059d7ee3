"""Real browsers with fake cameras see and hear each other."""

import asyncio
import os
import signal
from typing import Any

from playwright.async_api import Browser, Page

from tests.realtime.sfu.harness import Harness

# For each member who can be seen or heard: frames decoded and sound energy so far.
WATCH = """async () => {
    const found = {};
    const reports = (await session.statistics()).subscribe;
    if (!reports) return found;
    for (const tile of document.querySelectorAll("audio, video")) {
        const track = tile.srcObject.getTracks()[0];
        const here = (found[tile.dataset.member] ??= { frames: 0, energy: 0, painted: 0 });
        for (const report of reports.values()) {
            if (report.type !== "inbound-rtp" || report.trackIdentifier !== track.id) continue;
            here.frames += report.framesDecoded ?? 0;
            here.energy += report.totalAudioEnergy ?? 0;
        }
        if (tile.videoWidth) here.painted = tile.videoWidth;
    }
    return found;
}"""


async def enter(house: Harness, browser: Browser, room: str, member: str) -> Page:
    context = await browser.new_context(permissions=["camera", "microphone"])
    page = await context.new_page()
    page.on("console", lambda message: print(member, message.text))
    page.on("pageerror", lambda error: print(member, error))
    await page.goto(house.url(room, member))
    return page


async def look(page: Page) -> dict[str, Any]:
    seen: dict[str, Any] = await page.evaluate(WATCH)
    return seen


async def sees(page: Page, *members: str, seconds: float = 20) -> None:
    """Until fresh frames and fresh sound of exactly these members arrive; counting starts now."""
    before: dict[str, Any] = {}
    seen: dict[str, Any] = {}
    async with asyncio.timeout(seconds):
        while True:
            await page.wait_for_function("window.ready === true")
            seen = await look(page)
            before = {name: before.get(name, seen[name]) for name in seen}
            if set(seen) == set(members) and all(grown(before[name], seen[name]) for name in seen):
                return
            await asyncio.sleep(0.2)


def grown(before: dict[str, Any], after: dict[str, Any]) -> bool:
    return bool(
        after["frames"] > before["frames"] and after["energy"] > before["energy"] and after["painted"] > 0
    )


async def test_two_see_and_hear_each_other_and_a_third_who_comes_later(house: Harness, browser: Browser) -> None:
    ada, ben = await enter(house, browser, "r", "ada"), await enter(house, browser, "r", "ben")
    await sees(ada, "ben")
    await sees(ben, "ada")
    cyd = await enter(house, browser, "r", "cyd")
    await sees(cyd, "ada", "ben")
    await sees(ada, "ben", "cyd")
    await cyd.close()
    await sees(ada, "ben")
    stats = await house.engine.stats("r")
    assert stats.worker["faults"] == 0
