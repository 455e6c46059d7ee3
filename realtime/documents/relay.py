"""Names and cursors between processes, through NOTIFY: each tells the others of the people at it.

Nothing is stored. A process that has a document open says so every few seconds; while nobody answers, it
tells nothing more. What others hear of a document is bounded: one payload a turn, with as many as fit.
"""

import asyncio
from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

import structlog

from realtime.documents import presence, wire
from realtime.documents.presence import Away, State
from realtime.documents.room import Room

logger = structlog.get_logger(__name__)
CHANNEL = "consilium_presence"
TURN_EVERY = 0.2
SAYS_EVERY = 3.0
SILENT_PROCESS = 10.0
SILENT_PERSON = 35.0
"""Seconds. Browsers say anew every 15 who they are, changed or not."""

MOST_BYTES = 5_800
"""PostgreSQL refuses payloads of 8000 bytes; these are in base64, after two names."""

HERE, ASKS, LEFT = "", "?", "-"
"""In the place of states: open here, the same and please tell all, not open here any more."""

Tell = Callable[[list[str]], Awaitable[None]]


@dataclass
class _Around:
    """The other processes at a document, and when each was heard."""

    heard: dict[str, float] = field(default_factory=dict)
    said_at: float | None = None


class Relay:
    """`rooms` are those open in this process, by document; `tell` sends payloads to all processes."""

    def __init__(self, rooms: Mapping[UUID, Room], tell: Tell) -> None:
        self._rooms, self._tell = rooms, tell
        self._around: dict[Room, _Around] = {}

    async def run(self, clock: Callable[[], float]) -> None:
        """Turn after turn until cancelled."""
        while True:
            await asyncio.sleep(TURN_EVERY)
            try:
                await self.turn(clock())
            except Exception as error:  # names and cursors may be late; writing goes on
                logger.warning("presence was not told", error=type(error).__name__)

    async def turn(self, now: float) -> None:
        """Drop those who are lost, and tell what is new."""
        told = [self._closed(room) for room in list(self._around) if not self._is_open(room)]
        for room in list(self._rooms.values()):
            if self._is_open(room):
                around = self._around.setdefault(room, _Around())
                self._drop_lost(room, around, now)
                told += self._news(room, around, now)
        if told:
            await self._tell(told)

    def hear(self, payload: str, now: float) -> None:
        """What a process told, which may be this one."""
        document_id, teller, said = payload.split(" ")
        room = self._rooms.get(UUID(document_id))
        if room is None or teller == room.name or room not in self._around:
            return
        heard = self._around[room].heard
        if said == LEFT:
            heard.pop(teller, None)
            _show(room, room.presence.lost(lambda away: away.teller == teller))
            return
        if teller not in heard or said == ASKS:
            room.presence.untold.update({state.client: state for state in room.presence.here()})
        heard[teller] = now
        if said not in {HERE, ASKS}:
            _show(room, room.presence.hear_away(presence.read(b64decode(said)), teller=teller, now=now))

    def ask_again(self) -> None:
        """Something may have been missed."""
        for around in self._around.values():
            around.said_at = None

    def _is_open(self, room: Room) -> bool:
        return not room.over and self._rooms.get(room.id) is room

    def _closed(self, room: Room) -> str:
        del self._around[room]
        return _payload(room, LEFT)

    def _drop_lost(self, room: Room, around: _Around, now: float) -> None:
        for teller in [one for one, at in around.heard.items() if now - at > SILENT_PROCESS]:
            del around.heard[teller]
        _show(
            room,
            room.presence.lost(lambda away: away.teller not in around.heard or _is_silent(away, now)),
        )

    def _news(self, room: Room, around: _Around, now: float) -> list[str]:
        """At most one payload."""
        untold = room.presence.untold
        if not around.heard:
            untold.clear()
        first = around.said_at is None
        if not untold and not first and now - (around.said_at or 0) < SAYS_EVERY:
            return []
        around.said_at = now
        if first:
            return [_payload(room, ASKS)]
        return [_payload(room, b64encode(presence.write(_fitting(untold))).decode() if untold else HERE)]


def _fitting(untold: dict[int, State]) -> list[State]:
    """Take out as many as one payload holds, the longest waiting first; at least one."""
    taken: list[State] = []
    size = 0
    for client in list(untold):
        state = presence.narrowed(untold[client])
        size += len(presence.write([state]))
        if taken and size > MOST_BYTES:
            break
        del untold[client]
        taken.append(state)
    return taken


def _payload(room: Room, said: str) -> str:
    return f"{room.id} {room.name} {said}"


def _is_silent(away: Away, now: float) -> bool:
    return now - away.at > SILENT_PERSON


def _show(room: Room, news: Iterable[State]) -> None:
    if states := list(news):
        frame = wire.awareness(presence.write(states))
        for line in room.lines:
            line.send(frame)
