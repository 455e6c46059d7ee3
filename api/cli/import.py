# ruff: noqa: N999 - the verb is called so
"""`consilium import cases|articles|notes FILE`: safe to repeat; faults are named with their lines."""

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.cli.place import whole_settings
from api.cli.work import sessions_of
from api.imports import articles, cases, notes
from api.imports.records import shown, text_of
from api.imports.taking import Tally, take_all
from core.db import Sessions
from core.settings import Settings


def define(parser: ArgumentParser) -> None:
    parser.add_argument("kind", choices=["cases", "articles", "notes"], help="what the file holds")
    parser.add_argument(
        "file", type=Path, help="JSON; articles also as NBIB, RIS, BibTeX or CSL-JSON", metavar="FILE"
    )


def run(arguments: Namespace) -> int:
    records = read(arguments.kind, arguments.file)
    with whole_settings(arguments) as settings, bar() as progress:
        task = progress.add_task(arguments.kind, total=len(records))
        tally = asyncio.run(work(settings, arguments.kind, records, lambda n: progress.advance(task, n)))
    return report(arguments.file, tally)


def read(kind: str, file: Path) -> list[Any]:
    """All records and faults of the file. Raises Refused for one that cannot be read."""
    found: dict[str, Callable[[], Iterable[Any]]] = {
        "cases": lambda: cases.records(text_of(file)),
        "articles": lambda: articles.records(file),
        "notes": lambda: notes.records(text_of(file)),
    }
    return list(found[kind]())


async def work(settings: Settings, kind: str, records: list[Any], told: Callable[[int], None]) -> Tally:
    async with sessions_of(settings) as sessions:
        return await take_in(sessions, kind, records, told)


async def take_in(
    sessions: Sessions, kind: str, records: Iterable[Any], told: Callable[[int], None] = lambda _: None
) -> Tally:
    take: Any = {"cases": cases.take, "articles": articles.take}.get(kind) or await notes.taker(sessions)
    return await take_all(sessions, records, take, told=told)


def report(file: Path, tally: Tally) -> int:
    """Say how it went; 1 when something could not be taken in."""
    for line in shown(file, tally.faults):
        print(line, file=sys.stderr)
    counted = [f"{tally.outcomes[name]} {name}" for name in ("new", "changed", "unchanged")]
    print(", ".join(counted) + (f", {len(tally.faults)} not taken in." if tally.faults else "."))
    return 1 if tally.faults else 0


def bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
