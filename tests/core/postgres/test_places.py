"""Where the embedded PostgreSQL can live, and whom it lets in."""

import asyncio
import os
import stat
import sys
import time
from pathlib import Path

import asyncpg
import pytest

from core.postgres import Running, binaries, ephemeral, start
from core.postgres.account import SERVER_UID
from core.postgres.cluster import admit
from tests.core.postgres.conftest import ROOT, as_ordinary_user, query


def modes(path: Path) -> dict[Path, tuple[int, int]]:
    return {parent: (parent.stat().st_mode, parent.stat().st_uid) for parent in path.parents}


async def test_it_runs_inside_a_folder_that_only_its_owner_may_enter_and_changes_no_permission(
    tmp_path: Path,
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    data = closed / "data"
    data.mkdir(mode=0o700)
    before = modes(data / "any")
    with start(data, durable=False) as server:
        assert await query(server.url, "SELECT count(*) FROM pg_class") > 0
        assert await query(server.url_as("postgres"), "SELECT count(*) FROM pg_stat_file('PG_VERSION')") == 1
    assert modes(data / "any") == before


async def test_root_never_runs_the_server_itself(running: Running) -> None:
    owner = Path(f"/proc/{running.pid}").stat().st_uid
    assert owner == (SERVER_UID if ROOT else os.getuid())
    assert owner != 0


async def test_root_hands_a_cluster_of_an_ordinary_user_back_to_that_user(
    open_folder: Path, programs: Path
) -> None:
    def once() -> int:
        with start(open_folder, durable=False, programs=programs) as server:
            return server.pid

    assert as_ordinary_user(once) > 0
    owner = (open_folder / "postgres").stat().st_uid
    with start(open_folder, durable=False) as server:
        assert Path(f"/proc/{server.pid}").stat().st_uid == owner
        assert await query(server.url, "SELECT 1") == 1


def test_an_ordinary_user_runs_it_too(open_folder: Path, programs: Path) -> None:
    def ask() -> tuple[int, int]:
        with start(open_folder / "my data", durable=False, programs=programs) as server:
            return asyncio.run(query(server.url, "SELECT 41 + 1")), os.getuid()

    answer, uid = as_ordinary_user(ask)
    assert answer == 42
    assert uid != 0


@pytest.mark.parametrize("name", ["two words", 'it\'s "quoted", $HOME;', "sköld-盾", "long/" * 40 + "end"])
async def test_paths_may_hold_anything_and_be_long(tmp_path: Path, name: str) -> None:
    with start(tmp_path / name, durable=False) as server:
        assert await query(server.url, "SELECT current_user::text") == "consilium"


async def test_the_service_is_no_superuser_and_nothing_listens_on_the_network(running: Running) -> None:
    assert await query(running.url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert await query(running.url, "SHOW listen_addresses") == ""
    assert await query(running.url, "SHOW data_checksums") == "on"
    assert await query(running.url, "SELECT lower('ÄÇΩ')") == "äçω"


def test_the_socket_folder_is_closed_to_others(running: Running) -> None:
    assert stat.S_IMODE(running.sockets.stat().st_mode) == 0o700
    assert stat.S_IMODE((running.data / "postgres").stat().st_mode) == 0o700


def test_another_user_of_the_machine_is_not_let_in(running: Running) -> None:
    if not ROOT:
        assert running.sockets.stat().st_uid == os.getuid()
        return
    with pytest.raises(RuntimeError, match="PermissionError"):
        as_ordinary_user(lambda: asyncio.run(query(running.url, "SELECT 1")))


async def test_the_kernel_vouches_for_who_connects_and_other_roles_are_refused(running: Running) -> None:
    await query(running.url_as("postgres"), "CREATE ROLE intruder LOGIN SUPERUSER")
    with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError, match="pg_hba"):
        await query(running.url_as("intruder"), "SELECT 1")


async def test_a_link_planted_in_the_cluster_is_not_followed(tmp_path: Path) -> None:
    with start(tmp_path / "data", durable=False) as server:
        precious = tmp_path / "precious"
        precious.write_text("keep me")
        account = server._account
    for name in ("pg_hba.conf", "pg_hba.conf.new", "pg_ident.conf"):
        (tmp_path / "data/postgres" / name).unlink(missing_ok=True)
        (tmp_path / "data/postgres" / name).symlink_to(precious)
    admit(tmp_path / "data/postgres", account)
    assert precious.read_text() == "keep me"
    assert not (tmp_path / "data/postgres/pg_hba.conf").is_symlink()


def test_the_programs_are_copied_once_and_readable_by_all(tmp_path: Path) -> None:
    first = binaries.folder_for_anyone(tmp_path / "cache")
    made = (first / "postgres").stat()
    assert stat.S_IMODE(made.st_mode) == 0o755
    assert binaries.folder_for_anyone(tmp_path / "cache") == first
    assert (first / "postgres").stat().st_ino == made.st_ino
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [first.parents[2].name]


def test_a_server_for_tests_leaves_nothing_behind() -> None:
    with ephemeral() as url:
        sockets = Path(url.partition("host=")[2])
        assert sockets.exists()
    assert not sockets.exists()


def test_it_says_how_long_a_start_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    took = []
    for _ in range(2):
        begun = time.perf_counter()
        with start(tmp_path):
            took.append(time.perf_counter() - begun)
    with capsys.disabled():
        sys.stdout.write(f"\nembedded PostgreSQL: cold start {took[0]:.2f} s, warm {took[1]:.2f} s\n")
