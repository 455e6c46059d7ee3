"""One stream a member publishes, and the slots it is forwarded to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from realtime.sfu import packet, rtcp, rtp
from realtime.sfu.reception import Reception

if TYPE_CHECKING:
    from realtime.sfu.slot import Slot

KEY_FRAME_SECONDS = 0.5
MAX_SILENCE = 0x4000
"""In packets."""
CACHED_VIDEO = 512
CACHED_AUDIO = 1


class Source:
    """Named by its publisher's member, and a label the browser chose (`camera`, `microphone`, `screen`).

    `ask` sends an RTCP packet to the publisher.
    """

    def __init__(
        self, identity: str, *, member: str, kind: str, label: str, mid: str, payload_type: int, clock: int,
        names: dict[int, int], ask: Callable[[bytes], None],
    ) -> None:  # fmt: skip
        self.id, self.member, self.kind, self.label, self.mid = identity, member, kind, label, mid
        self.payload_type, self.clock, self.names = payload_type, clock, names
        self.slots: list[Slot] = []
        self.muted = False
        self.cache = packet.Cache(CACHED_VIDEO if kind == "video" else CACHED_AUDIO)
        self.reception: Reception | None = None
        self.packets = self.octets = self.nacked = self.plis = 0
        self._ask = ask
        self._asked_at = 0.0
        self._wanted = False
        self._forwarded = 0
        """The highest extended number passed on since the slots last began."""

    def arrived(self, data: bytearray, length: int, now: float) -> None:
        """Take a decrypted packet apart and hand it to every slot. Raises ValueError for a malformed one."""
        _, _, sequence, timestamp, ssrc = rtp.HEADER.unpack_from(data)
        number = self._count(ssrc, sequence, timestamp, now)
        found = packet.parse(data, length, self.names, video=self.kind == "video")
        if found.payload_type != self.payload_type:
            return
        self.packets += 1
        self.octets += length - found.payload_at
        if not self.muted:
            self._forward(found, number, now)

    def _count(self, ssrc: int, sequence: int, timestamp: int, now: float) -> int:
        if self.reception is None or self.reception.ssrc != ssrc:
            self.reception = Reception(ssrc, self.clock)
            self.cache.clear()
            self._restart()
        number, missing = self.reception.arrived(sequence, timestamp, now)
        if missing and self.kind == "video":
            self._nack(missing)
        return number

    def _forward(self, found: packet.Packet, number: int, now: float) -> None:
        # Across a silence of most of the sequence space 16 bits would not tell new from old, and a number,
        # with it a GCM nonce, could come twice: every slot begins anew instead.
        if number - self._forwarded > MAX_SILENCE:
            self._restart()
        self._forwarded = max(self._forwarded, number)
        if self.kind == "video":
            self.cache.keep(found)
        for slot in self.slots:
            slot.forward(found, now)

    def _restart(self) -> None:
        self._forwarded = 0
        for slot in self.slots:
            slot.started = False
        self._wanted = self.kind == "video"

    def _nack(self, missing: list[int]) -> None:
        if self.reception is not None:
            self.nacked += len(missing)
            self._ask(rtcp.nack(1, self.reception.ssrc, missing))

    def link(self, slot: Slot) -> None:
        if slot not in self.slots:
            self.slots.append(slot)
        self._wanted = self.kind == "video"

    def unlink(self, slot: Slot) -> None:
        if slot in self.slots:
            self.slots.remove(slot)

    def want_key_frame(self, now: float) -> None:
        """Ask now or, within the throttle, as soon as it allows."""
        self._wanted = self.kind == "video"
        self.beat(now)

    def beat(self, now: float) -> None:
        """Several times a second: what is still missing, and key frames for slots that cannot begin."""
        if self.reception is None or self.kind != "video":
            return
        if missing := self.reception.overdue(now):
            self._nack(missing)
        waiting = self._wanted or any(not slot.started for slot in self.slots)
        if waiting and not self.muted and now - self._asked_at >= KEY_FRAME_SECONDS:
            self._asked_at, self._wanted = now, False
            self.plis += 1
            self._ask(rtcp.picture_loss(1, self.reception.ssrc))

    def heard_sender(self, report: rtcp.SenderReport, now: float) -> list[tuple[Slot, bytes]]:
        """A sender report of the publisher, rewritten for each slot."""
        if self.reception is None or report.ssrc != self.reception.ssrc:
            return []
        self.reception.heard_sender(report.ntp, now)
        rewritten = ((slot, slot.sender_report(report.ntp, report.timestamp)) for slot in self.slots)
        return [(slot, data) for slot, data in rewritten if data]

    def mute(self, *, muted: bool) -> None:
        """Muted, nothing is forwarded; after it, video begins at a fresh key frame and numbers run on."""
        self.muted = muted
        self._restart()
