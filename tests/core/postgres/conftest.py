"""A server on real folders, and a way to be somebody else."""

import contextlib
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from core.postgres import Running, binaries, start

ROOT = os.geteuid() == 0
STRANGER = 65534
REPOSITORY = Path(__file__).parents[3]


async def query(url: str, sql: str) -> Any:
    """The first value of the first row."""
    connection = await asyncpg.connect(url, timeout=10)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def as_ordinary_user(act: Callable[[], Any]) -> Any:
    """What `act` returns, or raises, in a child that is not root. Import what it needs beforehand."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os._exit(_answer(act, writer))
    os.close(writer)
    with os.fdopen(reader, "rb") as answers:
        answer = answers.read()
    os.waitpid(child, 0)
    outcome = pickle.loads(answer)  # noqa: S301 - from our own child
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def _answer(act: Callable[[], Any], writer: int) -> int:
    if ROOT:
        os.setgroups([])
        os.setgid(STRANGER)
        os.setuid(STRANGER)
    try:
        outcome = act()
    except Exception as error:
        outcome = RuntimeError(f"{type(error).__name__}: {error}")
    with os.fdopen(writer, "wb") as answers:
        pickle.dump(outcome, answers)
    return 0


@pytest.fixture(scope="session")
def programs() -> Path:
    """The programs of PostgreSQL where an ordinary user reaches them, too."""
    return binaries.folder_for_anyone() if ROOT else binaries.folder()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with start(tmp_path_factory.mktemp("data"), durable=False) as server:
        yield server


SERVE = """
import sys, time
from pathlib import Path
from core.postgres import PostgresTrouble, start
try:
    server = start(Path(sys.argv[1]))
except PostgresTrouble as trouble:
    sys.exit(str(trouble))
print(server.pid, server.url, flush=True)
time.sleep(600)
"""


@pytest.fixture
def service() -> Iterator[Callable[[Path], tuple[int, int, str]]]:
    """Start a server in a process of its own: the pids of that process and of PostgreSQL, and the URL."""
    begun: list[subprocess.Popen[str]] = []
    used: set[Path] = set()

    def begin(data: Path) -> tuple[int, int, str]:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(data)], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
        )
        begun.append(process)
        assert process.stdout is not None
        pid, url = process.stdout.readline().split()
        used.add(Path(url.partition("host=")[2]))
        return process.pid, int(pid), url

    yield begin
    for process in begun:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    time.sleep(0.1)
    for sockets in used:
        with contextlib.suppress(OSError):
            sockets.rmdir()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that an ordinary user reaches and owns; pytest's own are closed to others."""
    path = Path(tempfile.mkdtemp(prefix="consilium-test-"))
    if ROOT:
        os.chown(path, STRANGER, STRANGER)
    yield path
    path.chmod(0o700)
    shutil.rmtree(path)
