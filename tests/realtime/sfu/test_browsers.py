"""Real browsers with fake cameras see and hear each other."""

import asyncio
import os
import signal
from typing import Any

from playwright.async_api import Browser, Page

from realtime.sfu.protocol import SlotsChanged
from realtime.sfu.subscribing import SEATS
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


async def test_two_see_and_hear_each_other_and_a_third_who_comes_later(
    house: Harness, browser: Browser
) -> None:
    ada, ben = await enter(house, browser, "r", "ada"), await enter(house, browser, "r", "ben")
    await sees(ada, "ben")
    await sees(ben, "ada")
    cyd = await enter(house, browser, "r", "cyd")
    await sees(cyd, "ada", "ben")
    await sees(ada, "ben", "cyd")
    await cyd.close()
    await sees(ada, "ben")
    await enter(house, browser, "r", "dan")  # takes the m-lines that carried cyd
    await sees(ada, "ben", "dan")
    stats = await house.engine.stats("r")
    assert stats.worker["faults"] == 0


async def test_who_leaves_is_gone_and_who_reloads_is_back(house: Harness, browser: Browser) -> None:
    ada, ben = await enter(house, browser, "r", "ada"), await enter(house, browser, "r", "ben")
    await sees(ada, "ben")
    await ben.evaluate("session.leave()")
    await sees(ada)
    await ben.reload()
    await sees(ben, "ada")
    await sees(ada, "ben")


async def test_a_cut_socket_is_survived(house: Harness, browser: Browser) -> None:
    ada, ben = await enter(house, browser, "r", "ada"), await enter(house, browser, "r", "ben")
    await sees(ada, "ben")
    await ada.evaluate("socket.cut()")
    await sees(ada, "ben")
    await sees(ben, "ada")


async def test_a_failed_connection_is_replaced(house: Harness, browser: Browser) -> None:
    """Media is lost while the socket stands: the service says so, the browser connects anew."""
    ada, ben = await enter(house, browser, "r", "ada"), await enter(house, browser, "r", "ben")
    await sees(ada, "ben")
    await house.sockets["r", "ada"].send('{"type":"media.lost","which":"both","connection":null}')
    await ada.wait_for_function("states.some((state) => !JSON.parse(state).subscribing)")
    await sees(ada, "ben")
    await sees(ben, "ada")


async def test_a_killed_worker_is_replaced_and_both_are_back(house: Harness, browser: Browser) -> None:
    ada, ben = await enter(house, browser, "r", "ada"), await enter(house, browser, "r", "ben")
    await sees(ada, "ben")
    await sees(ben, "ada")
    (before,) = house.engine.processes
    os.kill(before, signal.SIGKILL)
    await sees(ada, "ben", seconds=30)
    await sees(ben, "ada", seconds=30)
    assert house.engine.processes != [before]


async def test_a_second_picture_is_shared_and_taken_back(house: Harness, browser: Browser) -> None:
    ada, ben = await enter(house, browser, "r", "ada"), await enter(house, browser, "r", "ben")
    await sees(ada, "ben")
    share = "session.setTrack('screen', stream.getVideoTracks()[0].clone())"
    shown = "[data-label=screen][data-member=ben]"
    for _ in range(2):
        await ben.evaluate(share)
        await ada.wait_for_function(f"document.querySelector('{shown}')?.videoWidth > 0")
        await ben.evaluate("session.setTrack('screen', null)")
        await ada.wait_for_function(f"!document.querySelector('{shown}')")
    await sees(ada, "ben")
    places = [event.places for event in house.events if isinstance(event, SlotsChanged)]
    assert {len(each) for each in places} == {2 * SEATS}, "taking turns needs no further m-lines"


async def test_a_muted_microphone_is_silent_for_the_others_until_it_is_opened(
    house: Harness, browser: Browser
) -> None:
    ada, ben = await enter(house, browser, "r", "ada"), await enter(house, browser, "r", "ben")
    await sees(ada, "ben")
    await house.engine.mute("r", "ben", "audio", muted=True)
    await hears_nothing(ada, "ben")
    await ben.evaluate("session.reconnect()")
    await ben.wait_for_function("JSON.parse(states.at(-1)).publishing")
    await hears_nothing(ada, "ben")
    await house.engine.mute("r", "ben", "audio", muted=False)
    await sees(ada, "ben")


async def hears_nothing(page: Page, member: str) -> None:
    """What was under way when the microphone was muted is played first: a busy machine holds it for long."""
    heard = [await energy_of_a_second(page, member)]
    while heard[-1] >= 0.001:
        assert len(heard) < 10, heard
        heard.append(await energy_of_a_second(page, member))


async def energy_of_a_second(page: Page, member: str) -> float:
    await asyncio.sleep(0.5)
    before = await look(page)
    await asyncio.sleep(1)
    return float((await look(page))[member]["energy"] - before[member]["energy"])
