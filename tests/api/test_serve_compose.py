"""compose.yaml: every service is watched, no secret is made up, and what it sets exists."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.settings import Settings, load
from tests.api.consilium import REPOSITORY

TEXT = (REPOSITORY / "compose.yaml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SECRET = re.compile(r"secret|password|key|auth", re.IGNORECASE)
ASKED = re.compile(r"\$\{(\w+):\?([^}]*)\}")


def environments() -> Iterator[tuple[str, str, str]]:
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            yield name, variable, str(value)


def given(text: str) -> str:
    """As compose fills it in when everything has been set, and nothing that has a default."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", ASKED.sub("x" * 40, text))


def test_all_the_parts_are_there() -> None:
    plain = {name for name, service in SERVICES.items() if "profiles" not in service}
    assert plain == {"app", "outbox", "media", "postgres", "meilisearch", "valkey", "coturn"}
    assert SERVICES["mailpit"]["profiles"] == ["dev"]
    assert SERVICES["livekit"]["profiles"] == ["scale"]
    assert int(SERVICES["postgres"]["image"].partition(":")[2]) >= 17


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_watched_and_pinned(name: str) -> None:
    service = SERVICES[name]
    assert service["healthcheck"]["test"]
    assert service["healthcheck"]["retries"] > 1
    assert service["image"] == "consilium" or re.search(r":v?\d", service["image"])


def test_no_secret_has_a_value_of_its_own() -> None:
    secrets = [value for _, variable, value in environments() if SECRET.search(variable)]
    assert len(secrets) > 8
    for value in secrets:
        assert re.fullmatch(r"\$\{\w+:(\?[^}]+|-)\}", value)
    for _, variable, value in environments():
        if variable == "DATABASE_URL":
            assert "consilium:${POSTGRES_PASSWORD:?" in value
    assert "static-auth-secret=${TURN_SECRET:?" in COMPOSE["configs"]["coturn"]["content"]


def test_what_is_missing_is_named_in_one_sentence_that_says_what_to_set() -> None:
    asked = ASKED.findall(TEXT)
    assert {name for name, _ in asked} >= {
        "CONSILIUM_SECRET",
        "POSTGRES_PASSWORD",
        "TURN_SECRET",
        "PUBLIC_IP",
    }
    for name, sentence in asked:
        assert sentence.startswith(f"Set {name} to ")
        assert sentence.endswith(".")


def test_our_processes_know_every_setting_they_are_given() -> None:
    ours = {
        variable: given(value)
        for service, variable, value in environments()
        if service in {"app", "outbox"} and variable != "CONSILIUM_BASE_URL"
    }
    settings = load(ours)
    assert isinstance(settings, Settings)
    assert settings.database_url.startswith("postgresql://consilium:xxxx")
    assert settings.media_socket == "/run/media/worker.sock"


def test_our_containers_have_no_rights_they_do_not_need() -> None:
    for name in ("app", "outbox", "media"):
        assert SERVICES[name]["read_only"] is True
        assert SERVICES[name]["cap_drop"] == ["ALL"]
    lines = (REPOSITORY / "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER")] == ["USER consilium"]
    assert sum(line.startswith("FROM") for line in lines) == 3


@pytest.mark.parametrize("name", ["app", "outbox", "media"])
def test_the_modules_that_containers_run_exist(name: str) -> None:
    module, *words = SERVICES[name]["command"]
    path = REPOSITORY / module.replace(".", "/")
    assert path.with_suffix(".py").exists() or (path / "__main__.py").exists()
    if name == "media":
        options = [word.partition("=")[0] for word in words]
        source = path.with_suffix(".py").read_text()
        assert all(f'"{option}"' in source for option in options)


def health(address: str) -> int:
    command = [sys.executable, "-m", "api.serving.health", address]
    return subprocess.run(command, cwd=REPOSITORY, check=False, capture_output=True).returncode


def test_the_health_check_tells_well_from_ill(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        listening.listen()
        assert health(f"unix:{tmp_path}/s") == 0
        listening.setblocking(False)
        with pytest.raises(BlockingIOError):  # nobody came in
            listening.accept()
    assert health(f"unix:{tmp_path}/none") == 1
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        assert health(f"http://127.0.0.1:{silent.getsockname()[1]}/") == 1
