"""`consilium reindex`: the search index anew, beside the one in use, which answers until the swap."""

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from rich.console import Console
from rich.status import Status

from api.cli.place import whole_settings
from api.cli.work import sessions_of
from core.settings import Settings
from search.choice import index_of
from search.rebuild import rebuild


def define(parser: ArgumentParser) -> None:
    del parser


def run(arguments: Namespace) -> int:
    console = Console()
    with whole_settings(arguments) as settings, console.status("Reading ...") as status:
        count = asyncio.run(work(settings, telling(status)))
    console.print(f"The search index is new: {count} documents.")
    return 0


def telling(status: Status) -> Callable[[str, int], None]:
    return lambda kind, count: status.update(f"{kind}: {count}")


async def work(settings: Settings, told: Callable[[str, int], None]) -> int:
    async with sessions_of(settings) as sessions:
        return await rebuild(sessions, index_of(settings), told=told)
