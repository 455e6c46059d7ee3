"""Ours beside Hocuspocus and y-websocket: how late edits are, memory for each author, what a kill loses."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.pages import served
from bench.peers import Peer, crowd, hocuspocus, load, y_websocket
from bench.report import median
from core.settings import Settings

RUNS = 3
AUTHORS = 400
CROWD = {"act": "steady", "clients": AUTHORS, "perSecond": 5, "seconds": 10, "observers": 8}
BURST = {"act": "burst", "clients": 20, "observers": 4, "edits": 3_000}
STAY = {"act": "stay", "observers": 0}
WARMED_BY = 2
KILLED = {"act": "seen", "clients": 2, "observers": 1, "edits": 200}
THERE = {"act": "there", "clients": 1, "observers": 0}
STEPS = (50, 100, 200, 400)
COLLAPSED_MS = 1_000
COLLAPSED_SEEN = 0.95
DRAFTS = 2 * RUNS + 2
Serve = Callable[[], AbstractContextManager[Peer]]


def figures(settings: Settings, token: str, drafts: list[UUID]) -> dict[str, float]:
    """Each of `DRAFTS` write-ups is taken once."""
    *for_runs, for_memory, for_kill = drafts
    with served(settings) as process:
        found = _late([Peer(_ours(settings, token, draft), process.pid) for draft in for_runs])
    with served(settings) as process:  # one whose memory has not grown yet
        found |= _memory(Peer(_ours(settings, token, for_memory), process.pid))
    found["y_websocket_collapses_at"] = _collapse()
    return found | _killed(settings, token, for_kill)


def _ours(settings: Settings, token: str, case_id: UUID) -> dict[str, Any]:
    return {
        "dialect": "consilium",
        "url": f"ws://127.0.0.1:{settings.port}/documents/{case_id}/socket",
        "origin": settings.base_url,
        "cookie": f"consilium={token}",
    }


def _late(peers: list[Peer]) -> dict[str, float]:
    """RUNS runs of each, in turn; medians over the runs."""
    runs: list[tuple[dict[str, Any], dict[str, Any]]] = []
    bursts: list[tuple[float, float]] = []
    for _ in range(RUNS):
        mine = load(CROWD, peers.pop())
        with hocuspocus() as theirs:
            runs.append((mine, load(CROWD, theirs)))
        for name, one in zip(("Consilium", "Hocuspocus"), runs[-1], strict=True):
            print(f"{name:11} {_said(one)}")
        print(f"{'':11} {_spread(mine['durable'])} until the receipt", flush=True)
        own_ms = load(BURST, peers.pop())["burst_ms"]
        with hocuspocus() as theirs:
            bursts.append((own_ms, load(BURST, theirs)["burst_ms"]))
        print(f"burst: {bursts[-1][0]:.0f} ms, Hocuspocus {bursts[-1][1]:.0f} ms", flush=True)
    return {
        "edit_p95_ms_400": median([mine["times"]["p95"] for mine, _ in runs]),
        "edit_p95_ratio_hocuspocus_400": median([m["times"]["p95"] / t["times"]["p95"] for m, t in runs]),
        "burst_ratio_hocuspocus": median([mine / theirs for mine, theirs in bursts]),
        "durable_p99_ms": median([mine["durable"]["p99"] for mine, _ in runs]),
    }


def _collapse() -> int:
    """With how many authors y-websocket does not keep up any more; 0: with none of STEPS."""
    for clients in STEPS:
        with y_websocket() as theirs:
            run = load(CROWD | {"clients": clients}, theirs)
        collapsed = (
            run["times"]["p95"] > COLLAPSED_MS
            or run["seen"] < COLLAPSED_SEEN * run["expected"]
            or run["closed"] > 0
        )
        print(f"y-websocket, {clients} authors: {_said(run)}{', collapsed' if collapsed else ''}", flush=True)
        if collapsed:
            return clients
    return 0


def _memory(ours: Peer) -> dict[str, float]:
    found = {"memory_kb_per_author": _kb_per_author(ours)}
    for name, serve in (("hocuspocus", hocuspocus), ("y_websocket", y_websocket)):
        with serve() as theirs:
            found[f"memory_kb_per_author_{name}"] = _kb_per_author(theirs)
    for name, kb in found.items():
        print(f"{name}: {kb:.0f}", flush=True)
    return found


def _kb_per_author(peer: Peer) -> float:
    """With all of them connected, less with none, after some had come and gone."""
    with crowd(STAY | {"clients": WARMED_BY}, peer):
        pass
    empty = peer.resident_kb()
    with crowd(STAY | {"clients": AUTHORS}, peer):
        return (peer.resident_kb() - empty) / AUTHORS


def _killed(settings: Settings, token: str, draft: UUID) -> dict[str, float]:
    @contextmanager
    def ours() -> Iterator[Peer]:
        with served(settings) as process:
            yield Peer(_ours(settings, token, draft), process.pid)

    kept = Path(settings.data) / "hocuspocus"
    kept.mkdir()
    return {
        "killed_lost_of_200": _lost("Consilium", ours),
        "killed_lost_of_200_hocuspocus": _lost("Hocuspocus", lambda: hocuspocus(kept)),
    }


def _lost(name: str, serve: Serve) -> int:
    """Edits that the other author had seen 100 ms after the last, and that are not there after kill -9."""
    with serve() as peer, crowd(KILLED, peer) as answer:
        peer.kill()
    with serve() as peer:
        lost = set(answer["seen"]) - set(load(THERE, peer)["there"])
    print(f"{name}, killed: the other had seen {len(answer['seen'])} edits, lost {len(lost)}", flush=True)
    return len(lost)


def _said(run: dict[str, Any]) -> str:
    seen = f"sent {run['sent']}, seen {run['seen']} of {run['expected']}, closed {run['closed']}"
    return f"{_spread(run['times'])}   {seen}"


def _spread(times: dict[str, float]) -> str:
    return "   ".join(f"{name} {ms:6.1f}" for name, ms in times.items()) + " ms"
