"""The worker process and the engine that keeps it."""

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from realtime.sfu import protocol as p
from realtime.sfu import seam
from realtime.sfu.engine import EmbeddedEngine, EngineRefused, WorkerGone, WorkerRestarted

ROOT = Path(__file__).parents[3]


def alive(process: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False


async def gone(process: int, seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while alive(process):
            await asyncio.sleep(0.05)


async def test_what_cannot_be_done_is_refused_by_name(engine: EmbeddedEngine) -> None:
    with pytest.raises(EngineRefused, match="unknown_member"):
        await engine.subscribe("r", "ada")
    await engine.join("r", "ada")
    with pytest.raises(EngineRefused, match="unknown_member"):
        await engine.subscribe("r", "ben")
    with pytest.raises(EngineRefused, match="bad_description"):
        await engine.publish("r", "ada", "v=0", {})
    offer = await engine.subscribe("r", "ada")
    with pytest.raises(EngineRefused, match="stale_answer"):
        await engine.answer("r", "ada", offer.number - 1, offer.sdp)
    await engine.leave("r", "ada")
    await engine.leave("r", "ada")


async def test_a_lost_worker_comes_back_with_its_members(engine: EmbeddedEngine) -> None:
    await engine.join("r", "ada")
    (before,) = engine.processes
    os.kill(before, signal.SIGKILL)
    async with asyncio.timeout(15):
        event = await anext(engine.events())
    assert event == WorkerRestarted(rooms={"r": ["ada"]})
    assert (await engine.subscribe("r", "ada")).sdp
    assert engine.processes != [before]


async def test_a_question_a_dying_worker_leaves_open_is_answered(engine: EmbeddedEngine) -> None:
    await engine.join("r", "ada")
    (worker,) = engine.processes
    os.kill(worker, signal.SIGSTOP)
    asked = asyncio.create_task(engine.stats("r"))
    await asyncio.sleep(0.1)
    os.kill(worker, signal.SIGKILL)
    with pytest.raises(WorkerGone):
        await asked


async def test_rooms_are_spread_over_workers() -> None:
    async with EmbeddedEngine(workers=2, listen=["127.0.0.1"]) as engine:
        for room in ("a", "b"):
            await engine.join(room, "ada")
        tasks = [(await engine.stats(room)).worker for room in ("a", "b")]
        assert len(tasks) == len(engine.processes) == 2
        assert engine._homes["a"] is not engine._homes["b"]


async def test_the_worker_dies_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import asyncio\nfrom realtime.sfu.engine import EmbeddedEngine\n"
        "async def main():\n"
        "    async with EmbeddedEngine(listen=['127.0.0.1']) as engine:\n"
        "        print(*engine.processes, flush=True)\n        await asyncio.sleep(60)\n"
        "asyncio.run(main())"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as parent:
        assert parent.stdout is not None
        worker = int(await asyncio.to_thread(parent.stdout.readline))
        assert alive(worker)
        parent.kill()
        await gone(worker)


async def test_a_worker_run_elsewhere_drains(tmp_path: Path) -> None:
    path = tmp_path / "media.sock"
    command = [
        sys.executable,
        "-m",
        "realtime.sfu.worker",
        f"--socket={path}",
        "--listen=127.0.0.1=203.0.113.9",
    ]
    command += ["--stand-alone", "--grace", "20", "--ports", "0"]
    with subprocess.Popen(command, cwd=ROOT) as worker:
        async with EmbeddedEngine(sockets=[path]) as engine:
            await engine.join("r", "ada")
            assert "203.0.113.9" in (await engine.subscribe("r", "ada")).sdp
            worker.terminate()
            assert await anext(engine.events()) == p.Draining(room="")
            with pytest.raises(EngineRefused, match="draining"):
                await engine.join("another", "ben")
            await engine.leave("r", "ada")
            await gone(worker.pid)
    assert worker.returncode == 0


async def test_the_port_range_is_kept() -> None:
    low = 40_000 + os.getpid() % 20_000
    async with EmbeddedEngine(workers=2, listen=["127.0.0.1"], ports=f"{low}-{low + 20}") as engine:
        found = set()
        for room in ("a", "b"):
            await engine.join(room, "ada")
            offer = (await engine.subscribe(room, "ada")).sdp
            found.add(int(offer.partition("127.0.0.1 ")[2].partition("a=candidate")[2].split()[5]))
        assert len(found) == 2
        assert found <= set(range(low, low + 21))


async def test_a_changed_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    await seam.self_test()
    monkeypatch.setitem(seam.PINS, "aiortc", "0.9")
    with pytest.raises(seam.SeamChanged, match=r"aiortc is 1\.16\.0, not 0\.9"):
        await seam.self_test()
