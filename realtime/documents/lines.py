"""The connections at a document as its room sees them: what waits for each, and what it was told."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from realtime.documents import content, wire
from realtime.documents.wire import Step

MOST_BEHIND = 4_000_000
"""Bytes that may wait for one browser; who reads slower is cut."""


class Cut(Exception):
    """The connection ends. `code` is one of PROTOCOL.md's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _nobody() -> None:
    """Nobody sends what waits for this line; a test looks at it."""


class Shown:
    """The updates that everybody is shown, in their order, until the slowest has them: bounded in bytes.

    Who lacks the same gets the same frame, which is made once.
    """

    def __init__(self) -> None:
        self.first = self.next = 0
        self._updates: deque[bytes] = deque()
        self._size = 0
        self._frames: dict[int, bytes] = {}

    def add(self, update: bytes) -> None:
        self._updates.append(update)
        self._size += len(update)
        self.next += 1
        self._frames.clear()
        while self._size > MOST_BEHIND and len(self._updates) > 1:
            self._drop()

    def had(self, at: int) -> None:
        """Nobody lacks anything from before `at`."""
        while self.first < at:
            self._drop()

    def frame(self, at: int) -> bytes:
        """All from `at` on, for somebody who is not too far behind."""
        if at not in self._frames:
            lacking = list(islice(self._updates, at - self.first, None))
            self._frames[at] = wire.sync(Step.UPDATE, content.merged(lacking))
        return self._frames[at]

    def _drop(self) -> None:
        self._size -= len(self._updates.popleft())
        self.first += 1


@dataclass(eq=False)
class Line:
    """One connection, as the room sees it: frames go in without waiting, or it is cut with a code.

    `wake` is called when there is something to send, or the line is over.
    """

    person_id: UUID
    writes: bool
    name: str = ""
    colour: int = 0
    client: int | None = None  # of the awareness it has shown
    shown: Shown = field(default_factory=Shown)
    at: int = 0  # in what is shown
    frames: list[bytes] = field(default_factory=list)
    durable: int = 0
    told: int = 0
    held: int = 0  # updates that are shown once they are stored
    over: str | None = None
    wake: Callable[[], None] = _nobody
    _waiting: int = 0

    def send(self, frame: bytes) -> None:
        self._waiting += len(frame)
        if self._waiting > MOST_BEHIND:
            self.cut("too_slow")
        else:
            self.answer(frame)

    def answer(self, frame: bytes) -> None:
        """What was asked for is sent whatever its size: the whole document may be more than may wait."""
        self.frames.append(frame)
        self.wake()

    def receipt(self) -> None:
        """One more of its updates is stored."""
        self.durable += 1
        self.wake()

    def follow(self) -> None:
        """More is shown."""
        if self.at < self.shown.first:
            self.cut("too_slow")
        else:
            self.wake()

    def cut(self, code: str) -> None:
        self.over = self.over or code
        self.wake()

    def take(self) -> list[bytes]:
        """The frames to send now: many updates are one frame, and the receipt comes after them."""
        frames, self.frames = self.frames, []
        self._waiting = 0
        if self.at < self.shown.next:
            frames.append(self.shown.frame(self.at))
            self.at = self.shown.next
        if self.durable > self.told:
            self.told = self.durable
            frames.append(wire.receipt(self.durable))
        return frames
