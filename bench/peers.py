"""The services beside which ours is measured, as npm has them, and the crowd that goes to one of them."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from bench.histories import family
from bench.pages import free_port

NODE = Path(__file__).parent / "node"
SERVER_OF_Y_WEBSOCKET = Path("node_modules", "y-websocket", "bin", "server.cjs")


class Peer(NamedTuple):
    """A service that runs: how load.mjs reaches a document there, and its process."""

    asked: Mapping[str, Any]
    pid: int

    def resident_kb(self) -> int:
        """Memory of the process and its children."""
        return sum(_resident_kb(pid) for pid in (self.pid, *(pid for pid, _ in family(self.pid))))

    def kill(self) -> None:
        for pid in [self.pid, *(pid for pid, _ in family(self.pid))]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@contextmanager
def hocuspocus(kept: Path | None = None) -> Iterator[Peer]:
    """In memory only, or with documents kept in a folder."""
    port = free_port()
    words = ["hocuspocus.mjs", str(port), *([str(kept)] if kept else [])]
    with _node(words, {}) as pid:
        yield Peer({"dialect": "hocuspocus", "url": f"ws://127.0.0.1:{port}"}, pid)


@contextmanager
def y_websocket() -> Iterator[Peer]:
    port = free_port()
    with _node([str(SERVER_OF_Y_WEBSOCKET)], {"PORT": str(port), "HOST": "127.0.0.1"}) as pid:
        yield Peer({"dialect": "y-websocket", "url": f"ws://127.0.0.1:{port}/bench"}, pid)


def load(asked: Mapping[str, Any], peer: Peer) -> dict[str, Any]:
    """What bench/node/load.mjs measures there."""
    with crowd(asked, peer) as answer:
        return answer


@contextmanager
def crowd(asked: Mapping[str, Any], peer: Peer) -> Iterator[dict[str, Any]]:
    """The answer as soon as it is there; those who stay go at the end."""
    clients = subprocess.Popen(
        ["node", "load.mjs"], cwd=NODE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert clients.stdin is not None
    assert clients.stdout is not None
    try:
        clients.stdin.write(json.dumps({**asked, **peer.asked}))
        clients.stdin.close()
        line = clients.stdout.readline()
        if not line:
            sys.exit(f"Nobody could write at {peer.asked['url']}.")
        answer: dict[str, Any] = json.loads(line)
        yield answer
    finally:
        clients.kill()
        clients.wait()
        clients.stdout.close()


@contextmanager
def _node(words: list[str], given: Mapping[str, str]) -> Iterator[int]:
    """The process, once it has said that it is there."""
    process = subprocess.Popen(
        ["node", *words], cwd=NODE, env=os.environ | given, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _resident_kb(pid: int) -> int:
    with contextlib.suppress(OSError):
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") // 1024
    return 0
