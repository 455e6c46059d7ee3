"""What goes between sockets and the media worker, with a worker of its own."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from uuid import uuid4

import msgspec
import pytest

from core.settings import Settings
from realtime.hub import Live, Seat
from realtime.media import Media
from realtime.protocol.messages import Left
from realtime.rooms.room import Send
from realtime.sfu import signalling
from realtime.sfu.engine import EmbeddedEngine, EngineRefused

ROOM = str(uuid4())


@pytest.fixture
async def media(settings: Settings) -> AsyncIterator[Media]:
    media = Media(settings, lambda *_: None)
    yield media
    await media.stop()


@pytest.fixture
async def started(media: Media) -> EmbeddedEngine:
    return await media._started()


async def there(engine: EmbeddedEngine) -> list[str]:
    """Whom the worker has in the room."""
    try:
        return sorted(figures.member for figures in (await engine.stats(ROOM)).members)
    except EngineRefused:
        return []


async def test_who_is_cut_off_while_joining_is_taken_out_of_the_worker(
    media: Media, started: EmbeddedEngine
) -> None:
    await media.receive(ROOM, "ben", signalling.MediaSubscribe())
    (worker,) = started.processes
    os.kill(worker, signal.SIGSTOP)
    joining = asyncio.create_task(media.receive(ROOM, "ada", signalling.MediaSubscribe()))
    await asyncio.sleep(0.1)
    joining.cancel()
    await asyncio.gather(joining, return_exceptions=True)
    os.kill(worker, signal.SIGCONT)
    assert await there(started) == ["ada", "ben"]
    await media.leave(ROOM, "ada")
    assert await there(started) == ["ben"]


async def test_the_first_of_a_room_can_be_cut_off_while_joining(
    media: Media, started: EmbeddedEngine
) -> None:
    (worker,) = started.processes
    os.kill(worker, signal.SIGSTOP)
    joining = asyncio.create_task(media.receive(ROOM, "ada", signalling.MediaSubscribe()))
    await asyncio.sleep(0.1)
    joining.cancel()
    await asyncio.gather(joining, return_exceptions=True)
    os.kill(worker, signal.SIGCONT)
    assert await there(started) == ["ada"]
    await media.leave(ROOM, "ada")
    assert await there(started) == []


async def test_every_frame_of_many_is_written_as_it_is() -> None:
    """They are made one after the other, each when the one before is gone."""
    live, seat = Live(), Seat()
    live.seats["ada"] = seat
    names = [f"visit {number}" for number in range(200)]
    live.apply(Send("ada", Left(member=name)) for name in names)
    frames = [msgspec.json.decode(seat.frames.get_nowait()) for _ in names]
    assert [frame["member"] for frame in frames] == names
