"""Which installation a command works on: the settings, the data folder, the database."""

import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from api.serving.errors import Refused
from api.serving.secret import secret_of
from core import settings as configuration
from core.postgres import AlreadyRunning, start
from core.postgres.folder import holder, prepare
from core.settings import Settings


def settings_of(arguments: Namespace) -> Settings:
    """The environment's settings with what was said on the command line. Raises BadSettings."""
    given = {name: getattr(arguments, name, None) for name in ("data", "port", "host")}
    told = {f"CONSILIUM_{name.upper()}": str(value) for name, value in given.items() if value is not None}
    settings = configuration.load(dict(os.environ) | told)
    return msgspec.structs.replace(settings, data=settings.data.absolute())


@contextmanager
def database_url(settings: Settings) -> Iterator[str]:
    """The operator's server, or that of the running service, or one started for the time of the command."""
    if settings.database_url:
        yield settings.database_url
        return
    try:
        server = start(settings.data)
    except AlreadyRunning:
        yield running_url(settings.data)
        return
    with server:
        yield server.url


def running_url(data: Path) -> str:
    url = holder(data)[1]
    if not url:
        raise Refused("The service is only just starting: try again in a moment.")
    return url


@contextmanager
def whole_settings(arguments: Namespace) -> Iterator[Settings]:
    """Settings with secret and database, for commands that do what the service does."""
    settings = settings_of(arguments)
    secret = settings.secret or secret_of(prepare(settings.data))
    with database_url(settings) as url:
        yield msgspec.structs.replace(settings, secret=secret, database_url=url)
