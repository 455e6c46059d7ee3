"""Stock aiortc peers through a real worker."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from realtime.sfu import protocol as p
from realtime.sfu.engine import EmbeddedEngine
from realtime.sfu.subscribing import SEATS
from tests.realtime.sfu.peers import Peer


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aioice.ice.get_host_addresses", lambda **_: ["127.0.0.1"])


async def until(true: Callable[[], bool], seconds: float = 15) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.05)


def kept_in_order(received: list[bytes], sent: list[bytes]) -> bool:
    """Whether what came is a run of what was sent, byte for byte."""
    start = sent.index(received[0])
    return sent[start : start + len(received)] == received


async def test_payloads_arrive_byte_for_byte(engine: EmbeddedEngine) -> None:
    async with Peer(engine, "r", "ada") as ada, Peer(engine, "r", "ben") as ben:
        await ben.subscribe()
        await ada.publish()
        await until(lambda: all(len(ben.received.get(kind, [])) > 40 for kind in (96, 111)))
        sound, picture = ben.received[111][:40], ben.received[96][:40]
        sent_sound = next(v for k, v in ada.sent.items() if ada.out.localDescription.sdp.count(f":{k} opus"))
        sent_picture = next(v for k, v in ada.sent.items() if ada.out.localDescription.sdp.count(f":{k} VP8"))
        # numbers of opus silence repeat: a longer run is what tells
        assert kept_in_order(picture, sent_picture)
        assert all(payload in sent_sound for payload in sound)
        stats = await engine.stats("r")
        assert stats.worker["faults"] == 0
        assert {source.kind for source in stats.sources} == {"audio", "video"}


async def test_nobody_hears_another_room(engine: EmbeddedEngine) -> None:
    async with Peer(engine, "r", "ada") as ada, Peer(engine, "other", "ben") as ben:
        await ben.subscribe()
        await ada.publish()
        await until(lambda: sum(map(len, ada.sent.values())) > 50)
        assert ben.received == {}


async def test_thirty_who_come_and_go_leave_nothing_behind(engine: EmbeddedEngine) -> None:
    (worker,) = engine.processes
    async with Peer(engine, "r", "ada") as ada:
        await ada.subscribe()
        await until(lambda: ada.into.connectionState == "connected")
        before = await settled(engine, worker)
        for turn in range(30):
            async with Peer(engine, "r", f"guest {turn}") as guest:
                await guest.publish()
                if turn % 10 == 0:
                    heard = sum(map(len, ada.received.values()))
                    await until(lambda heard=heard: sum(map(len, ada.received.values())) > heard)  # type: ignore[misc]
                else:
                    await guest.subscribe()
        assert await settled(engine, worker) == before
        figures = next(m for m in (await engine.stats("r")).members if m.member == "ada")
        assert figures.slots == 2 * SEATS


async def settled(engine: EmbeddedEngine, worker: int) -> dict[str, int]:
    """What the worker holds once goodbyes are said."""
    await asyncio.sleep(0.5)
    figures = (await engine.stats("r")).worker
    held = {name: figures[name] for name in ("connections", "addresses", "sockets", "tasks")}
    process = Path("/proc") / str(worker)
    return {
        **held,
        "files": len(list((process / "fd").iterdir())),
        "threads": len(list((process / "task").iterdir())),
    }


async def test_the_pool_grows_by_one_offer_when_it_is_full_and_not_before(engine: EmbeddedEngine) -> None:
    async with Peer(engine, "r", "ada") as ada:
        await ada.subscribe()
        names = [f"guest {n}" for n in range(SEATS + 1)]
        guests = [await Peer(engine, "r", name).__aenter__() for name in names]
        for guest in guests:
            await guest.publish()
        offered = await next_offer(engine)
        assert offered.sdp.count("m=") == 2 * SEATS + 4
        await ada.take(offered.number, offered.sdp)
        for guest in guests:
            await guest.__aexit__()


async def next_offer(engine: EmbeddedEngine) -> p.SubscribeOffered:
    async with asyncio.timeout(10):
        async for event in engine.events():
            if isinstance(event, p.SubscribeOffered):
                return event
    raise AssertionError
