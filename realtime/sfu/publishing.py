"""A member's publishing connection: which streams the browser sends, and to whom each packet belongs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from realtime.sfu import rtcp, rtp, sdp
from realtime.sfu.connection import Connection
from realtime.sfu.source import Source

if TYPE_CHECKING:
    from realtime.sfu.world import World

MAX_SOURCES = 8
MAX_SSRCS = 32
"""Known per connection; libsrtp keeps a state for each, so a stranger beyond these is not even decrypted."""
VIDEO_BITRATE = 2_500_000
"""The most a browser may send for one picture, bits per second (REMB)."""
REPORT_SECONDS = 1.0


class TooManySources(ValueError):
    """One member may publish only so many streams."""


class Publishing:
    """`changed` hears of states; `sources` are by m-line name."""

    def __init__(
        self,
        world: World,
        number: int,
        *,
        member: str,
        muted: set[str],
        changed: Callable[[Publishing, str], None],
    ) -> None:
        self.number = number
        self._world, self.member, self._muted, self._changed = world, member, muted, changed
        self.connection = Connection(world.registry, self, world.background)
        self._local = world.local(self.connection)
        self.sources: dict[str, Source] = {}
        self._by_ssrc: dict[int, Source] = {}
        self._mids: dict[int, str] = {}
        self._mid_extension = 0
        self._reported_at = 0.0

    def belongs(self, remote: sdp.Remote) -> bool:
        """Whether an offer is a renegotiation of this very connection."""
        known = self.connection.remote
        alive = self.connection.state in ("connecting", "connected")
        return bool(
            alive and known and (known.session, known.fingerprints) == (remote.session, remote.fingerprints)
        )

    def negotiate(self, remote: sdp.Remote, sections: list[sdp.Section], labels: dict[str, str]) -> str:
        """Take the offer's streams over; the answer comes back."""
        if sum(s.sending for s in sections) > MAX_SOURCES:
            raise TooManySources
        known = self.connection.remote
        if known is not None and known.ufrag != remote.ufrag:
            self.connection.restart_ice(remote)
            self._local = self._world.local(self.connection, self._local.session)
        else:
            self.connection.accept(remote)
        self._take(sections, labels)
        return sdp.write_answer(self._local, sections)

    def _take(self, sections: list[sdp.Section], labels: dict[str, str]) -> None:
        sending = {s.mid: s for s in sections if s.sending and s.payload_type is not None}
        named = {mid: labels.get(mid) or section.kind for mid, section in sending.items()}
        for mid in [mid for mid, source in self.sources.items() if named.get(mid) != source.label]:
            self._drop(mid)
        for mid, section in sending.items():
            if mid not in self.sources:
                self.sources[mid] = self._source(section, named[mid])
            for ssrc in section.ssrcs[:4]:
                self._learn(ssrc, self.sources[mid])
        self._mid_extension = next((s.extensions.get(rtp.MID, 0) for s in sections), 0)

    def _source(self, section: sdp.Section, label: str) -> Source:
        outgoing = sdp.OUTGOING[section.kind]
        source = Source(
            self._world.name_source(), member=self.member, kind=section.kind, label=label, mid=section.mid,
            payload_type=section.payload_type or 0, clock=sdp.CODECS[section.kind].clock,
            names={n: outgoing[uri] for uri, n in section.extensions.items() if uri in outgoing},
            ask=self.connection.send_control,
        )  # fmt: skip
        source.muted = self._silenced(source)
        return source

    def _drop(self, mid: str) -> None:
        source = self.sources.pop(mid)
        self._by_ssrc = {ssrc: known for ssrc, known in self._by_ssrc.items() if known is not source}

    def _learn(self, ssrc: int, source: Source) -> None:
        if ssrc in self._by_ssrc or len(self._by_ssrc) < MAX_SSRCS:
            self._by_ssrc[ssrc] = source

    # what the connection brings

    def expects(self, ssrc: int) -> bool:
        return ssrc in self._by_ssrc or len(self._by_ssrc) < MAX_SSRCS

    def media(self, data: bytearray, length: int, now: float) -> None:
        ssrc = int.from_bytes(data[8:12], "big")
        source = self._by_ssrc.get(ssrc) or self._by_mid(data, length, ssrc)
        if source is not None:
            source.arrived(data, length, now)

    def _by_mid(self, data: bytearray, length: int, ssrc: int) -> Source | None:
        """An unknown SSRC says by its first packets which m-line it belongs to."""
        mid = rtp.read_extension(data, length, self._mid_extension) if self._mid_extension else b""
        source = self.sources.get(mid.decode("ascii", "replace"))
        if source is not None:
            self._learn(ssrc, source)
        return source

    def control(self, data: bytes, now: float) -> None:
        for item in rtcp.read(data):
            source = self._by_ssrc.get(item.ssrc)
            if isinstance(item, rtcp.SenderReport) and source is not None:
                for slot, report in source.heard_sender(item, now):
                    slot.send_control(report)

    def changed(self, state: str) -> None:
        self._changed(self, state)

    # its life

    def beat(self, now: float) -> None:
        self.connection.beat(now)
        for source in self.sources.values():
            source.beat(now)
        if now - self._reported_at >= REPORT_SECONDS and self.connection.state == "connected":
            self._reported_at = now
            self._report(now)

    def _report(self, now: float) -> None:
        heard = [source for source in self.sources.values() if source.reception is not None]
        reports = [source.reception.report(now) for source in heard if source.reception is not None]
        video = [s.reception.ssrc for s in heard if s.kind == "video" and s.reception is not None]
        data = rtcp.receiver_report(1, reports)
        if video:
            data += rtcp.bitrate_limit(1, VIDEO_BITRATE * len(video), video)
        self.connection.send_control(data)

    def _silenced(self, source: Source) -> bool:
        """By its label or, as labels are the browser's own words, by its kind."""
        return bool(self._muted & {source.label, source.kind})

    def obey(self) -> None:
        """What is silenced has changed."""
        for source in self.sources.values():
            if source.muted != self._silenced(source):
                source.mute(muted=not source.muted)

    def close(self) -> None:
        self.connection.end()
