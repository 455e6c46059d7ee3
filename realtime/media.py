"""The media engine of this process: started by the first who needs it, heard by one task."""

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path

import structlog

from core.settings import Settings
from realtime.sfu import signalling
from realtime.sfu.engine import EmbeddedEngine, EngineRefused, WorkerGone

logger = structlog.get_logger(__name__)
Deliver = Callable[[str, str, signalling.ToBrowser], None]


def engine_of(settings: Settings) -> EmbeddedEngine:
    """The worker that somebody else runs at `media_socket`, or one of our own."""
    low, high = settings.media_port_min, settings.media_port_max
    return EmbeddedEngine(
        listen=[address.strip() for address in settings.media_addresses.split(",") if address.strip()],
        ports=f"{low}-{max(low, high)}" if low else "0",
        sockets=[Path(settings.media_socket)] if settings.media_socket else (),
    )


class Media:
    """`deliver(room, member, frame)` takes what the engine has to say to a browser."""

    def __init__(self, settings: Settings, deliver: Deliver) -> None:
        self._settings, self._deliver = settings, deliver
        self._engine: EmbeddedEngine | None = None
        self._starting = asyncio.Lock()
        self._joined: set[tuple[str, str]] = set()
        self._pump: asyncio.Task[None] | None = None
        self._warming: asyncio.Task[None] | None = None

    @property
    def processes(self) -> list[int]:
        """Ids of the worker processes started here."""
        return self._engine.processes if self._engine else []

    def warm(self) -> None:
        """Somebody is about to enter: begin to start."""
        if self._engine is None and (self._warming is None or self._warming.done()):
            self._warming = asyncio.get_running_loop().create_task(self._warm())

    async def _warm(self) -> None:
        with contextlib.suppress(WorkerGone):
            await self._started()

    async def receive(
        self, room: str, member: str, frame: signalling.FromBrowser
    ) -> signalling.ToBrowser | None:
        """Do what the browser of a member asks. Never raises for what the engine refuses."""
        try:
            engine = await self._started()
            if (room, member) not in self._joined:
                await self._join(engine, room, member)
        except WorkerGone:
            return _refused(frame, "engine_gone")
        except EngineRefused as refused:
            return _refused(frame, refused.code)
        return await signalling.receive(engine, room, member, frame)

    async def _join(self, engine: EmbeddedEngine, room: str, member: str) -> None:
        """Whoever is cut off while the worker answers may be in already, and has to be taken out again."""
        self._joined.add((room, member))
        try:
            await engine.join(room, member)
        except (WorkerGone, EngineRefused):
            self._joined.discard((room, member))
            raise

    async def leave(self, room: str, member: str) -> None:
        if self._engine is not None and (room, member) in self._joined:
            self._joined.discard((room, member))
            with contextlib.suppress(WorkerGone, EngineRefused):
                await self._engine.leave(room, member)

    async def stop(self) -> None:
        for task in (self._warming, self._pump):
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
        if self._engine is not None:
            await self._engine.stop()
            self._engine = None

    async def _started(self) -> EmbeddedEngine:
        """Raises WorkerGone when it does not come up; the next who asks tries again."""
        async with self._starting:
            if self._engine is None:
                self._engine = await engine_of(self._settings).__aenter__()
                self._pump = asyncio.get_running_loop().create_task(self._listen(self._engine))
            return self._engine

    async def _listen(self, engine: EmbeddedEngine) -> None:
        async for event in engine.events():
            try:
                for room, member, frame in signalling.deliveries(event):
                    self._deliver(room, member, frame)
            except Exception:
                logger.exception("an event of the media engine was not delivered")


def _refused(frame: signalling.FromBrowser, code: str) -> signalling.MediaRefused:
    attempt = frame.attempt if isinstance(frame, signalling.MediaPublish) else None
    return signalling.MediaRefused(request=str(type(frame).__struct_config__.tag), code=code, attempt=attempt)
