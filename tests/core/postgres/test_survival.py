"""SIGKILL at the worst moment: no orphan, no lost write."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg

from core.postgres import start
from tests.core.postgres.conftest import alive, query


async def eventually(holds: Callable[[], bool], seconds: float = 10.0) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not come to pass"
        await asyncio.sleep(0.02)


async def write_until_cut_off(url: str) -> int:
    """Insert 1, 2, 3 ... each in its own transaction; the last number that was acknowledged."""
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE kept (n int PRIMARY KEY)")
    n = 0
    with contextlib.suppress(
        asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError
    ):
        while True:
            await connection.execute("INSERT INTO kept VALUES ($1)", n + 1)
            n += 1
    connection.terminate()
    return n


async def test_killing_the_service_leaves_no_orphan_and_loses_nothing(
    tmp_path: Path, service: Callable[[Path], tuple[int, int, str]]
) -> None:
    parent, postgres, url = service(tmp_path)
    writing = asyncio.create_task(write_until_cut_off(url))
    await asyncio.sleep(0.5)
    os.kill(parent, signal.SIGKILL)
    acknowledged = await writing
    await eventually(lambda: not alive(postgres))
    with start(tmp_path) as server:
        assert acknowledged > 10
        assert await query(server.url, "SELECT count(*) FROM kept") >= acknowledged


async def test_a_start_right_after_the_kill_waits_for_the_dying_server(
    tmp_path: Path, service: Callable[[Path], tuple[int, int, str]]
) -> None:
    for _ in range(3):
        parent, _, url = service(tmp_path)
        assert await query(url, "SELECT 1") == 1
        os.kill(parent, signal.SIGKILL)
        os.waitpid(parent, os.WNOHANG)


async def test_killing_postgresql_is_survived_with_every_acknowledged_write(tmp_path: Path) -> None:
    with start(tmp_path) as server:
        writing = asyncio.create_task(write_until_cut_off(server.url))
        await asyncio.sleep(0.5)
        fallen = server.pid
        os.kill(fallen, signal.SIGKILL)
        acknowledged = await writing
        await eventually(server.tend)
        await eventually(server.ready)
        assert server.pid != fallen
        assert acknowledged > 10
        assert await query(server.url, "SELECT count(*) FROM kept") >= acknowledged


async def test_a_server_that_keeps_falling_is_started_ever_more_slowly(tmp_path: Path) -> None:
    with start(tmp_path, durable=False) as server:
        for _ in range(3):
            os.kill(server.pid, signal.SIGKILL)
            await eventually(server.tend)
        assert 0.3 <= server.pace.pause <= 10.0
        await eventually(server.ready)


async def test_a_pid_file_that_names_a_stranger_is_no_obstacle(tmp_path: Path) -> None:
    with start(tmp_path, durable=False) as server:
        lines = (tmp_path / "postgres/postmaster.pid").read_text().split("\n")
        os.kill(server.pid, signal.SIGKILL)
        await eventually(lambda: server._process is not None and server._process.poll() is not None)
    lines[0] = str(os.getpid())
    (tmp_path / "postgres/postmaster.pid").write_text("\n".join(lines))
    with start(tmp_path, durable=False) as server:
        assert await query(server.url, "SELECT 1") == 1


async def test_stopping_ends_open_transactions_and_is_quick(tmp_path: Path) -> None:
    with start(tmp_path, durable=False) as server:
        connection = await asyncpg.connect(server.url)
        await connection.execute("BEGIN; CREATE TABLE never (n int)")
        begun = time.monotonic()
    assert time.monotonic() - begun < 5
    connection.terminate()
    with start(tmp_path, durable=False) as server:
        assert await query(server.url, "SELECT to_regclass('never')") is None
