"""The verb `consilium demo`."""

import asyncio
from argparse import ArgumentParser, Namespace

from api.cli.place import whole_settings
from api.cli.work import sessions_of
from core.settings import Settings


def define(parser: ArgumentParser) -> None:
    """It takes no arguments of its own."""


def run(arguments: Namespace) -> int:
    """Load the sample community unless it is there, and say how to sign in to it."""
    from api import demo, migrate  # noqa: PLC0415 - only this verb needs them

    with whole_settings(arguments) as settings:
        migrate.main(settings.database_url)
        new = asyncio.run(load(settings))
    print("The sample community is there." if new else "The sample community was there already.")
    print(demo.SIGN_IN)
    return 0


async def load(settings: Settings) -> bool:
    from api import demo  # noqa: PLC0415 - as above

    async with sessions_of(settings) as sessions:
        return await demo.load(sessions)
