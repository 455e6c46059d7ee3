from pathlib import Path

import pytest

from core.settings import BadSettings, Settings, load, variable

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "settings.md"


def test_each_setting_is_documented() -> None:
    text = DOCUMENT.read_text()
    missing = [variable(name) for name in Settings.__struct_fields__ if f"`{variable(name)}`" not in text]
    assert missing == []


def test_bad_values_stop_the_start_with_all_faults_at_once() -> None:
    with pytest.raises(BadSettings) as stopped:
        load({"CONSILIUM_PORT": "eighty", "CONSILIUM_BASE_URL": "nowhere", "CONSILIUM_COLOUR": "red"})
    lines = str(stopped.value).splitlines()
    assert len(lines) == 3
    assert all(line.startswith("CONSILIUM_") for line in lines)


def test_a_fault_says_what_to_write_instead() -> None:
    faulty = {"PORT": "0", "SMTP_TLS": "yes", "DEVELOPMENT": "perhaps", "BASE_URL": "https://a.example/x"}
    with pytest.raises(BadSettings) as stopped:
        load({f"CONSILIUM_{name}": value for name, value in faulty.items()})
    said = str(stopped.value)
    assert "CONSILIUM_PORT: give a whole number from 1 to 65535" in said
    assert "CONSILIUM_SMTP_TLS: give one of none, starttls, tls" in said
    assert "CONSILIUM_DEVELOPMENT: give true or false" in said
    assert "without a path" in said


def test_values_arrive_typed() -> None:
    read = load({"CONSILIUM_PORT": "8123", "DATABASE_URL": "postgresql://db/x", "CONSILIUM_DATA": "/srv/d"})
    assert (read.port, read.database_url, read.data) == (8123, "postgresql://db/x", Path("/srv/d"))


def test_a_short_secret_is_refused_and_not_repeated() -> None:
    with pytest.raises(BadSettings) as stopped:
        load({"CONSILIUM_SECRET": "hunter2"})
    assert "hunter2" not in str(stopped.value)
