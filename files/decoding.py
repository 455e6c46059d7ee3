"""The parent's side of the workshop: a child for each job, few at a time, ended when it takes too long."""

import asyncio
import sys
from pathlib import Path
from typing import TypeVar

import msgspec
import structlog

from files import errors
from files.workshop.wire import (
    Assemble,
    Blacken,
    Frame,
    Job,
    Made,
    Rect,
    Refused,
    Result,
    Shrink,
    Take,
    Taken,
)

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 45.0  # of waiting; its processor time is bounded by itself
AT_ONCE = 2
WAITING = 6
# Nothing of ours goes along: no secret, no address of the database.
ENVIRONMENT = {
    "PYTHONPATH": str(ROOT),
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "LC_ALL": "C.UTF-8",
}
logger = structlog.get_logger(__name__)
T = TypeVar("T", bound=Result)


class _Door:
    """How many children this process has, and how many jobs wait for one."""

    def __init__(self) -> None:
        self.inside = 0
        self.seats: asyncio.Semaphore | None = None
        self.loop: asyncio.AbstractEventLoop | None = None

    def seat(self) -> asyncio.Semaphore:
        """Of the running loop: tests have several."""
        loop = asyncio.get_running_loop()
        if self.seats is None or self.loop is not loop:
            self.seats, self.loop, self.inside = asyncio.Semaphore(AT_ONCE), loop, 0
        return self.seats


_door = _Door()


async def take(data: bytes, source: str) -> Taken:
    """Decode an upload. Raises FileUnreadable, TooManyPixels, TooManyFrames, NoPictureInside,
    DecodingTooSlow, WorkshopBusy.
    """
    return await _done(Take(data, source), Taken)


async def blacken(image: bytes, rects: list[Rect]) -> Frame:
    return await _done(Blacken(image, rects), Frame)


async def shrink(image: bytes, sides: list[int]) -> list[bytes]:
    return (await _done(Shrink(image, sides), Made)).images


async def assemble(header: bytes, images: list[bytes]) -> bytes:
    return (await _done(Assemble(header, images), Made)).images[0]


async def _done(job: Job, kind: type[T]) -> T:
    seat = _door.seat()
    if _door.inside >= AT_ONCE + WAITING:
        raise errors.WorkshopBusy
    _door.inside += 1
    try:
        async with seat:
            result = await _in_a_child(job)
    finally:
        _door.inside -= 1
    if isinstance(result, Refused):
        raise getattr(errors, result.why)
    assert isinstance(result, kind)
    return result


async def _in_a_child(job: Job) -> Result:
    """Raises DecodingTooSlow. A child that the kernel ended has met something it could not read."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "files.workshop",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=ENVIRONMENT,
        cwd="/",
    )
    try:
        async with asyncio.timeout(SECONDS):
            said, complaint = await child.communicate(msgspec.msgpack.encode(job))
    except TimeoutError as error:
        raise errors.DecodingTooSlow from error
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode or complaint:
        logger.info(
            "upload not decoded", code=child.returncode, complaint=complaint[-200:].decode(errors="replace")
        )
    if child.returncode:
        return Refused("FileUnreadable")
    result: Result = msgspec.msgpack.decode(said, type=Result)
    return result
