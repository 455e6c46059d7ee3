"""A backup brings everything back, and never half of it."""

import asyncio
import stat
import tarfile
from pathlib import Path

import asyncpg
import pytest

from api.keeping import dump
from api.serving.errors import Refused
from core.postgres import start
from tests.api.consilium import consilium

ROWS = 1000


async def fill(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("CREATE TABLE note (n int PRIMARY KEY, said text)")
        await connection.execute("INSERT INTO note SELECT n, 'نص ' || n FROM generate_series(1, $1) n", ROWS)
        await connection.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RAISE 'append-only'; END $$"
        )
        await connection.execute("CREATE TRIGGER kept BEFORE UPDATE ON note EXECUTE FUNCTION refuse()")
    finally:
        await connection.close()


async def ask(url: str, sql: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A data folder with a database, a secret and an upload."""
    data = tmp_path / "a house"
    with start(data, durable=False) as server:
        asyncio.run(fill(server.url))
    (data / "secret").write_text("s" * 40)
    (data / "secret").chmod(0o600)
    (data / "files/2026").mkdir(parents=True)
    (data / "files/2026/scan.png").write_bytes(b"\x89PNG")
    (data / "search").mkdir()
    return data


@pytest.fixture
def backup(house: Path, tmp_path: Path) -> Path:
    file = tmp_path / "all of it.tar"
    done = consilium("backup", file, "--data", house)
    assert done.returncode == 0, done.stderr
    return file


def test_a_backup_brings_back_database_files_and_secret(backup: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    done = consilium("restore", backup, "--data", other)
    assert done.returncode == 0, done.stderr
    with start(other, durable=False) as server:
        assert asyncio.run(ask(server.url, "SELECT count(*) FROM note WHERE said = 'نص ' || n")) == ROWS
        with pytest.raises(asyncpg.RaiseError, match="append-only"):
            asyncio.run(ask(server.url, "UPDATE note SET said = ''"))
    assert (other / "secret").read_text() == "s" * 40
    assert stat.S_IMODE((other / "secret").stat().st_mode) == 0o600
    assert (other / "files/2026/scan.png").read_bytes() == b"\x89PNG"
    assert not (other / ".restoring").exists()


def test_a_backup_is_closed_to_others_and_leaves_out_what_a_start_makes_anew(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with tarfile.open(backup) as tar:
        tops = {"/".join(name.split("/")[:2]) for name in tar.getnames()}
    assert tops == {"contents.json", "database.dump", "data/files", "data/secret"}


def test_a_backup_is_never_overwritten(backup: Path, house: Path) -> None:
    before = backup.read_bytes()
    done = consilium("backup", backup, "--data", house)
    assert done.returncode == 1
    assert "exists already" in done.stderr
    assert backup.read_bytes() == before


def test_a_house_with_data_is_only_replaced_by_force_and_then_wholly(backup: Path, house: Path) -> None:
    (house / "files/new.png").write_bytes(b"later")
    with start(house, durable=False) as server:
        asyncio.run(ask(server.url, "INSERT INTO note VALUES (-1, 'later')"))
    refused = consilium("restore", backup, "--data", house)
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert (house / "files/new.png").exists()
    assert consilium("restore", backup, "--force", "--data", house).returncode == 0
    assert not (house / "files/new.png").exists()
    assert not (house / "search").exists()
    with start(house, durable=False) as server:
        assert asyncio.run(ask(server.url, "SELECT min(n) FROM note")) == 1


@pytest.mark.parametrize("cut", [0.2, 0.6])
def test_a_damaged_backup_changes_nothing(backup: Path, house: Path, cut: float) -> None:
    whole = backup.read_bytes()
    backup.write_bytes(whole[: int(len(whole) * cut)])
    done = consilium("restore", backup, "--force", "--data", house)
    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    still_there(house)


def test_a_backup_with_one_wrong_byte_changes_nothing(backup: Path, house: Path) -> None:
    whole = bytearray(backup.read_bytes())
    whole[whole.index(b"\x89PNG")] ^= 1
    backup.write_bytes(whole)
    done = consilium("restore", backup, "--force", "--data", house)
    assert done.returncode == 1
    assert "damaged" in done.stderr
    still_there(house)


def test_a_dump_that_breaks_off_in_the_middle_leaves_the_database_as_it_was(
    house: Path, tmp_path: Path
) -> None:
    with start(house, durable=False) as server:
        dump.dump(server.url, tmp_path / "dump")
        (tmp_path / "dump").write_bytes((tmp_path / "dump").read_bytes()[:-2000])
        with pytest.raises(Refused, match="nothing was restored"):
            dump.load(server.url, tmp_path / "dump")
    still_there(house)


def still_there(house: Path) -> None:
    with start(house, durable=False) as server:
        assert asyncio.run(ask(server.url, "SELECT count(*) FROM note")) == ROWS
    assert (house / "files/2026/scan.png").exists()


def test_a_running_service_can_be_backed_up_but_not_restored(house: Path, tmp_path: Path) -> None:
    file = tmp_path / "live.tar"
    with start(house, durable=False):
        assert consilium("backup", file, "--data", house).returncode == 0
        refused = consilium("restore", file, "--force", "--data", house)
        assert refused.returncode == 1
        assert "already running" in refused.stderr


async def test_a_database_of_the_operators_own_is_kept_and_brought_back_too(
    database_url: str, tmp_path: Path
) -> None:
    await fill(database_url)
    url = database_url.replace("postgresql://", "postgresql+asyncpg://")
    file, data = tmp_path / "own.tar", tmp_path / "data"
    done = consilium("backup", file, "--data", data, DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    await ask(database_url, "DELETE FROM note")
    connection = await asyncpg.connect(database_url)
    assert "others are connected" in consilium("restore", file, "--force", DATABASE_URL=url).stderr
    await connection.close()
    assert consilium("restore", file, "--force", "--data", data, DATABASE_URL=url).returncode == 0
    assert await ask(database_url, "SELECT count(*) FROM note") == ROWS
    assert await ask(database_url, "SELECT count(*) > 5 FROM pg_tables WHERE schemaname = 'public'")
