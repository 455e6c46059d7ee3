"""Random histories: two authors on slow lines replay a real one while everything under them is killed."""

import asyncio
import contextlib
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from pycrdt import Doc, Text

from api.demo import PASSPHRASE, email
from bench.authors import Author
from bench.privacy_texts import shared_data
from bench.report import quantile
from realtime.documents.vetting import clocks

TRACE = (shared_data() or Path()) / "traces" / "friendsforever.json.gz"
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith("CONSILIUM_")}
LATENCY = 1.0
AT_ONCE = 10
EDITS = 160
IDS = (1, 2)
SECTION = "section:discussion"
Edit = tuple[int, bytes, dict[int, int]]
"""Its author (0 or 1), the Yjs update, and what that author had then: clocks by client."""


def replayed(path: Path) -> tuple[list[Edit], str]:
    """Every edit, made with what its author had seen of the other's, and how the text ends."""
    with gzip.open(path) as file:
        trace = json.load(file)
    docs = [Doc[Text](client_id=IDS[0]), Doc[Text](client_id=IDS[1])]
    seen, edits = [0, 0], list[Edit]()
    for txn in trace["txns"]:
        agent = txn["agent"]
        others = [parent for parent in txn["parents"] if edits[parent][0] != agent]
        while others and seen[agent] <= max(others):
            by, update, _ = edits[seen[agent]]
            if by != agent:
                docs[agent].apply_update(update)
            seen[agent] += 1
        had = clocks(docs[agent].get_state())
        edits.append((agent, _patched(docs[agent], txn["patches"]), had))
    return edits, trace["endContent"]


def _patched(document: Doc[Text], patches: list[list[Any]]) -> bytes:
    before = document.get_state()
    text = document.get(SECTION, type=Text)
    for position, deleted, inserted in patches:
        start = len(str(text)[:position].encode())
        end = len(str(text)[: position + deleted].encode())
        if deleted:
            del text[start:end]
        if inserted:
            text.insert(start, inserted)
    return document.get_update(before)


def merged(edits: list[Edit]) -> Doc[Text]:
    document: Doc[Text] = Doc()
    for _, update, _ in edits:
        document.apply_update(update)
    return document


class House:
    """The whole service in processes of its own, on a data folder of its own."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        self.base = f"http://127.0.0.1:{port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.killed: Counter[str] = Counter()

    def start(self) -> None:
        log = (self.data.parent / "service.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "serve", "--data", str(self.data), "--port", str(self.port)],
            stdout=log,
            stderr=log,
            env=PLAIN | {"CONSILIUM_LOG_LEVEL": "error"},
        )
        log.close()

    async def ready(self) -> None:
        async with httpx.AsyncClient() as client, asyncio.timeout(180):
            while True:
                assert self.process is not None
                assert self.process.poll() is None, (self.data.parent / "service.log").read_text()
                with contextlib.suppress(httpx.TransportError):
                    if (await client.get(f"{self.base}/health/ready")).is_success:
                        return
                await asyncio.sleep(0.2)

    def kill(self, what: str) -> None:
        """With SIGKILL: the web process, PostgreSQL, or all at once."""
        assert self.process is not None
        ours = list(family(self.process.pid))
        self.killed[what] += 1
        if what == "all":
            self.process.kill()
            self.process.wait()
            self.start()
            return
        words = {"web": "api.serving.web", "postgres": "postgres -D"}[what]
        for pid, line in ours:
            if words in line:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                return

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(60)


def family(pid: int) -> Iterator[tuple[int, str]]:
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, children.read_text(encoding="utf-8").split()):
                line = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                yield child, line
                yield from family(child)


async def signed_in(base: str) -> httpx.AsyncClient:
    client = httpx.AsyncClient(base_url=base, headers={"origin": base, "sec-fetch-site": "same-origin"})
    form = {"email": email("alma"), "password": PASSPHRASE, "to": "/"}
    answer = await client.post("/sign-in", data=form)
    assert answer.status_code == 303, answer.text
    return client


async def new_case(client: httpx.AsyncClient) -> str:
    draft = {"title": "A history that is written while all falls", "specialty": "cardiology"}
    answer = await client.post("/api/cases/write-ups", json=draft)
    answer.raise_for_status()
    return str(answer.json()["id"])


async def one_history(address: str, cookie: str, edits: list[Edit], start: int) -> dict[str, Any]:
    """`EDITS` edits from `start` on, by two authors; the first of them brings what came before."""
    window = edits[start : start + EDITS]
    authors = [Author(address, cookie, delay=LATENCY) for _ in range(2)]
    lines = asyncio.create_task(_losing_lines(authors))
    try:
        if start:
            authors[0].write(merged(edits[:start]).get_update())
        await asyncio.gather(*(_typing(author, window, by) for by, author in enumerate(authors)))
        await asyncio.gather(*(author.all_saved(240) for author in authors))
    finally:
        lines.cancel()
        for author in authors:
            await author.leave()
    reader = Author(address, cookie)
    expected = merged(edits[: start + EDITS])
    try:
        async with asyncio.timeout(120):
            while _text(reader.document) != _text(expected):
                await asyncio.sleep(0.1)
    except TimeoutError:
        pass
    finally:
        await reader.leave()
    had, wanted = _text(reader.document), _text(expected)
    if had != wanted:
        missing = len(wanted) - len(had)
        others = [_text(author.document) == wanted for author in authors]
        print(
            f"wrong: {len(had)} of {len(wanted)} characters ({missing} missing), authors right: {others}",
            flush=True,
        )
    return {
        "right": had == wanted,
        "lost": sum(author.lost for author in authors),
        "duplicated": max(0, len(had) - len(wanted)),
        "seconds": [s for author in authors for s in author.durable_after],
    }


async def _typing(author: Author, window: list[Edit], by: int) -> None:
    """One author's edits, each as soon as the other's that it builds on has come."""
    for agent, update, had in window:
        if agent == by:
            await author.has(had)
            author.write(update)
            await asyncio.sleep(random.uniform(0.02, 0.15))


async def _losing_lines(authors: list[Author]) -> None:
    while True:
        await asyncio.sleep(random.uniform(2, 8))
        await random.choice(authors).lose_line()


async def _killing(house: House, seed: random.Random) -> None:
    while True:
        await asyncio.sleep(seed.uniform(3, 9))
        await house.ready()
        house.kill(seed.choice(["web", "web", "postgres", "postgres", "all"]))


def _text(document: Doc[Text]) -> str:
    return str(document.get(SECTION, type=Text))


async def histories(port: int, wanted: int) -> dict[str, float]:
    """`wanted` histories, AT_ONCE at a time. Prints what went wrong; returns the figures."""
    edits, end = replayed(TRACE)
    print(f"the merged replay is the history's own end: {_text(merged(edits)) == end}")
    seed = random.Random(20261127)
    results: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder) / "data", port)
        house.start()
        try:
            await house.ready()
            client = await signed_in(house.base)
            cookie = f"consilium={client.cookies['consilium']}"
            while len(results) < wanted:
                began = time.monotonic()
                results += await _batch(house, client, cookie, edits, seed)
                print(
                    f"{len(results)} histories, the last {AT_ONCE} in {time.monotonic() - began:.0f} s",
                    flush=True,
                )
            print("killed so far:", ", ".join(f"{what} {count}" for what, count in house.killed.items()))
        finally:
            house.stop()
    return _figures(results)


async def _batch(
    house: House, client: httpx.AsyncClient, cookie: str, edits: list[Edit], seed: random.Random
) -> list[dict[str, Any]]:
    await house.ready()
    cases = [await new_case(client) for _ in range(AT_ONCE)]
    starts = [seed.randrange(0, len(edits) - EDITS) for _ in cases[1:]] + [len(edits) - EDITS]
    killing = asyncio.create_task(_killing(house, seed))
    asyncio.get_running_loop().call_later(30, killing.cancel)
    try:
        addresses = [f"ws://127.0.0.1:{house.port}/documents/{case}/socket" for case in cases]
        runs = [one_history(a, cookie, edits, s) for a, s in zip(addresses, starts, strict=True)]
        return list(await asyncio.gather(*runs))
    finally:
        killing.cancel()


def _figures(results: list[dict[str, Any]]) -> dict[str, float]:
    seconds = [s for result in results for s in result["seconds"]]
    print(f"receipts: {len(seconds)}, median {quantile(seconds, 0.5) * 1000:.0f} ms beyond the latency")
    return {
        "histories_run": len(results),
        "histories_wrong": sum(not result["right"] for result in results),
        "updates_lost": sum(result["lost"] for result in results),
        "updates_duplicated": sum(result["duplicated"] for result in results),
    }
