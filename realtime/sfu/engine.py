"""`MediaEngine`, the port through which rooms get media, and the engine of our own behind it.

Rooms, presence, chat and rights stay outside: an engine knows words for rooms and members, session
descriptions and streams.
"""

import asyncio
import contextlib
import secrets
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeVar

from msgspec import Struct

from realtime.sfu import protocol as p
from realtime.sfu.link import Link, WorkerGone

__all__ = ["EmbeddedEngine", "EngineEvent", "EngineRefused", "MediaEngine", "WorkerGone", "WorkerRestarted"]

MAX_EVENTS = 10_000
R = TypeVar("R", bound=p.Reply)


class EngineRefused(Exception):
    """A request the engine did not do; `code` is one of those in `realtime.sfu.protocol`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail


class WorkerRestarted(Struct, frozen=True, kw_only=True):
    """Media of these rooms was lost and can begin again.

    Their members are joined anew; the browsers must be told to connect again.
    """

    rooms: dict[str, list[str]]


EngineEvent = p.AnyEvent | WorkerRestarted


class MediaEngine(Protocol):
    """Every call may raise WorkerGone (try again after WorkerRestarted) or EngineRefused."""

    async def join(self, room: str, member: str) -> None:
        """Let a member in; one who is there already starts anew."""

    async def leave(self, room: str, member: str) -> None:
        """End what the member has in the room."""

    async def publish(self, room: str, member: str, sdp: str, labels: dict[str, str]) -> p.Answer:
        """The answer to a publishing offer of the browser's."""

    async def subscribe(self, room: str, member: str) -> p.Offer:
        """The first offer of a new subscribing connection."""

    async def answer(self, room: str, member: str, number: int, sdp: str) -> None:
        """The browser's answer to the offer of that number."""

    async def mute(self, room: str, member: str, label: str, *, muted: bool) -> None:
        """Stop or resume forwarding a member's microphone, camera or screen, until the member leaves."""

    async def stats(self, room: str) -> p.RoomStats:
        """Figures of a room, for operators."""

    def events(self) -> AsyncIterator[EngineEvent]:
        """What happens, in order; for one reader."""


class EmbeddedEngine:
    """Media workers of our own as child processes; a room lives in one of them.

    `listen`: addresses to bind, `ADDRESS` or `ADDRESS=ANNOUNCED`, none for all of this machine. `ports`:
    `LOW-HIGH`, one UDP port per worker and address. `sockets`: where workers that are run elsewhere
    (`--stand-alone`) listen; without it they are started here. Use as an async context manager.
    """

    def __init__(
        self, *, workers: int = 1, listen: Sequence[str] = (), ports: str = "0", sockets: Sequence[Path] = ()
    ) -> None:
        self._folder = None if sockets else tempfile.TemporaryDirectory(prefix="media-")
        self._events: asyncio.Queue[EngineEvent] = asyncio.Queue(MAX_EVENTS)
        self._members: dict[str, dict[str, None]] = {}
        self._homes: dict[str, Link] = {}
        self._rejoining: set[asyncio.Task[None]] = set()
        arguments = [f"--listen={address}" for address in listen] + [f"--ports={ports}"]
        paths = list(sockets) or [self._path() for _ in range(workers)]
        self._links = [
            Link(path, arguments, spawn=not sockets, heard=self._events.put_nowait, revived=self._revived)
            for path in paths
        ]

    def _path(self) -> Path:
        assert self._folder is not None
        return Path(self._folder.name) / f"{secrets.token_hex(4)}.sock"

    async def __aenter__(self) -> Self:
        try:
            await asyncio.gather(*(link.start() for link in self._links))
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def stop(self) -> None:
        for task in list(self._rejoining):
            task.cancel()
        await asyncio.gather(*(link.stop() for link in self._links))
        if self._folder is not None:
            self._folder.cleanup()

    @property
    def processes(self) -> list[int]:
        """Ids of the worker processes started here."""
        return [link.process.pid for link in self._links if link.process is not None]

    # requests

    async def join(self, room: str, member: str) -> None:
        self._place(room)
        members = self._members.setdefault(room, {})
        new = member not in members
        members[member] = None  # before it is asked: who gives up waiting may be in, and can leave
        try:
            await self._ask(p.Join(room=room, member=member), p.Done)
        except (EngineRefused, WorkerGone):
            if new:
                members.pop(member, None)
            self._forget_empty(room)
            raise

    async def leave(self, room: str, member: str) -> None:
        if room not in self._homes:
            return
        self._members.get(room, {}).pop(member, None)
        try:
            await self._ask(p.Leave(room=room, member=member), p.Done)
        except WorkerGone:
            pass  # then there is nothing left to end
        finally:
            self._forget_empty(room)

    def _forget_empty(self, room: str) -> None:
        if not self._members.get(room):
            self._members.pop(room, None)
            self._homes.pop(room, None)

    async def publish(self, room: str, member: str, sdp: str, labels: dict[str, str]) -> p.Answer:
        return await self._ask(p.Publish(room=room, member=member, sdp=sdp, labels=labels), p.Answer)

    async def subscribe(self, room: str, member: str) -> p.Offer:
        return await self._ask(p.Subscribe(room=room, member=member), p.Offer)

    async def answer(self, room: str, member: str, number: int, sdp: str) -> None:
        await self._ask(p.SubscribeAnswer(room=room, member=member, number=number, sdp=sdp), p.Done)

    async def mute(self, room: str, member: str, label: str, *, muted: bool) -> None:
        await self._ask(p.Mute(room=room, member=member, label=label, muted=muted), p.Done)

    async def stats(self, room: str) -> p.RoomStats:
        return await self._ask(p.Stats(room=room), p.RoomStats)

    async def events(self) -> AsyncIterator[EngineEvent]:
        while True:
            yield await self._events.get()

    async def _ask(self, request: p.AnyRequest, expected: type[R]) -> R:
        home = self._homes.get(request.room)
        if home is None:
            raise EngineRefused("unknown_member", "the room has no members")
        reply = await home.ask(request)
        if isinstance(reply, p.Refused):
            raise EngineRefused(reply.code, reply.detail)
        if not isinstance(reply, expected):
            raise EngineRefused("unexpected_reply", type(reply).__name__)
        return reply

    def _place(self, room: str) -> None:
        """A new room lives in the worker with the fewest."""
        if room not in self._homes:
            homes = list(self._homes.values())
            self._homes[room] = min(self._links, key=homes.count)

    # a worker that was lost

    def _revived(self, link: Link) -> None:
        task = asyncio.get_running_loop().create_task(self._rejoin(link))
        self._rejoining.add(task)
        task.add_done_callback(self._rejoining.discard)

    async def _rejoin(self, link: Link) -> None:
        rooms = {
            room: list(self._members.get(room, {})) for room, home in self._homes.items() if home is link
        }
        with contextlib.suppress(WorkerGone):  # then the next revival tries again
            for room, members in rooms.items():
                for member in members:
                    await link.ask(p.Join(room=room, member=member))
            with contextlib.suppress(asyncio.QueueFull):
                self._events.put_nowait(WorkerRestarted(rooms=rooms))
