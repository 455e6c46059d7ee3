"""`consilium serve` as a newcomer runs it, and as the worst day treats it."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.serving.environment import is_first_start, note_first_start
from core.postgres.folder import holder
from tests.api.consilium import CLEAN, REPOSITORY, Service, alive, command, consilium, descendants, free_port


def eventually(holds: Callable[[], object], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.05)


def named(pids: set[int], words: str) -> list[int]:
    """Those processes whose command line holds `words`, parents before children."""
    found = []
    for pid in sorted(pids):
        try:
            line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if words in line:
            found.append(pid)
    return found


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Callable[..., Service]]:
    begun: list[Service] = []

    def start(*words: str, name: str = "a house", **environment: str) -> Service:
        begun.append(Service(tmp_path / name, *words, **environment))
        return begun[-1]

    yield start
    for service in begun:
        service.stop()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = Service(tmp_path_factory.mktemp("serve") / "a house", "--no-demo")
    service.wait_for("Ctrl-C stops it.")
    yield service
    assert service.stop() == 0


def test_it_says_where_it_is_and_answers_there(service: Service) -> None:
    assert f"Consilium is ready at http://127.0.0.1:{service.port}\n" in service.output
    assert service.get("/health/ready") == (200, '{"status":"ready"}')
    assert service.get("/")[0] == 200


def test_a_second_start_on_the_same_data_says_so_and_ends(service: Service) -> None:
    for port in (service.port, free_port()):
        done = consilium("serve", "--data", service.data, "--port", port)
        assert done.returncode == 1
        assert done.stdout == ""
        assert done.stderr.startswith("Consilium is already running on the data folder")
        assert str(service.process.pid) in done.stderr
        assert done.stderr.count("\n") == 1
    assert service.get("/health/ready")[0] == 200


def test_a_taken_port_is_refused_before_anything_is_started(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = consilium("serve", "--data", tmp_path / "data", "--port", port)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"Port {port} on 127.0.0.1 cannot be used (Address already in use): choose another with PORT=.\n"
    )
    assert not (tmp_path / "data/postgres").exists()


def test_wrong_settings_are_all_named_and_nothing_is_started(tmp_path: Path) -> None:
    done = consilium(
        "serve", "--data", tmp_path / "data", CONSILIUM_LOG_LEVEL="loud", CONSILIUM_COLOUR="blue"
    )
    assert done.returncode == 1
    assert "CONSILIUM_LOG_LEVEL" in done.stderr
    assert "CONSILIUM_COLOUR" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("postgres -D", "PostgreSQL"),
        ("api.serving.web", "The web server"),
        ("api.outbox_worker", "The outbox worker"),
    ],
)
def test_what_falls_is_started_again(service: Service, module: str, name: str) -> None:
    fallen = named(descendants(service.process.pid), module)[0]
    os.kill(fallen, signal.SIGKILL)
    eventually(lambda: f"{name} fell and was started again" in service.output)
    assert not alive(fallen)
    assert named(descendants(service.process.pid), module)
    eventually(lambda: service.get("/health/ready")[0] == 200)


def test_where_others_reach_it_the_sample_community_and_its_known_passphrase_stay_away(
    begin: Callable[..., Service],
) -> None:
    service = begin("--host", "0.0.0.0")  # noqa: S104
    service.wait_for("Ctrl-C stops it.")
    assert "./consilium user add EMAIL NAME --role administrator" in service.output
    assert "passphrase" not in service.output
    found = consilium("user", "list", "alma", "--data", service.data)
    assert found.stdout == "Nobody was found.\n"


def test_killing_the_service_leaves_no_process_behind(begin: Callable[..., Service]) -> None:
    service = begin("--no-demo")
    service.wait_for("Ctrl-C stops it.")
    family = descendants(service.process.pid)
    assert len(named(family, "postgres")) > 3
    assert len(named(family, "api.serving.web")) == 2
    service.process.kill()
    service.process.wait()
    eventually(lambda: not any(alive(pid) for pid in family), seconds=20)
    again = begin("--no-demo")
    again.wait_for("Ctrl-C stops it.")


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_stops_in_good_order(begin: Callable[..., Service], sign: signal.Signals) -> None:
    service = begin("--no-demo")
    service.wait_for("Ctrl-C stops it.")
    family = descendants(service.process.pid)
    service.process.send_signal(sign)
    assert service.process.wait(90) == 0
    assert not any(alive(pid) for pid in family)
    assert service.output.endswith("Consilium has stopped.\n")
    assert not (service.data / "postgres/postmaster.pid").exists()


def test_it_can_be_stopped_while_it_starts(begin: Callable[..., Service]) -> None:
    service = begin("--no-demo")
    service.wait_for("Starting PostgreSQL")
    service.process.send_signal(signal.SIGTERM)
    assert service.process.wait(90) == 0
    begin("--no-demo").wait_for("Ctrl-C stops it.")


async def test_a_database_of_the_operators_own_is_used_instead(
    begin: Callable[..., Service], database_url: str
) -> None:
    service = begin(DATABASE_URL=database_url)
    service.wait_for("Ctrl-C stops it.")
    assert service.get("/health/ready")[0] == 200
    assert not (service.data / "postgres").exists()
    assert named(descendants(service.process.pid), "postgres -D") == []
    assert holder(service.data) == (str(service.process.pid), database_url)


def test_the_secret_is_made_once_and_kept_closed(service: Service) -> None:
    secret = service.data / "secret"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert len(secret.read_text().strip()) >= 32


def test_commands_work_beside_the_running_service(service: Service) -> None:
    assert consilium("migrate", "--data", service.data).stdout == "The schema is up to date.\n"


def test_an_unknown_verb_gets_the_list_of_verbs() -> None:
    done = consilium("sevre")
    assert done.returncode == 2
    assert "serve" in done.stderr
    assert consilium("help").returncode == 0


@pytest.mark.parametrize("missing", ["DATABASE_URL", "CONSILIUM_SECRET", "CONSILIUM_BASE_URL"])
def test_a_part_of_a_larger_installation_starts_with_nothing_made_up(tmp_path: Path, missing: str) -> None:
    told = {
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "CONSILIUM_SECRET": "x" * 40,
        "CONSILIUM_BASE_URL": "https://consilium.example",
        "CONSILIUM_DATA": str(tmp_path),
    }
    del told[missing]
    done = consilium("web", **told)
    assert done.returncode == 1
    assert done.stderr == f"{missing} is not set: docs/settings.md says what it is for.\n"


def test_nohup_is_respected(tmp_path: Path) -> None:
    port = free_port()
    output = tmp_path / "output"
    with output.open("wb") as log:
        process = subprocess.Popen(
            ["nohup", *command("serve", "--no-demo", "--data", str(tmp_path / "data"), "--port", str(port))],
            cwd=REPOSITORY,
            env=CLEAN,
            stdout=log,
            stderr=log,
        )
    try:
        eventually(lambda: "Ctrl-C stops it." in output.read_text(), 60)
        process.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        assert process.poll() is None
    finally:
        process.terminate()
        assert process.wait(30) == 0


def test_the_doctor_names_what_is_sound_and_what_is_not(service: Service, tmp_path: Path) -> None:
    well = consilium("doctor", "--data", service.data)
    assert "ok    database      PostgreSQL 18" in well.stdout
    (tmp_path / "file").touch()
    ill = consilium("doctor", "--data", tmp_path / "file")
    assert ill.returncode == 1
    assert "FAULT data folder   The data folder" in ill.stdout


def test_what_the_first_start_had_to_tell_is_told_at_every_start(tmp_path: Path) -> None:
    assert is_first_start(tmp_path)
    assert note_first_start(tmp_path, "Sign in as ...") == "Sign in as ..."
    assert not is_first_start(tmp_path)
    assert note_first_start(tmp_path) == "Sign in as ..."
