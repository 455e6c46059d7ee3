"""The real command line and the real service, as processes."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
CLEAN = {k: v for k, v in os.environ.items() if not k.startswith("CONSILIUM_") and k != "DATABASE_URL"}


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "api.cli", *words]


def consilium(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """`consilium WORDS` to its end."""
    return subprocess.run(
        command(*map(str, words)),
        cwd=REPOSITORY,
        env=CLEAN | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def descendants(pid: int) -> set[int]:
    """The processes below `pid`, all generations."""
    found: set[int] = set()
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            below = {int(child) for child in children.read_text().split()}
        except FileNotFoundError:
            continue
        found |= below.union(*(descendants(child) for child in below))
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Service:
    """`consilium serve` in a process of its own. `output` is what it has printed so far."""

    def __init__(self, data: Path, *words: str, **environment: str) -> None:
        self.data, self.port = data, free_port()
        self.log = data.parent / f"{data.name}.output"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command("serve", "--data", str(data), "--port", str(self.port), *words),
                cwd=REPOSITORY,
                env=CLEAN | environment,
                stdout=log,
                stderr=log,
            )

    @property
    def output(self) -> str:
        return self.log.read_text()

    def wait_for(self, words: str, seconds: float = 90) -> None:
        until = time.monotonic() + seconds
        while words not in self.output:
            assert self.process.poll() is None, self.output[-3000:]
            assert time.monotonic() < until, self.output[-3000:]
            time.sleep(0.05)

    def get(self, path: str) -> tuple[int, str]:
        """Status (0: no answer) and body."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(30)
        finally:
            self.process.kill()
