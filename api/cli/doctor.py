"""The verb `consilium doctor`: what an installation needs, checked one by one, each fault with its remedy."""

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator

import asyncpg

from api.cli.place import database_url, settings_of
from api.keeping.dump import plain
from api.serving.children import ROOT
from api.serving.errors import Refused
from cases.pdf import CannotPrint, can_print
from core.postgres import PostgresTrouble
from core.postgres.folder import prepare
from core.settings import Settings

Check = Callable[[Settings], str]


def define(parser: ArgumentParser) -> None:
    """It takes no arguments of its own."""


def run(arguments: Namespace) -> int:
    settings = settings_of(arguments)
    print(f"ok    settings      {settings.base_url}")
    faults = 0
    for name, sound, words in findings(settings):
        faults += not sound
        print(f"{'ok' if sound else 'FAULT':<5} {name:<13} {words}")
    return 1 if faults else 0


def findings(settings: Settings) -> Iterator[tuple[str, bool, str]]:
    """Name of the check, whether it passed, and what was found or what to do."""
    checks: dict[str, Check] = {
        "python": python,
        "front": front,
        "data folder": data,
        "database": database,
        "pdf": pdf,
    }
    for name, check in checks.items():
        try:
            yield name, True, check(settings)
        except (Refused, PostgresTrouble) as trouble:
            yield name, False, str(trouble)


def python(_: Settings) -> str:
    return sys.version.split()[0]


def front(_: Settings) -> str:
    if not any((ROOT / "web/dist").glob("*")):
        raise Refused(
            "The pages are not built: run `make serve` once, or `npm ci && npx vite build` in web/."
        )
    return "built"


def pdf(_: Settings) -> str:
    """No fault: everything else works without it."""
    return "can be made" if can_print() else " ".join((CannotPrint.__doc__ or "").split())


def data(settings: Settings) -> str:
    return str(prepare(settings.data))


def database(settings: Settings) -> str:
    with database_url(settings) as url:
        try:
            return asyncio.run(_database(plain(url)))
        except (OSError, asyncpg.PostgresError) as error:
            raise Refused(f"The database does not answer as it should: {error}") from error


async def _database(url: str) -> str:
    from api import migrate  # noqa: PLC0415 - alembic is slow to import

    connection = await asyncpg.connect(url, timeout=10)
    try:
        release = await connection.fetchval("SHOW server_version")
        known = await connection.fetchval("SELECT to_regclass('alembic_version') IS NOT NULL")
        found = await connection.fetchval("SELECT version_num FROM alembic_version") if known else None
    finally:
        await connection.close()
    if found != migrate.newest():
        raise Refused("The schema is not that of this release: run `consilium migrate`.")
    return f"PostgreSQL {release.split()[0]}, schema {found or 'empty'}"
