"""The verb `consilium restore FILE`."""

from argparse import ArgumentParser, Namespace
from contextlib import ExitStack
from pathlib import Path

from api.cli.place import settings_of
from api.keeping.restore import restore
from api.serving.environment import note_first_start
from core.postgres import start
from core.postgres.folder import Claim, prepare


def define(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file that `consilium backup` wrote")
    parser.add_argument("--force", action="store_true", help="replace the data that is there")


def run(arguments: Namespace) -> int:
    settings = settings_of(arguments)
    with ExitStack() as house:
        if settings.database_url:
            house.callback(Claim(prepare(settings.data)).release)
            url = settings.database_url
        else:
            url = house.enter_context(start(settings.data)).url
        restore(arguments.file, settings.data, url, force=arguments.force)
    note_first_start(settings.data)
    print("Restored. The next start makes the search index anew.")
    return 0
