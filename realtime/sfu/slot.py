"""A place at a subscriber's table: one m-line with an SSRC, which carries now this source, now that.

Numbers run on without a gap when the source changes, so the browser sees one unbroken stream and no new SDP
is needed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from realtime.sfu import rtcp, vp8
from realtime.sfu.rtp import HEADER

if TYPE_CHECKING:
    from realtime.sfu.packet import Packet
    from realtime.sfu.seam import Buffer
    from realtime.sfu.source import Source

MAX_RESENT_PER_SECOND = 500
SPAN = 0x4000
"""How far behind the newest packet, at most, a late or repeated one is still passed on."""

Send = Callable[[int], None]
"""Protect and send that many bytes of the outgoing buffer."""


class Slot:
    """The rewriting is a function of the packet and of four shifts, fixed from one `begin` to the next."""

    __slots__ = (
        "_budget_at",
        "_buffer",
        "_first",
        "_last_at",
        "_last_layer",
        "_last_picture",
        "_last_sequence",
        "_last_timestamp",
        "_layer_shift",
        "_picture_shift",
        "_send",
        "_sequence_shift",
        "_spent",
        "_timestamp_shift",
        "clock",
        "kind",
        "live",
        "lost",
        "mid",
        "octets",
        "packets",
        "payload_type",
        "resent",
        "send_control",
        "source",
        "ssrc",
        "started",
    )  # fmt: skip

    def __init__(
        self, mid: str, kind: str, *, payload_type: int, clock: int, buffer: Buffer, send: Send,
        send_control: Callable[[bytes], None],
    ) -> None:  # fmt: skip
        self.mid, self.kind, self.payload_type, self.clock = mid, kind, payload_type, clock
        self.ssrc = secrets.randbelow(0xFFFFFFF0) + 1
        self._buffer, self._send, self.send_control = buffer, send, send_control
        self.source: Source | None = None
        self.live = False
        """The browser knows this m-line and the connection stands."""
        self.started = False
        """Packets of the present source flow; video waits for a key frame first."""
        self.packets = self.octets = self.resent = self.lost = 0
        # libsrtp guesses the rollover counter best from a start in the lower half, and never from 0
        self._last_sequence = secrets.randbelow(0x3FFF) + 2
        self._last_timestamp = secrets.randbits(32)
        self._last_at = 0.0
        self._last_picture = self._last_layer = 0
        self._first = self._spent = 0
        self._budget_at = 0.0
        self._sequence_shift = self._timestamp_shift = self._picture_shift = self._layer_shift = 0

    def carry(self, source: Source | None) -> None:
        self.source, self.started = source, False

    def forward(self, packet: Packet, now: float) -> None:
        """Rewrite and send; until a source has begun, only a packet a decoder can begin with gets through."""
        if not self.started:
            if self.kind == "video" and not packet.video.key_start:
                return
            self._begin(packet, now)
        sequence = packet.sequence + self._sequence_shift & 0xFFFF
        if sequence - self._first & 0x8000:
            return  # older than the switch to this source
        self._write(packet, sequence)
        if not sequence - self._last_sequence & 0x8000:
            self._remember(packet, sequence, now)
        self.packets += 1
        self.octets += len(packet.data) - packet.payload_at

    def _begin(self, packet: Packet, now: float) -> None:
        elapsed = int((now - self._last_at) * self.clock) if self._last_at else 0
        self._sequence_shift = self._last_sequence + 1 - packet.sequence
        self._timestamp_shift = self._last_timestamp + max(1, elapsed) - packet.timestamp
        self._picture_shift = self._last_picture + 1 - packet.video.picture if self._last_at else 0
        self._layer_shift = self._last_layer + 1 - packet.video.layer if self._last_at else 0
        self._first = packet.sequence + self._sequence_shift & 0xFFFF
        self.started = True

    def _remember(self, packet: Packet, sequence: int, now: float) -> None:
        self._last_sequence, self._last_at = sequence, now
        if sequence - self._first & 0xFFFF > SPAN:  # 16 bits wrap: the mark of the oldest must move along
            self._first = sequence - SPAN // 2 & 0xFFFF
        self._last_timestamp = packet.timestamp + self._timestamp_shift & 0xFFFFFFFF
        self._last_picture = packet.video.picture + self._picture_shift & vp8.PICTURE_MASK
        self._last_layer = packet.video.layer + self._layer_shift & 0xFF

    def _write(self, packet: Packet, sequence: int) -> None:
        out, length = self._buffer.data, len(packet.data)
        out[:length] = packet.data
        timestamp = packet.timestamp + self._timestamp_shift & 0xFFFFFFFF
        HEADER.pack_into(
            out, 0, packet.first, packet.marker | self.payload_type, sequence, timestamp, self.ssrc
        )
        if self._picture_shift and packet.video.picture_at:
            picture, at = (
                packet.video.picture + self._picture_shift & vp8.PICTURE_MASK,
                packet.video.picture_at,
            )
            out[at], out[at + 1] = 0x80 | picture >> 8, picture & 0xFF
        if self._layer_shift and packet.video.layer_at:
            out[packet.video.layer_at] = packet.video.layer + self._layer_shift & 0xFF
        self._send(length)

    def resend(self, sequences: list[int], now: float) -> None:
        """Answer a NACK with what is still there of the present source.

        Within a budget: a subscriber must not make us send without end.
        """
        if self.source is None or not self.started or not self._within_budget(len(sequences), now):
            return
        for sequence in sequences:
            packet = self.source.cache.find(sequence - self._sequence_shift & 0xFFFF)
            if packet is not None and not sequence - self._first & 0x8000:
                self._write(packet, sequence)
                self.resent += 1

    def _within_budget(self, wanted: int, now: float) -> bool:
        if now - self._budget_at >= 1:
            self._budget_at, self._spent = now, 0
        self._spent += wanted
        return self._spent <= MAX_RESENT_PER_SECOND

    def sender_report(self, ntp: int, timestamp: int) -> bytes:
        """The publisher's clock in this slot's numbers, for lip sync; empty before the start."""
        if not self.started:
            return b""
        return rtcp.sender_report(
            self.ssrc, ntp, timestamp + self._timestamp_shift, self.packets, self.octets
        )
