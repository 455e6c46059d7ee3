"""Store before show: groups form while a commit runs, and a failed commit shows nothing."""

import asyncio
from collections.abc import Sequence

import pytest

from realtime.documents.commits import GroupCommit, TooMuchWaiting


class Disk:
    """Commits when told to, and notes what was stored and shown in which order."""

    def __init__(self) -> None:
        self.log: list[tuple[str, list[int]]] = []
        self.may_commit = asyncio.Event()
        self.begun = asyncio.Event()
        self.shown: asyncio.Queue[None] = asyncio.Queue()

    async def store(self, group: Sequence[int]) -> None:
        self.begun.set()
        await self.may_commit.wait()
        self.log.append(("stored", list(group)))

    def show(self, group: Sequence[int]) -> None:
        self.log.append(("shown", list(group)))
        self.shown.put_nowait(None)


async def test_what_arrives_during_a_commit_goes_into_the_next_together() -> None:
    disk = Disk()
    commits = GroupCommit(disk.store, disk.show)
    running = asyncio.ensure_future(commits.run())
    commits.add(1)
    await disk.begun.wait()
    commits.add(2)
    commits.add(3)
    assert disk.log == []
    disk.may_commit.set()
    await disk.shown.get()
    await disk.shown.get()
    assert disk.log == [("stored", [1]), ("shown", [1]), ("stored", [2, 3]), ("shown", [2, 3])]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_failed_commit_shows_nothing_and_takes_nothing_more() -> None:
    disk = Disk()

    async def fail(group: Sequence[int]) -> None:
        raise OSError(f"the disk is full: {group}")

    commits = GroupCommit(fail, disk.show)
    commits.add(1)
    with pytest.raises(OSError, match="the disk is full"):
        await commits.run()
    assert disk.log == []
    with pytest.raises(TooMuchWaiting):
        commits.add(2)


async def test_the_queue_before_a_commit_is_bounded() -> None:
    disk = Disk()
    commits = GroupCommit(disk.store, disk.show, most_waiting=2)
    commits.add(1)
    commits.add(2)
    with pytest.raises(TooMuchWaiting):
        commits.add(3)
