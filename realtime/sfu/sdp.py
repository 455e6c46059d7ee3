"""Session descriptions: read by aiortc, written by us.

Its writer cannot say ice-lite or rtcp-rsize, nor refuse an m-line.
"""

import itertools
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from aiortc.sdp import MediaDescription, SessionDescription

from realtime.sfu import rtp

MAX_SDP = 128 << 10
MAX_SECTIONS = 64
MID = re.compile(r"[A-Za-z0-9_-]{1,16}")
"""It is written back into our answer: nothing else may come along."""


class BadDescription(ValueError):
    """The session description could not be read or lacks what a connection needs."""


@dataclass(frozen=True)
class Codec:
    """One way media is coded here; `payload_type` is the one subscribers are offered."""

    kind: str
    name: str
    clock: int
    payload_type: int
    format: str = ""
    feedback: tuple[str, ...] = ()


CODECS = {
    "audio": Codec("audio", "opus/48000/2", 48000, 111, "minptime=10;useinbandfec=1"),
    "video": Codec("video", "VP8/90000", 90000, 96, "", ("nack", "nack pli", "ccm fir", "goog-remb")),
}
"""What every browser can send and receive: nothing is decoded, so everybody must understand all."""

_versions = itertools.count(1)

OUTGOING = {"audio": {rtp.AUDIO_LEVEL: 2}, "video": {rtp.ORIENTATION: 3}}
"""Header extensions subscribers are offered. Not the mid: a slot is known by its SSRC."""


@dataclass(frozen=True)
class Remote:
    """Who the browser says it is."""

    session: str
    ufrag: str
    fingerprints: list[tuple[str, str]]


@dataclass(frozen=True)
class Section:
    """One m-line of the browser's; `payload_type` None when we have no codec in common."""

    mid: str
    kind: str
    sending: bool
    receiving: bool
    payload_type: int | None = None
    extensions: dict[str, int] = field(default_factory=dict)
    ssrcs: tuple[int, ...] = ()


@dataclass(frozen=True)
class Local:
    """Our side of a connection, as it is written into a description."""

    ufrag: str
    password: str
    fingerprint: str
    candidates: tuple[tuple[str, int], ...]
    session: int = field(default_factory=lambda: secrets.randbits(62))


def read(text: str) -> tuple[Remote, list[Section]]:
    """Offer or answer of a browser. Raises BadDescription, whatever the text."""
    if len(text) > MAX_SDP:
        raise BadDescription("too long")
    try:
        return _understand(SessionDescription.parse(text))
    except BadDescription:
        raise
    except Exception as failure:  # aiortc's parser asserts, unpacks and looks up what it is given
        raise BadDescription(repr(failure)) from failure


def _understand(description: SessionDescription) -> tuple[Remote, list[Section]]:
    sections = [_section(media) for media in description.media]
    if not 0 < len(sections) <= MAX_SECTIONS or len({s.mid for s in sections}) != len(sections):
        raise BadDescription("m-lines without names of their own, or too many")
    if all(section.payload_type is None for section in sections):
        raise BadDescription("neither Opus nor VP8")
    return _remote(description), sections


def _remote(description: SessionDescription) -> Remote:
    media = next((m for m in description.media if m.ice and m.ice.usernameFragment and m.dtls), None)
    if media is None or media.dtls is None or media.ice is None or not media.dtls.fingerprints:
        raise BadDescription("no ICE name or no fingerprint")
    prints = [(f.algorithm, f.value) for f in media.dtls.fingerprints]
    return Remote((description.origin or "").split(" ")[1], media.ice.usernameFragment or "", prints)


def _section(media: MediaDescription) -> Section:
    mid, direction = media.rtp.muxId, media.direction or "sendrecv"
    if not MID.fullmatch(mid):
        raise BadDescription("an m-line without a plain name")
    repairs = {int(group.items[1]) for group in media.ssrc_group if group.semantic == "FID"}
    return Section(
        mid,
        media.kind if media.kind in CODECS else "other",
        sending=media.port != 0 and direction in ("sendonly", "sendrecv"),
        receiving=media.port != 0 and direction in ("recvonly", "sendrecv"),
        payload_type=_payload_type(media),
        extensions={e.uri: e.id for e in media.rtp.headerExtensions},
        ssrcs=tuple(s.ssrc for s in media.ssrc if s.ssrc not in repairs),
    )


def _payload_type(media: MediaDescription) -> int | None:
    wanted = CODECS.get(media.kind)
    if wanted is None:
        return None
    found = (c.payloadType for c in media.rtp.codecs if str(c).lower() == wanted.name.lower())
    return next(found, None)


def write_answer(local: Local, sections: Iterable[Section]) -> str:
    """To a publisher: we receive what we can forward and refuse the rest."""
    sections = list(sections)
    accepted = [s.mid for s in sections if s.payload_type is not None]
    lines = _head(local, accepted)
    for section in sections:
        if section.payload_type is None:
            kind = section.kind if section.kind in CODECS else "application"
            refused = "UDP/TLS/RTP/SAVPF 0" if section.kind in CODECS else "UDP/DTLS/SCTP webrtc-datachannel"
            lines += [f"m={kind} 0 {refused}", "c=IN IP4 0.0.0.0", f"a=mid:{section.mid}", "a=inactive"]
            continue
        known = {
            uri: n for uri, n in section.extensions.items() if uri == rtp.MID or uri in OUTGOING[section.kind]
        }
        direction = "recvonly" if section.sending else "inactive"
        lines += _media(
            local,
            CODECS[section.kind],
            section.payload_type,
            mid=section.mid,
            direction=direction,
            extensions=known,
        )
        lines += ["a=setup:passive"]
    return "\r\n".join(lines) + "\r\n"


@dataclass(frozen=True)
class Offered:
    """One slot as it is offered; all of one `seat` share a media stream, so browsers keep them in step."""

    mid: str
    kind: str
    ssrc: int
    seat: int


def write_offer(local: Local, slots: Iterable[Offered]) -> str:
    """To a subscriber: every slot is ready to send, whether it carries somebody now or not."""
    slots = list(slots)
    lines = _head(local, [slot.mid for slot in slots])
    for slot in slots:
        codec, extensions = CODECS[slot.kind], OUTGOING[slot.kind]
        lines += _media(
            local, codec, codec.payload_type, mid=slot.mid, direction="sendonly", extensions=extensions
        )
        lines += [
            "a=setup:actpass",
            f"a=msid:seat{slot.seat} slot{slot.mid}",
            f"a=ssrc:{slot.ssrc} cname:seat{slot.seat}",
        ]
    return "\r\n".join(lines) + "\r\n"


def _head(local: Local, mids: list[str]) -> list[str]:
    return [
        "v=0", f"o=- {local.session} {next(_versions)} IN IP4 127.0.0.1", "s=-", "t=0 0", "a=ice-lite",
        "a=group:BUNDLE " + " ".join(mids), "a=msid-semantic: WMS *",
    ]  # fmt: skip


def _media(
    local: Local, codec: Codec, payload_type: int, *, mid: str, direction: str, extensions: dict[str, int]
) -> list[str]:
    lines = [
        f"m={codec.kind} 9 UDP/TLS/RTP/SAVPF {payload_type}", "c=IN IP4 0.0.0.0", f"a=mid:{mid}",
        f"a={direction}", "a=rtcp-mux", "a=rtcp-rsize", f"a=rtpmap:{payload_type} {codec.name}",
    ]  # fmt: skip
    lines += [f"a=rtcp-fb:{payload_type} {word}" for word in codec.feedback]
    lines += [f"a=fmtp:{payload_type} {codec.format}"] if codec.format else []
    lines += [f"a=extmap:{number} {uri}" for uri, number in extensions.items()]
    lines += [
        f"a=ice-ufrag:{local.ufrag}",
        f"a=ice-pwd:{local.password}",
        f"a=fingerprint:{local.fingerprint}",
    ]
    lines += [
        f"a=candidate:{n} 1 udp {2130706431 - n} {host} {port} typ host"
        for n, (host, port) in enumerate(local.candidates, 1)
    ]
    return [*lines, "a=end-of-candidates"]
