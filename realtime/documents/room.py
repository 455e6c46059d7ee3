"""A document that is open in this process: those at it, and what they have been shown.

What arrives is shown at once and stored after it; the receipt follows the commit (ADR 0021). The first words
of a browser's copy are shown after their commit: nobody else can be the first to bring them.

Two copies: `ahead` has taken in whatever arrived, which finds bytes that cannot be read; `shown` has what
everybody here has been shown, and is what newcomers get.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from realtime.documents import content, wire
from realtime.documents.commits import GroupCommit, TooMuchWaiting
from realtime.documents.content import Entry, Loaded, made_of
from realtime.documents.lines import Cut, Line, Shown
from realtime.documents.presence import Presence
from realtime.documents.wire import Step, Sync


@dataclass(eq=False)
class Arrival:
    """An update that waits for its commit. `held` are those that are shown after it."""

    line: Line
    entry: Entry
    held: bool
    refused: str = ""  # why it was not stored: a code of PROTOCOL.md


class TakenBack(Exception):
    """Something that was shown is not to be there. The room has ended, and stores nothing more."""


Store = Callable[[Sequence[Arrival]], Awaitable[int]]
"""Commits those that may be, up to the first that may not; marks it and those after it as refused.

Returns the number of the last update.
"""


class Room:
    """`store` commits, `catch_up` asks for what other processes stored. Both may end with DocumentGone."""

    def __init__(
        self, document_id: UUID, loaded: Loaded, *, store: Store, catch_up: Callable[[], Awaitable[None]]
    ) -> None:
        self.id, self.generation, self.seq = document_id, loaded.generation, loaded.seq
        self.shown, self.ahead = made_of(loaded), made_of(loaded)
        self.news = Shown()
        self.lines: set[Line] = set()
        self.presence = Presence()
        self.dirty = self.over = False
        self.name = str(uuid4())  # by which it knows its own updates when the database tells of them
        self.tasks: list[asyncio.Task[None]] = []
        self._clocks = content.clocks_of(self.ahead)  # with those of what has arrived
        self._known: set[int] = set()  # clients whose person is stored, or about to be
        self._arrived: list[Arrival] = []
        self._turn = Turn(self._take_in)
        self._store, self._catch_up = store, catch_up
        self._commits: GroupCommit[Arrival] = GroupCommit(self._commit, self._stored)

    async def run(self) -> None:
        """Commit group after group until cancelled, or until storing fails."""
        await self._commits.run()

    async def drained(self) -> None:
        """Until all that arrived is stored, or cannot be."""
        self._take_in()
        await self._commits.drained()

    def enter(self, line: Line) -> None:
        """The newcomer is asked for what it has, and told who is here."""
        line.shown, line.at = self.news, self.news.next
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
        self._take_in()
        for update in filter(None, (newer.state, *newer.updates)):
            content.apply(self.ahead, update)
            self._show(update)
        self._clocks = content.clocks_of(self.ahead)
        self.seq = max(self.seq, newer.seq)

    def end(self, code: str) -> None:
        """Everybody is cut, and nobody comes in any more."""
        self.over = True
        for line in list(self.lines):
            line.cut(code)

    def _arrive(self, line: Line, update: bytes) -> None:
        """It is looked through at once, and taken in with what else arrives in this turn."""
        if not line.writes:
            raise Cut("not_allowed")
        try:
            shape = content.shape_of(update)
        except content.NotAnUpdate as error:
            raise Cut("malformed") from error
        if not shape.fits(self._clocks):
            raise Cut("restarting")  # it builds on what is not here: the client asks and gives anew
        if self.over or not self._commits.takes(len(self._arrived) + 1):
            raise Cut("restarting")
        clients = [one for one in shape.begun if one not in self._known]
        self._known.update(clients)
        self._clocks.update(shape.ends)
        held = bool(clients or line.held)
        line.held += held
        self._arrived.append(Arrival(line, Entry(line.person_id, update, clients), held))
        self._turn.soon()

    def _take_in(self) -> None:
        """What has arrived goes into the document, to everybody, and to those who store it."""
        arrived, self._arrived = self._arrived, []
        taken = self._applied(arrived) if arrived else []
        if news := [arrival.entry.update for arrival in taken if not arrival.held]:
            self._show(content.merged(news))
        try:
            for arrival in taken:
                self._commits.add(arrival)
        except TooMuchWaiting:
            self.end("restarting")  # what is not stored comes again from those who have it

    def _applied(self, arrived: list[Arrival]) -> list[Arrival]:
        """Those that could be: all at once, or else one by one, and who sent what cannot be read is cut."""
        try:
            content.apply(self.ahead, content.merged([arrival.entry.update for arrival in arrived]))
        except content.NotAnUpdate as error:
            if len(arrived) > 1 and not _broke(error):
                return [one for arrival in arrived for one in self._applied([arrival])]
            for arrival in arrived:
                self._refuse(arrival, error)
            return []
        return arrived

    def _refuse(self, arrival: Arrival, error: content.NotAnUpdate) -> None:
        arrival.line.cut("malformed")
        self._known.difference_update(arrival.entry.clients)
        if _broke(error):
            self.end("restarting")
        else:
            self._clocks = content.clocks_of(self.ahead)

    async def _commit(self, group: Sequence[Arrival]) -> None:
        last = await self._store(group)
        kept = sum(not arrival.refused for arrival in group)
        if kept and last - kept > self.seq:
            await self._catch_up()
        self.seq = max(self.seq, last)
        self.dirty = True

    def _stored(self, group: Sequence[Arrival]) -> None:
        kept = [arrival for arrival in group if not arrival.refused]
        if late := [arrival.entry.update for arrival in kept if arrival.held]:
            self._show(content.merged(late))
        for arrival in group:
            arrival.line.held -= arrival.held
        for arrival in kept:
            arrival.line.receipt()
        for arrival in group:
            if arrival.refused:
                arrival.line.writes = False
                arrival.line.cut(arrival.refused)
        if len(kept) < len(group):
            self.end("taken_back")  # copies have what is not to be there: everybody begins with an empty one
            raise TakenBack  # what came after it may build on it, and is not stored either

    def _show(self, update: bytes) -> None:
        content.apply(self.shown, update)
        self.news.had(min((line.at for line in self.lines), default=self.news.next))
        self.news.add(update)
        for line in self.lines:
            line.follow()

    def _lacking(self, vector: bytes) -> bytes:
        try:
            return content.difference(self.shown, vector)
        except content.NotAnUpdate as error:
            raise Cut("malformed") from error

    def _tell(self, frame: bytes, *, besides: Line | None = None) -> None:
        for line in self.lines:
            if line is not besides:
                line.send(frame)


class Turn:
    """Calls `act` soon after `soon`, once for all that comes meanwhile, and rests as long as it took."""

    def __init__(self, act: Callable[[], None]) -> None:
        self._act = act
        self._due = False
        self._rested = 0.0

    def soon(self) -> None:
        if not self._due:
            self._due = True
            loop = asyncio.get_running_loop()
            loop.call_at(max(self._rested, loop.time()), self._now)

    def _now(self) -> None:
        loop = asyncio.get_running_loop()
        began, self._due = loop.time(), False
        self._act()
        self._rested = 2 * loop.time() - began


def _broke(error: content.NotAnUpdate) -> bool:
    """Whether the document is not to be used any more."""
    return content.is_panic(error.__cause__ or error)
