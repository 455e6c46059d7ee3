"""A document that is open in this process: those at it, and what they have been shown.

Two copies: `ahead` has taken in whatever arrived, which finds bytes that cannot be read; `shown` has only
what is committed, and only that is sent to anybody.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from realtime.documents import content, wire
from realtime.documents.commits import GroupCommit, TooMuchWaiting
from realtime.documents.content import Entry, Loaded, made_of
from realtime.documents.presence import Presence
from realtime.documents.wire import Step, Sync

MOST_BEHIND = 4_000_000
"""Bytes that may wait for one browser; who reads slower is cut."""


class Cut(Exception):
    """The connection ends. `code` is one of PROTOCOL.md's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(eq=False)
class Line:
    """One connection, as the room sees it: frames go in without waiting, or it is cut with a code."""

    person_id: UUID
    writes: bool
    name: str = ""
    colour: int = 0
    client: int | None = None  # of the awareness it has shown
    updates: list[bytes] = field(default_factory=list)
    frames: list[bytes] = field(default_factory=list)
    frame: bytes = b""
    durable: int = 0
    told: int = 0
    over: str | None = None
    news: asyncio.Event = field(default_factory=asyncio.Event)
    _waiting: int = 0

    def show(self, update: bytes, frame: bytes) -> None:
        """`frame` is the update as it goes out, unless others come before it is sent."""
        self.frame = frame
        self._add(self.updates, update)

    def send(self, frame: bytes) -> None:
        self._add(self.frames, frame)

    def answer(self, frame: bytes) -> None:
        """What was asked for is sent whatever its size: the whole document may be more than may wait."""
        self.frames.append(frame)
        self.news.set()

    def cut(self, code: str) -> None:
        self.over = self.over or code
        self.news.set()

    def take(self) -> list[bytes]:
        """The frames to send now: many updates are one frame, and the receipt comes after them."""
        self.news.clear()
        frames, self.frames = self.frames, []
        updates, self.updates = self.updates, []
        self._waiting = 0
        if updates:
            alone = len(updates) == 1
            frames.append(self.frame if alone else wire.sync(Step.UPDATE, content.merged(updates)))
        if self.durable > self.told:
            self.told = self.durable
            frames.append(wire.receipt(self.durable))
        return frames

    def _add(self, queue: list[bytes], data: bytes) -> None:
        self._waiting += len(data)
        if self._waiting > MOST_BEHIND:
            self.cut("too_slow")
            return
        queue.append(data)
        self.news.set()


@dataclass(eq=False)
class Arrival:
    """An update that waits for its commit."""

    line: Line
    entry: Entry
    refused: str = ""  # why it was not stored: a code of PROTOCOL.md


Store = Callable[[Sequence[Arrival]], Awaitable[int]]
"""Commits those that may be; marks the others as refused. Returns the number of the last update."""


class Room:
    """`store` commits, `catch_up` asks for what other processes stored. Both may end with DocumentGone."""

    def __init__(
        self, document_id: UUID, loaded: Loaded, *, store: Store, catch_up: Callable[[], Awaitable[None]]
    ) -> None:
        self.id, self.generation, self.seq = document_id, loaded.generation, loaded.seq
        self.shown, self.ahead = made_of(loaded), made_of(loaded)
        self.lines: set[Line] = set()
        self.presence = Presence()
        self.dirty = self.over = False
        self._known: set[int] = set()  # clients whose person is stored, or about to be
        self.name = str(uuid4())  # by which it knows its own updates when the database tells of them
        self.tasks: list[asyncio.Task[None]] = []
        self._store, self._catch_up = store, catch_up
        self._commits: GroupCommit[Arrival] = GroupCommit(self._commit, self._show)

    async def run(self) -> None:
        """Commit group after group until cancelled, or until storing fails."""
        await self._commits.run()

    async def drained(self) -> None:
        """Until all that arrived is stored, or cannot be."""
        await self._commits.drained()

    def enter(self, line: Line) -> None:
        """The newcomer is asked for what it has, and told who is here."""
        self.lines.add(line)
        line.send(wire.sync(Step.STATE, self.shown.get_state()))
        if self.presence.states:
            line.send(wire.awareness(self.presence.all()))

    def leave(self, line: Line) -> None:
        self.lines.discard(line)
        if line.client is not None:
            self._tell(wire.awareness(self.presence.gone(line.client)))

    def receive(self, line: Line, frame: wire.FromClient) -> None:
        """Raises Cut, Malformed."""
        match frame:
            case Sync(step=Step.STATE, payload=vector):
                line.answer(wire.sync(Step.DIFFERENCE, self._lacking(vector)))
            case Sync() if frame.counts:
                self._arrive(line, frame.payload)
            case wire.Awareness(payload=payload):
                user = {"name": line.name, "colour": line.colour, "person": str(line.person_id)}
                line.client = self.presence.hear(payload, own=line.client, user=user)
                if (news := self.presence.of(line.client)) is not None:
                    self._tell(wire.awareness(news), besides=line)
            case wire.QueryAwareness():
                line.send(wire.awareness(self.presence.all()))

    def take(self, newer: Loaded) -> None:
        """What other processes stored, up to `newer.seq`."""
        for update in filter(None, (newer.state, *newer.updates)):
            content.apply(self.shown, update)
            content.apply(self.ahead, update)
            self._show_all(update)
        self.seq = max(self.seq, newer.seq)

    def end(self, code: str) -> None:
        """Everybody is cut, and nobody comes in any more."""
        self.over = True
        for line in list(self.lines):
            line.cut(code)

    def _arrive(self, line: Line, update: bytes) -> None:
        if not line.writes:
            raise Cut("not_allowed")
        try:
            clients = [one for one in content.clients_of(update) if one not in self._known]
            content.apply(self.ahead, update)
            if content.dangles(update, self.ahead.get_state()):
                raise Cut("restarting")  # it builds on what is not here: the client asks and gives anew
            self._known.update(clients)
            self._commits.add(Arrival(line, Entry(line.person_id, update, clients)))
        except content.NotAnUpdate as error:
            if content.is_panic(error.__cause__ or error):
                self.end("restarting")
            raise Cut("malformed") from error
        except TooMuchWaiting as error:
            raise Cut("restarting") from error

    async def _commit(self, group: Sequence[Arrival]) -> None:
        last = await self._store(group)
        kept = sum(not arrival.refused for arrival in group)
        if kept and last - kept > self.seq:
            await self._catch_up()
        self.seq = max(self.seq, last)
        self.dirty = True

    def _show(self, group: Sequence[Arrival]) -> None:
        kept = [arrival for arrival in group if not arrival.refused]
        for arrival in kept:
            content.apply(self.shown, arrival.entry.update)
            arrival.line.durable += 1
        if kept:
            self._show_all(content.merged([arrival.entry.update for arrival in kept]))
        for arrival in group:
            if arrival.refused:
                arrival.line.writes = False
                arrival.line.cut(arrival.refused)
        if len(kept) < len(group):
            self.end("restarting")  # `ahead` has what nobody may see: everybody begins anew

    def _show_all(self, update: bytes) -> None:
        frame = wire.sync(Step.UPDATE, update)
        for line in self.lines:
            line.show(update, frame)

    def _lacking(self, vector: bytes) -> bytes:
        try:
            return content.difference(self.shown, vector)
        except content.NotAnUpdate as error:
            raise Cut("malformed") from error

    def _tell(self, frame: bytes, *, besides: Line | None = None) -> None:
        for line in self.lines:
            if line is not besides:
                line.send(frame)
