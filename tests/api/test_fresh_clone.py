"""A newcomer's first command, on a fresh clone: what the README says, and nothing else."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.consilium import CLEAN, REPOSITORY, descendants, free_port

MINUTES = 10


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What is committed; what only lies about in the working copy is not there."""
    place = tmp_path / "a fresh clone"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", REPOSITORY, place], check=True)
    return place


class Serving:
    """`make serve` in a folder. `output` is what it has printed so far."""

    def __init__(self, place: Path, data: Path, log: Path) -> None:
        self.port, self.log = free_port(), log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                ["make", "serve", f"PORT={self.port}", f"DATA={data}"],
                cwd=place,
                env={
                    name: value for name, value in CLEAN.items() if name not in {"VIRTUAL_ENV", "MAKEFLAGS"}
                },
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    @property
    def output(self) -> str:
        return self.log.read_text()

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

    def wait_until_ready(self) -> None:
        until = time.monotonic() + MINUTES * 60
        while self.get("/health/ready")[0] != 200 or "Ctrl-C stops it." not in self.output:
            assert self.process.poll() is None, self.output[-3000:]
            assert time.monotonic() < until, self.output[-3000:]
            time.sleep(0.5)

    def stop(self) -> None:
        """Ctrl-C, as the terminal sends it: to everything that runs in the foreground."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(60)


@pytest.fixture
def serving(clone: Path, tmp_path: Path) -> Iterator[Serving]:
    serving = Serving(clone, tmp_path / "kept here", tmp_path / "output")
    yield serving
    if serving.process.poll() is None:
        os.killpg(serving.process.pid, signal.SIGKILL)
        serving.process.wait(30)


@pytest.mark.slow
@pytest.mark.timeout(MINUTES * 60 + 120)
def test_make_serve_on_a_fresh_clone_opens_the_house(clone: Path, serving: Serving) -> None:
    assert "make serve" in (clone / "README.md").read_text()
    serving.wait_until_ready()
    status, home = serving.get("/")
    assert status == 200
    assert "<title>" in home
    assert serving.get("/boards/cardiology")[0] == 200
    assert f"http://127.0.0.1:{serving.port}" in serving.output
    below = descendants(serving.process.pid)
    serving.stop()
    assert serving.get("/health/live")[0] == 0
    assert not [pid for pid in below if Path(f"/proc/{pid}").exists()]
    changed = subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True
    )
    assert not changed.stdout, "serving writes into files that are versioned or not ignored"
