"""The rooms that are live in this process, and the sockets of those who are in them."""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

import msgspec
from msgspec import Struct

from core.db import Sessions
from core.settings import Settings
from realtime import events
from realtime.media import Media
from realtime.protocol.closing import Close
from realtime.protocol.messages import Member
from realtime.rooms.room import Effect, Room, Send
from realtime.sfu import signalling

MOST_WAITING = 500
"""Frames that may wait for one browser; who reads slower is cut."""


class Seat:
    """One socket, as the room sees it: frames go in without waiting, or it is cut with a code."""

    def __init__(self) -> None:
        self.frames: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
        self.cut_with: asyncio.Future[Close] = asyncio.get_running_loop().create_future()

    def send(self, frame: Struct) -> None:
        self.write(msgspec.json.encode(frame).decode())

    def write(self, text: str) -> None:
        try:
            self.frames.put_nowait(text)
        except asyncio.QueueFull:
            self.cut(Close.TOO_SLOW)

    def cut(self, code: Close) -> None:
        if not self.cut_with.done():
            self.cut_with.set_result(code)


class Live:
    """A room with somebody in it. `gate` is held by whoever changes what newcomers are told."""

    def __init__(self) -> None:
        self.room, self.seats = Room(), dict[str, Seat]()
        self.gate = asyncio.Lock()
        self.guests = 0

    def apply(self, effects: Iterable[Effect]) -> None:
        texts: dict[int, str] = {}  # a frame for many is written once
        for effect in list(
            effects
        ):  # held while it lasts: the id of a frame that is gone would be given again
            seat = self.seats.get(effect.member)
            if isinstance(effect, Send):
                frame = effect.frame
                text = texts.get(id(frame)) or texts.setdefault(
                    id(frame), msgspec.json.encode(frame).decode()
                )
                if seat is not None:
                    seat.write(text)
            elif seat is not None:
                seat.cut(effect.code)


class Hub:
    """Owned by the application; stopped with it."""

    def __init__(self, settings: Settings, sessions: Sessions) -> None:
        self.sessions = sessions
        self.media = Media(settings, self._deliver)
        self._rooms: dict[UUID, Live] = {}

    @contextmanager
    def live(self, room_id: UUID) -> Iterator[Live]:
        """The room while somebody is at it."""
        live = self._rooms.setdefault(room_id, Live())
        live.guests += 1
        try:
            yield live
        finally:
            live.guests -= 1
            if not live.guests:
                del self._rooms[room_id]

    def members(self, room_id: UUID) -> list[Member]:
        """Who is in, in the order of coming."""
        live = self._rooms.get(room_id)
        return list(live.room.members.values()) if live else []

    def counts(self) -> dict[UUID, int]:
        """How many people are in each room that has any."""
        return {
            room_id: len({member.person for member in live.room.members.values()})
            for room_id, live in self._rooms.items()
            if live.room.members
        }

    async def room_ended(self, event: events.RoomEnded) -> None:
        """Sends everybody out; other processes' hubs learn of it at the next heartbeat."""
        self._cut_all(self._rooms.get(event.room_id), Close.ENDED)

    async def stop(self) -> None:
        """Browsers are told to come back, and given a moment to be told."""
        for live in self._rooms.values():
            self._cut_all(live, Close.RESTART)
        for _ in range(20):
            if not self._rooms:
                break
            await asyncio.sleep(0.05)
        await self.media.stop()

    def _cut_all(self, live: Live | None, code: Close) -> None:
        for seat in list(live.seats.values()) if live else []:
            seat.cut(code)

    def _deliver(self, room: str, member: str, frame: signalling.ToBrowser) -> None:
        live = self._rooms.get(UUID(room))
        seat = live.seats.get(member) if live else None
        if seat is not None:
            seat.send(frame)
