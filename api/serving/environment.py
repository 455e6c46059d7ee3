"""The settings of the children: what the operator gave, and what only the parent knows."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from api.serving.children import ROOT
from api.serving.secret import secret_of
from core.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def environment(settings: Settings, database_url: str, given: Mapping[str, str]) -> dict[str, str]:
    """All that a child is told. A service on this machine alone is in development unless told otherwise."""
    data = settings.data.absolute()
    known = {
        "CONSILIUM_HOST": settings.host,
        "CONSILIUM_PORT": str(settings.port),
        "CONSILIUM_DATA": str(data),
        "CONSILIUM_SECRET": settings.secret or secret_of(data),
        "DATABASE_URL": database_url,
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), given.get("PYTHONPATH", "")])),
    }
    return defaults(settings) | dict(given) | known


def defaults(settings: Settings) -> dict[str, str]:
    here = settings.host in LOOPBACK
    return {
        "CONSILIUM_BASE_URL": f"http://{host_in_url(settings)}:{settings.port}",
        "CONSILIUM_DEVELOPMENT": "true" if here else "false",
        "CONSILIUM_LOG_JSON": "false" if sys.stderr.isatty() else "true",
        "PYTHONUNBUFFERED": "1",
    }


def host_in_url(settings: Settings) -> str:
    """Where a browser on this machine finds the service, also when it listens on all addresses."""
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 - compared only
    return f"[{host}]" if ":" in host else host


def only_here(environment: Mapping[str, str]) -> bool:
    """Whether nobody but this machine's users reaches the service, also not by a proxy before it."""
    called = urlsplit(environment["CONSILIUM_BASE_URL"]).hostname
    return environment["CONSILIUM_HOST"] in LOOPBACK and called in LOOPBACK


def for_outbox(environment: Mapping[str, str]) -> dict[str, str]:
    """The outbox worker counts on a port of its own, the next one."""
    port = int(environment.get("CONSILIUM_METRICS_PORT", "0"))
    return {**environment, "CONSILIUM_METRICS_PORT": str(port + 1 if port else 0)}


def is_first_start(data: Path) -> bool:
    return not (data / "started").exists()


def note_first_start(data: Path, words: str = "") -> str:
    """From now on this data folder is somebody's: the sample community never comes by itself again.

    Returns what there is to tell at every start: `words` of this first one, or of the one that was.
    """
    note = data / "started"
    if is_first_start(data):
        note.write_text(words)
    return note.read_text()
