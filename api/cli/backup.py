"""The verb `consilium backup FILE`."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from api.cli.place import database_url, settings_of
from api.keeping import archive
from core.postgres.folder import prepare


def define(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the backup to write; the service may be running")


def run(arguments: Namespace) -> int:
    settings = settings_of(arguments)
    prepare(settings.data)
    with database_url(settings) as url:
        archive.write(arguments.file, settings.data, url)
    megabytes = arguments.file.stat().st_size / 1e6
    print(f"Wrote {arguments.file} ({megabytes:.1f} MB). It holds the secret: keep it as safe as the data.")
    return 0
