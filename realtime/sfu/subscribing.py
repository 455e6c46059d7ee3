"""A member's subscribing connection: a pool of slots, and which source sits where.

A slot that somebody leaves is free for the next; only when all are taken does the pool grow, by one offer. So
joining and leaving costs no negotiation and the number of m-lines is the most there ever were at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from realtime.sfu import rtcp, sdp
from realtime.sfu.connection import Connection
from realtime.sfu.protocol import Place
from realtime.sfu.slot import Slot

if TYPE_CHECKING:
    from realtime.sfu.source import Source
    from realtime.sfu.world import World

SEATS = 4
"""Audio and video slots offered at once."""
MAX_SLOTS = {"audio": 24, "video": 24}
"""A source beyond these waits until a slot is free."""


class Subscribing:
    """`ask` sends an offer to the browser, `moved` tells where everybody sits, `changed` hears of states."""

    def __init__(
        self, world: World, number: int, *, ask: Callable[[Subscribing, int, str], None],
        moved: Callable[[Subscribing], None], changed: Callable[[Subscribing, str], None],
    ) -> None:  # fmt: skip
        self._world, self.number = world, number
        self._ask, self._moved, self._changed = ask, moved, changed
        self.connection = Connection(world.registry, self, world.background)
        self._local = world.local(self.connection)
        self.slots: list[Slot] = []
        self._by_ssrc: dict[int, Slot] = {}
        self._offered: tuple[int, int] | None = None
        """Number of the offer that waits for its answer, and how many slots it had."""
        self._answered = 0
        self._grow({"audio": SEATS, "video": SEATS})

    # the pool

    def _grow(self, wanted: dict[str, int]) -> None:
        for kind, count in wanted.items():
            have = sum(slot.kind == kind for slot in self.slots)
            for _ in range(have, min(count, MAX_SLOTS[kind])):
                codec = sdp.CODECS[kind]
                slot = Slot(
                    str(len(self.slots)), kind, payload_type=codec.payload_type, clock=codec.clock,
                    buffer=self._world.registry.outgoing, send=self.connection.send_media,
                    send_control=self.connection.send_control,
                )  # fmt: skip
                self.slots.append(slot)
                self._by_ssrc[slot.ssrc] = slot

    def settle(self, sources: Iterable[Source]) -> None:
        """Seat exactly these sources.

        Leavers' slots become free, newcomers take free ones, the pool grows if it must.
        """
        wanted = list(sources)
        changed = [self._free(slot) for slot in self.slots if slot.source and slot.source not in wanted]
        seated = {slot.source for slot in self.slots}
        waiting = [source for source in wanted if source not in seated]
        changed += [True for source in waiting if self._seat(source)]
        if any(changed):
            self._moved(self)
        if len(self.slots) > self._answered and self._offered is None and self._answered:
            self._ask(self, *self.offer())

    def _free(self, slot: Slot) -> bool:
        if slot.source is not None:
            slot.source.unlink(slot)
        slot.carry(None)
        return True

    def _seat(self, source: Source) -> bool:
        free = [s for s in self._of(source.kind) if s.source is None]
        if not free:
            have = len(self._of(source.kind))
            self._grow({source.kind: have + max(2, have // 2)})
            free = [s for s in self._of(source.kind) if s.source is None]
        if not free:
            return False
        slot = min(free, key=lambda s: self._strangeness(s, source.member))
        slot.carry(source)
        if slot.live:
            self._link(slot, source)
        return True

    def _of(self, kind: str) -> list[Slot]:
        return [slot for slot in self.slots if slot.kind == kind]

    def _strangeness(self, slot: Slot, member: str) -> int:
        """Best is the seat whose other half is the same member's (lip sync), then an empty one."""
        seat = self.seat(slot)
        others = [s.source.member for s in self.slots if s is not slot and s.source and self.seat(s) == seat]
        return 0 if member in others else 1 if not others else 2

    def seat(self, slot: Slot) -> int:
        """The n-th audio and the n-th video slot share seat n."""
        return self._of(slot.kind).index(slot)

    def _link(self, slot: Slot, source: Source) -> None:
        source.link(slot)
        source.want_key_frame(self._world.now())

    # signalling

    def offer(self) -> tuple[int, str]:
        number = self._world.next_number()
        self._offered = number, len(self.slots)
        offered = [sdp.Offered(slot.mid, slot.kind, slot.ssrc, self.seat(slot)) for slot in self.slots]
        return number, sdp.write_offer(self._local, offered)

    def answered(self, number: int, remote: sdp.Remote) -> bool:
        """Whether the answer belongs to the offer that waits; what sat on new slots begins to flow."""
        if self._offered is None or self._offered[0] != number:
            return False
        self._answered, self._offered = self._offered[1], None
        self.connection.accept(remote)
        self._enliven()
        if len(self.slots) > self._answered:
            self._ask(self, *self.offer())
        return True

    def _enliven(self) -> None:
        if self.connection.state != "connected":
            return
        for slot in self.slots[: self._answered]:
            if not slot.live:
                slot.live = True
                if slot.source is not None:
                    self._link(slot, slot.source)

    def places(self) -> list[Place]:
        return [
            Place(mid=s.mid, kind=s.kind, member=s.source.member, source=s.source.id, label=s.source.label)
            if s.source
            else Place(mid=s.mid, kind=s.kind)
            for s in self.slots
        ]

    # what the connection brings

    def expects(self, ssrc: int) -> bool:  # noqa: ARG002
        """A subscriber has nothing to send."""
        return False

    def media(self, data: bytearray, length: int, now: float) -> None:
        pass

    def control(self, data: bytes, now: float) -> None:
        for item in rtcp.read(data):
            slot = self._by_ssrc.get(item.ssrc)
            if slot is None or slot.source is None:
                continue
            if isinstance(item, rtcp.Lost):
                slot.resend(item.sequences, now)
            elif isinstance(item, rtcp.KeyFrameWanted):
                slot.source.want_key_frame(now)
            elif isinstance(item, rtcp.ReceiverReport):
                slot.lost = item.fraction_lost

    def changed(self, state: str) -> None:
        if state == "connected":
            self._enliven()
        else:
            self._release()
        self._changed(self, state)

    def _release(self) -> None:
        for slot in self.slots:
            slot.live = False
            if slot.source is not None:
                slot.source.unlink(slot)

    def beat(self, now: float) -> None:
        self.connection.beat(now)

    def close(self) -> None:
        self.connection.end()
        self._release()
