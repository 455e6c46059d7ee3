"""Bring a backup back: only into an empty house, or one whose owner insists, and only when nobody is in."""

import asyncio
from pathlib import Path

from api.keeping import archive, dump
from api.serving.errors import Refused


def restore(source: Path, data: Path, url: str, *, force: bool) -> None:
    """Replace database and files by those of the backup. Raises Refused before anything is changed."""
    tables, others = asyncio.run(dump.state(url))
    if others:
        raise Refused(f"{others} others are connected to the database: stop the service first.")
    if (tables or archive.kept(data)) and not force:
        raise Refused("There is data already: say --force to replace all of it by the backup.")
    with archive.opened(source, data) as staging:
        dump.load(url, staging / archive.DUMP)
        archive.put_back(staging, data)
