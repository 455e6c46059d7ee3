"""The service's end of one worker: starts the process, keeps it alive, matches replies to requests."""

import asyncio
import contextlib
import itertools
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from realtime.sfu import protocol as p

logger = logging.getLogger(__name__)
START_SECONDS = 20.0
REPLY_SECONDS = 5.0
MAX_PAUSE = 5.0
ROOT = Path(__file__).resolve().parents[2]


class WorkerGone(ConnectionError):
    """The media worker ended before it could answer; it is being started again."""


class Link:
    """`heard` takes events, `revived` is called whenever a worker stands again after one was lost."""

    def __init__(
        self, path: Path, arguments: Sequence[str], *, spawn: bool,
        heard: Callable[[p.AnyEvent], None], revived: Callable[["Link"], None],
    ) -> None:  # fmt: skip
        self._path, self._arguments, self._spawn = path, list(arguments), spawn
        self._heard, self._revived = heard, revived
        self.process: asyncio.subprocess.Process | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._waiting: dict[int, asyncio.Future[p.AnyReply]] = {}
        self._ids = itertools.count(1)
        self._tending: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Returns when the worker answers. Raises WorkerGone if it does not come up."""
        reader = await self._open()
        self._tending = asyncio.get_running_loop().create_task(self._tend(reader))

    async def stop(self) -> None:
        """SIGTERM, then SIGKILL for one that does not end by itself soon."""
        if self._tending is not None:
            self._tending.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._tending
        self._lose()
        await self._reap(patience=3.0)

    async def ask(self, request: p.AnyRequest) -> p.AnyReply:
        """Send a request under an id of ours and wait for its reply. Raises WorkerGone."""
        if self._writer is None:
            raise WorkerGone
        number = next(self._ids)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        try:
            self._writer.write(p.frame(msgspec.structs.replace(request, id=number)))
            async with asyncio.timeout(REPLY_SECONDS):
                replied: p.AnyReply = await answer
                return replied
        except TimeoutError:
            self._break()  # a worker that does not answer is as good as dead
            raise WorkerGone from None
        finally:
            self._waiting.pop(number, None)

    # its life

    async def _tend(self, reader: asyncio.StreamReader) -> None:
        pause = 0.1
        while True:
            await self._listen(reader)
            self._lose()
            await self._reap(patience=0.5)
            logger.error("the media worker was lost; another one is started")
            while True:
                await asyncio.sleep(pause)
                try:
                    reader = await self._open()
                except (OSError, WorkerGone):
                    logger.exception("the media worker does not come up")
                    pause = min(MAX_PAUSE, pause * 2)
                    continue
                pause = 0.1
                self._revived(self)
                break

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        try:
            while (body := await p.read_frame(reader)) is not None:
                message = p.from_worker.decode(body)
                if isinstance(message, p.AnyReply):
                    waiting = self._waiting.get(message.id)
                    if waiting is not None and not waiting.done():
                        waiting.set_result(message)
                else:
                    self._heard(message)
        except (ValueError, msgspec.MsgspecError, asyncio.QueueFull):
            logger.exception("the media worker's stream broke")

    def _break(self) -> None:
        if self._writer is not None:
            self._writer.transport.abort()

    def _lose(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(WorkerGone())
        self._waiting.clear()

    async def _reap(self, patience: float) -> None:
        process = self.process
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            # wait_for of Python 3.11 may swallow that we were cancelled: then `stop` waits for ever
            async with asyncio.timeout(patience):
                await process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        self.process = None  # not before: who is interrupted here must find it again

    async def _open(self) -> asyncio.StreamReader:
        if self._spawn:
            launching = asyncio.ensure_future(self._launch())
            try:
                self.process = await asyncio.shield(launching)
            except asyncio.CancelledError:  # stopped meanwhile: the child must not be forgotten
                self.process = await launching
                raise
        deadline = asyncio.get_running_loop().time() + START_SECONDS
        while asyncio.get_running_loop().time() < deadline:
            if self.process is not None and self.process.returncode is not None:
                break
            with contextlib.suppress(OSError):
                reader, self._writer = await asyncio.open_unix_connection(self._path)
                return reader
            await asyncio.sleep(0.02)
        await self._reap(patience=0.5)
        raise WorkerGone

    async def _launch(self) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "realtime.sfu.worker", "--socket", str(self._path),
            "--parent", str(os.getpid()), *self._arguments, cwd=ROOT, stdin=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
