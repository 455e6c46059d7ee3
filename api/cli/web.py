"""`consilium web`: one web process of an installation whose database and workers run elsewhere."""

import os
import sys
from argparse import ArgumentParser, Namespace

from api.cli.place import settings_of
from api.serving.children import errand, python
from api.serving.environment import environment
from api.serving.errors import Refused
from core.settings import Settings, variable

NEEDED = ("database_url", "secret", "base_url")


def define(parser: ArgumentParser) -> None:
    parser.add_argument("--port", help="the port (CONSILIUM_PORT, or 8000)")
    parser.add_argument("--host", help="the address to listen on (CONSILIUM_HOST, or 127.0.0.1)")


def run(arguments: Namespace) -> int:
    settings = settings_of(arguments)
    refuse_what_is_missing(settings)
    given = environment(settings, settings.database_url, os.environ)
    if errand("api.serving.prepare", environment=given).returncode:
        raise Refused("The database could not be prepared: the reason is in the lines above.")
    os.execve(sys.executable, python("api.serving.web"), given)  # noqa: S606 - this process becomes the server


def refuse_what_is_missing(settings: Settings) -> None:
    """Several processes must agree on these, so none is made up. Raises Refused naming the first."""
    for name in NEEDED:
        if getattr(settings, name) == getattr(Settings(), name):
            raise Refused(f"{variable(name)} is not set: docs/settings.md says what it is for.")
