"""What cannot work is said in one sentence, before anything is touched."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.postgres import AlreadyRunning, PostgresTrouble, Running, start
from core.postgres.cluster import trouble
from core.postgres.errors import DiskFull, FolderNotWritable, NotACluster, OtherMajorVersion, StillStopping
from core.postgres.folder import claim_cluster, holder
from tests.core.postgres.conftest import REPOSITORY, ROOT, as_ordinary_user


def one_sentence(text: str) -> bool:
    return "\n" not in text and text.endswith(".") and "{" not in text


def test_a_second_start_on_the_same_data_says_so(running: Running) -> None:
    with pytest.raises(AlreadyRunning) as refusal:
        start(running.data)
    assert one_sentence(str(refusal.value))
    assert str(running.data) in str(refusal.value)
    assert str(os.getpid()) in str(refusal.value)
    assert holder(running.data) == (str(os.getpid()), running.url)


def test_so_does_another_process(tmp_path: Path, service: Callable[[Path], tuple[int, int, str]]) -> None:
    parent, postgres, _ = service(tmp_path)
    with pytest.raises(AlreadyRunning, match=f"process {parent}"):
        start(tmp_path)
    assert Path(f"/proc/{postgres}").exists()


def test_a_read_only_folder_is_named(open_folder: Path, programs: Path) -> None:
    open_folder.chmod(0o555)
    with pytest.raises(RuntimeError, match=r"^FolderNotWritable: .*Permission denied.*DATA=\.$"):
        as_ordinary_user(lambda: start(open_folder, programs=programs))


def test_a_folder_below_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderNotWritable) as refusal:
        start(tmp_path / "file" / "data")
    assert one_sentence(str(refusal.value))


def test_a_cluster_of_another_major_version_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres/PG_VERSION").write_text("17\n")
    with pytest.raises(OtherMajorVersion) as refusal:
        start(tmp_path)
    assert "PostgreSQL 17" in str(refusal.value)
    assert "consilium backup" in str(refusal.value)
    assert one_sentence(str(refusal.value))
    assert [path.name for path in (tmp_path / "postgres").iterdir()] == ["PG_VERSION"]


def test_a_folder_that_is_no_cluster_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres/thesis.txt").write_text("years of work")
    with pytest.raises(NotACluster):
        start(tmp_path)
    assert (tmp_path / "postgres/thesis.txt").read_text() == "years of work"


FULL = """
import sys
from pathlib import Path
from core.postgres import PostgresTrouble, start
try:
    start(Path("/mnt/data"))
except PostgresTrouble as trouble:
    sys.exit(f"{type(trouble).__name__} {trouble}")
"""


def on_a_small_disk(megabytes: int, program: str) -> subprocess.CompletedProcess[str]:
    """Run a program that uses /mnt, a real file system of that size in a mount namespace of its own."""
    script = f'mount -t tmpfs -o size={megabytes}m none /mnt && exec "$0" -c "$1"'
    unshare = ["unshare", "--mount"] if ROOT else ["unshare", "--mount", "--map-root-user"]
    return subprocess.run(
        [*unshare, "sh", "-c", script, sys.executable, program],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_full_disk_is_named() -> None:
    done = on_a_small_disk(20, FULL)
    assert done.stderr.startswith(
        "DiskFull The disk that holds the data folder /mnt/data is full (20 MB free"
    )
    assert one_sentence(done.stderr.strip())


FILLED = """
import asyncio, time
from pathlib import Path
import asyncpg
from core.postgres import start

async def fill(url):
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE kept (n int, filler text)")
    await connection.execute("ALTER TABLE kept ALTER filler SET STORAGE EXTERNAL")
    n = 0
    try:
        while True:
            await connection.execute("INSERT INTO kept VALUES ($1, repeat('x', 500000))", n + 1)
            n += 1
    except (asyncpg.PostgresError, OSError):
        return n

async def count(url):
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval("SELECT count(*) FROM kept")
    finally:
        await connection.close()

with start(Path("/mnt/data")) as server:
    spare = Path("/mnt/spare")
    spare.write_bytes(bytes(60 * 2**20))
    acknowledged = asyncio.run(fill(server.url))
    while not server.fallen:
        time.sleep(0.05)
    print(server.why())
    spare.unlink()
    while server.fallen or not server.ready():
        server.tend()
        time.sleep(0.05)
    print(acknowledged > 10, asyncio.run(count(server.url)) >= acknowledged)
"""


def test_a_disk_that_fills_up_while_it_runs_is_named_and_survived(tmp_path: Path) -> None:
    if not ROOT:  # only root may give a file system to the server's user
        assert "is full" in str(trouble("PANIC: No space left on device", tmp_path, log=""))
        return
    done = on_a_small_disk(250, FILLED)
    why, survived = done.stdout.splitlines()
    assert why.startswith("The disk that holds the data folder /mnt/data is full")
    assert one_sentence(why)
    assert survived == "True True"


def test_a_disk_that_fills_up_on_the_way_is_named_too(tmp_path: Path) -> None:
    said = 'x LOG: starting\nx PANIC:  could not write to file "pg_wal/xlogtemp.7": No space left on device\n'
    assert isinstance(trouble(said, tmp_path, log="log"), DiskFull)


def test_a_server_that_fails_gives_its_last_reason_and_its_log(tmp_path: Path) -> None:
    with start(tmp_path, durable=False):
        pass
    with (tmp_path / "postgres/postgresql.conf").open("a") as settings:
        settings.write("shared_buffers = nonsense\n")
    with pytest.raises(PostgresTrouble, match=r"FATAL.*errors.*postgres\.log") as refusal:
        start(tmp_path)
    assert one_sentence(str(refusal.value))


def test_an_earlier_server_that_is_still_at_work_is_waited_for_and_then_named(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    held = claim_cluster(tmp_path)
    with pytest.raises(StillStopping):
        claim_cluster(tmp_path, patience=0.05)
    os.close(held)
    os.close(claim_cluster(tmp_path, patience=0.0))


def test_a_start_that_was_cut_short_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "postgres.new").mkdir()
    (tmp_path / "postgres.new/half").write_text("made")
    with start(tmp_path, durable=False) as server:
        assert server.ready()
    assert not (tmp_path / "postgres.new").exists()


def test_a_removed_data_folder_starts_from_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        with start(tmp_path / "data", durable=False) as server:
            assert server.ready()
        shutil.rmtree(tmp_path / "data")
