"""The index is lost, half done, of another make, or rebuilt while people go on."""

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import pytest

from core.db import Sessions, transaction
from core.policy import GUEST
from core.settings import Settings
from forums import service as forums
from forums.schemas import BoardView
from identity.models import Person
from search import embedded, service
from search.embedded import Embedded, EmbeddedBuild
from search.errors import AlreadyRebuilding
from search.port import Document, Filters, SearchIndex
from search.query import parse
from search.rebuild import rebuild, rebuild_if_needed
from tests.search.conftest import DoJobs, ask, joined, reply


async def found(sessions: Sessions, index: SearchIndex, q: str) -> int:
    async with transaction(sessions) as session:
        return len((await service.find(session, GUEST, index, q=q, kind="thread")).results)


@pytest.fixture
async def threads(sessions: Sessions, board: BoardView, ada: Person, do_jobs: DoJobs) -> list[UUID]:
    made = [await ask(sessions, ada, board, f"Fever number {n}", "Relapsing fever.") for n in range(3)]
    await do_jobs()
    return made


async def test_an_index_that_was_deleted_is_made_again(
    sessions: Sessions, threads: list[UUID], settings: Settings, index: SearchIndex
) -> None:
    shutil.rmtree(settings.data / "search")
    assert await found(sessions, index, "fever") == 0
    await rebuild_if_needed(sessions, index)
    assert await found(sessions, index, "fever") == len(threads)
    assert await index.whole()


async def test_an_index_begun_by_changes_alone_is_not_whole(
    sessions: Sessions, threads: list[UUID], index: SearchIndex
) -> None:
    assert not await index.whole()
    await rebuild_if_needed(sessions, index)
    assert await index.whole()
    assert await found(sessions, index, "fever") == len(threads)


async def test_an_index_of_another_make_is_replaced_and_its_folder_removed(
    sessions: Sessions,
    threads: list[UUID],
    index: SearchIndex,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await rebuild(sessions, index)
    monkeypatch.setattr(embedded, "SCHEMA", 2)
    assert not await index.whole()
    await rebuild_if_needed(sessions, index)
    assert await found(sessions, index, "fever") == len(threads)
    folders = [path for path in (settings.data / "search").iterdir() if path.is_dir()]
    assert [folder.name.startswith("v2-") for folder in folders] == [True]


async def test_searches_go_on_and_changes_during_a_rebuild_are_not_lost(  # noqa: PLR0917
    sessions: Sessions,
    threads: list[UUID],
    board: BoardView,
    ada: Person,
    do_jobs: DoJobs,
    settings: Settings,
) -> None:
    """A thread is hidden and another opened after the rebuild has read them, before the swap."""
    index = Embedded(settings.data / "search")
    await joined(sessions, ada)
    seen: list[int] = []
    original = EmbeddedBuild.add

    async def add(self: EmbeddedBuild, documents: Sequence[Document]) -> None:
        await original(self, documents)
        if documents and documents[0].kind == "person":  # the last kind: threads are read already
            async with transaction(sessions) as session:
                opening = (await forums.posts(session, GUEST, thread_id=threads[0]))[0]
                await forums.hold_post(session, post_id=opening.id, reason="Waits for a moderator")
            await ask(sessions, ada, board, "Late arrival", "Came while the index was rebuilt.")
            await do_jobs()
            seen.append(await found(sessions, index, "fever"))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EmbeddedBuild, "add", add)
        await rebuild(sessions, index)
    assert seen == [2]
    assert await found(sessions, index, "arrival") == 0, "the swap brought the new index, still without it"
    await do_jobs()
    assert await found(sessions, index, "arrival") == 1
    assert await found(sessions, index, "fever") == 2
    hits = await index.search(parse("fever"), filters=_everywhere(board), limit=50)
    assert str(threads[0]) not in {str(hit.document.id) for hit in hits}


def _everywhere(board: BoardView) -> Filters:
    return Filters(boards=frozenset({str(board.id)}))


async def test_only_one_rebuilds_at_a_time(
    sessions: Sessions, threads: list[UUID], index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    del threads
    original = EmbeddedBuild.add
    asked: list[int] = []

    async def add(self: EmbeddedBuild, documents: Sequence[Document]) -> None:
        if not asked:
            asked.append(1)
            with pytest.raises(AlreadyRebuilding):
                await rebuild(sessions, index)
        await original(self, documents)

    monkeypatch.setattr(EmbeddedBuild, "add", add)
    await rebuild(sessions, index)
    assert asked


async def test_a_rebuild_that_fails_leaves_the_old_index(
    sessions: Sessions,
    threads: list[UUID],
    index: SearchIndex,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await rebuild(sessions, index)

    async def fail(self: EmbeddedBuild, documents: Sequence[Document]) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(EmbeddedBuild, "add", fail)
    with pytest.raises(OSError, match="No space"):
        await rebuild(sessions, index)
    assert await found(sessions, index, "fever") == len(threads)
    assert len([path for path in (settings.data / "search").iterdir() if path.is_dir()]) == 1


async def test_batches_of_two_workers_do_not_collide(  # noqa: PLR0917
    sessions: Sessions, board: BoardView, ada: Person, ben: Person, do_jobs: DoJobs, index: SearchIndex
) -> None:
    thread_id = await ask(sessions, ada, board, "Busy thread", "Opening.")
    for number in range(10):
        await reply(sessions, ben, thread_id, f"Answer {number}")
    await asyncio.gather(do_jobs(), do_jobs(), do_jobs())
    async with transaction(sessions) as session:
        assert len((await service.find(session, GUEST, index, q="answer")).results) == 10


def test_a_damaged_pointer_is_no_index(tmp_path: Path) -> None:
    (tmp_path / "current").write_text("{oops")
    assert embedded.read_pointer(tmp_path) is None
