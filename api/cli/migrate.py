"""The verb `consilium migrate`."""

from argparse import ArgumentParser, Namespace

from api.cli.place import whole_settings


def define(parser: ArgumentParser) -> None:
    """It takes no arguments of its own."""


def run(arguments: Namespace) -> int:
    from api import migrate  # noqa: PLC0415 - only this verb needs alembic

    with whole_settings(arguments) as settings:
        migrate.main(settings.database_url)
    print("The schema is up to date.")
    return 0
