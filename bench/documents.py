"""Writing together: 400 authors beside other services, random histories under kills, loading."""

import asyncio
import gzip
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID

from pycrdt import Doc, Text

from api import tables
from bench import community, histories, side_by_side
from bench.pages import free_port, settings_in, wired
from bench.peers import NODE
from bench.report import finish, hardware, median
from cases import service as cases
from cases.schemas import CaseDraft
from core.db import Sessions, transaction
from core.policy import Role
from core.postgres.server import start
from core.settings import Settings
from identity.sessions import open_session
from realtime.documents import content

HISTORIES = 100
LOADS = 30


async def prepare(settings: Settings) -> tuple[str, list[UUID]]:
    """A session's token, and drafts of that person's."""
    async with wired(settings) as sessions:
        return await _drafts(sessions)


async def _drafts(sessions: Sessions) -> tuple[str, list[UUID]]:
    author = (await community.people(sessions))[0]
    viewer = community.viewer(author, Role.MEMBER, Role.VERIFIED_CLINICIAN)
    draft = CaseDraft(title="One write-up and many authors", specialty="cardiology")
    async with transaction(sessions) as session:
        started = [await cases.start(session, viewer=viewer, draft=draft) for _ in range(side_by_side.DRAFTS)]
    async with transaction(sessions) as session:
        return await open_session(session, person_id=author.id), [case.id for case in started]


def load_ms(path: Path) -> float:
    """Milliseconds to make a document of the long trace from its stored state."""
    with gzip.open(path) as file:
        trace = json.load(file)
    document: Doc[Text] = Doc()
    text = document.get(histories.SECTION, type=Text)
    with document.transaction():
        for txn in trace["txns"]:
            for position, deleted, inserted in txn["patches"]:
                if deleted:
                    del text[position : position + deleted]
                if inserted:
                    text.insert(position, inserted)
    state = document.get_update()
    assert str(text) == trace["endContent"]
    seconds = []
    for _ in range(LOADS):
        began = time.perf_counter()
        content.restored(state, [])
        seconds.append(time.perf_counter() - began)
    took = median(seconds) * 1000
    print(f"{path.stem}: {len(trace['txns'])} edits, {len(state)} bytes, loaded in {took:.1f} ms")
    return took


def main() -> None:
    tables.load()
    print(hardware())
    if not histories.TRACE.exists():
        sys.exit("The traces are not here; say where with CONSILIUM_SHARED_DATA=FOLDER.")
    subprocess.run(["npm", "ci", "--loglevel=error"], cwd=NODE, check=True)
    with tempfile.TemporaryDirectory() as folder, start(Path(folder) / "pg", durable=True) as running:
        settings = settings_in(folder, running.url)
        token, drafts = asyncio.run(prepare(settings))
        figures = side_by_side.figures(settings, token, drafts)
    figures["load_ms"] = load_ms(histories.TRACE.with_name("automerge-paper.json.gz"))
    figures |= asyncio.run(histories.histories(free_port(), HISTORIES))
    figures["histories"] = figures.pop("histories_run")
    finish("documents", figures)


if __name__ == "__main__":
    main()
