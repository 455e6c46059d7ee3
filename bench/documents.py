"""Writing together: 400 authors beside Hocuspocus, bursts, random histories under kills, loading."""

import asyncio
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from pycrdt import Doc, Text

from api import tables
from bench import community, histories
from bench.pages import free_port, served, settings_in, wired
from bench.report import finish, hardware, median
from cases import service as cases
from cases.schemas import CaseDraft
from core.db import Sessions, transaction
from core.policy import Role
from core.postgres.server import start
from core.settings import Settings
from identity.sessions import open_session
from realtime.documents import content

NODE = Path(__file__).parent / "node"
RUNS = 3
CROWD = {"clients": 400, "perSecond": 5, "seconds": 10, "observers": 8}
BURST = {"clients": 20, "observers": 4, "burst": 3_000}
HISTORIES = 100
LOADS = 30


async def prepare(settings: Settings) -> tuple[str, list[UUID]]:
    """A session's token, and a draft of that person's for each run."""
    async with wired(settings) as sessions:
        return await _drafts(sessions)


async def _drafts(sessions: Sessions) -> tuple[str, list[UUID]]:
    author = (await community.people(sessions))[0]
    viewer = community.viewer(author, Role.MEMBER, Role.VERIFIED_CLINICIAN)
    draft = CaseDraft(title="One write-up and many authors", specialty="cardiology")
    async with transaction(sessions) as session:
        made = [(await cases.start(session, viewer=viewer, draft=draft)).id for _ in range(2 * RUNS)]
    async with transaction(sessions) as session:
        return await open_session(session, person_id=author.id), made


def load(asked: dict[str, Any]) -> dict[str, Any]:
    """What bench/node/load.mjs measures."""
    done = subprocess.run(
        ["node", "load.mjs"], cwd=NODE, input=json.dumps(asked), capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@contextmanager
def hocuspocus() -> Iterator[dict[str, Any]]:
    port = free_port()
    process = subprocess.Popen(
        ["node", "hocuspocus.mjs", str(port)], cwd=NODE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    try:
        yield {"dialect": "hocuspocus", "url": f"ws://127.0.0.1:{port}"}
    finally:
        process.kill()
        process.wait()


def ours(settings: Settings, token: str, case_id: UUID) -> dict[str, Any]:
    return {
        "dialect": "consilium",
        "url": f"ws://127.0.0.1:{settings.port}/documents/{case_id}/socket",
        "origin": settings.base_url,
        "cookie": f"consilium={token}",
    }


def side_by_side(settings: Settings, token: str, drafts: list[UUID]) -> dict[str, float]:
    """RUNS runs of each, in turn; medians over the runs."""
    runs: list[tuple[dict[str, Any], dict[str, Any]]] = []
    bursts: list[tuple[float, float]] = []
    for _ in range(RUNS):
        mine = load(CROWD | ours(settings, token, drafts.pop()))
        with hocuspocus() as theirs:
            runs.append((mine, load(CROWD | theirs)))
        for name, one in zip(("Consilium", "Hocuspocus"), runs[-1], strict=True):
            said = f"sent {one['sent']}, seen {one['seen']}, closed {one['closed']}"
            print(f"{name:11} {_said(one['times'])}   {said}")
        print(f"{'':11} {_said(mine['durable'])} until the receipt", flush=True)
        mine = load(BURST | ours(settings, token, drafts.pop()))
        with hocuspocus() as theirs:
            bursts.append((mine["burst_ms"], load(BURST | theirs)["burst_ms"]))
        print(f"burst: {bursts[-1][0]:.0f} ms, Hocuspocus {bursts[-1][1]:.0f} ms", flush=True)
    return {
        "edit_p95_ms_400": median([mine["times"]["p95"] for mine, _ in runs]),
        "edit_p95_ratio_hocuspocus_400": median([m["times"]["p95"] / t["times"]["p95"] for m, t in runs]),
        "burst_ratio_hocuspocus": median([mine / theirs for mine, theirs in bursts]),
        "durable_p99_ms": median([mine["durable"]["p99"] for mine, _ in runs]),
    }


def _said(times: dict[str, float]) -> str:
    return "   ".join(f"{name} {ms:6.1f}" for name, ms in times.items()) + " ms"


def load_ms(path: Path) -> float:
    """Milliseconds to make a document of the long trace from its stored state."""
    with gzip.open(path) as file:
        trace = json.load(file)
    document: Doc[Text] = Doc()
    text = document.get(histories.SECTION, type=Text)
    with document.transaction():
        for txn in trace["txns"]:
            for position, deleted, inserted in txn["patches"]:
                if deleted:
                    del text[position : position + deleted]
                if inserted:
                    text.insert(position, inserted)
    state = document.get_update()
    assert str(text) == trace["endContent"]
    seconds = []
    for _ in range(LOADS):
        began = time.perf_counter()
        content.restored(state, [])
        seconds.append(time.perf_counter() - began)
    took = median(seconds) * 1000
    print(f"{path.stem}: {len(trace['txns'])} edits, {len(state)} bytes, loaded in {took:.1f} ms")
    return took


def main() -> None:
    tables.load()
    print(hardware())
    if not histories.TRACE.exists():
        sys.exit("The traces are not here; say where with CONSILIUM_SHARED_DATA=FOLDER.")
    subprocess.run(["npm", "ci", "--loglevel=error"], cwd=NODE, check=True)
    with tempfile.TemporaryDirectory() as folder, start(Path(folder) / "pg", durable=True) as running:
        settings = settings_in(folder, running.url)
        token, drafts = asyncio.run(prepare(settings))
        with served(settings):
            figures = side_by_side(settings, token, drafts)
    figures["load_ms"] = load_ms(histories.TRACE.with_name("automerge-paper.json.gz"))
    figures |= asyncio.run(histories.histories(free_port(), HISTORIES))
    figures["histories"] = figures.pop("histories_run")
    finish("documents", figures)


if __name__ == "__main__":
    main()
