"""RTCP, the few kinds a forwarder reads and writes (RFC 3550 6, RFC 4585, REMB). Reading never raises."""

from collections.abc import Iterator
from struct import Struct as Layout
from struct import pack
from typing import NamedTuple

SR, RR, RTPFB, PSFB = 200, 201, 205, 206
NACK, PLI, FIR, APPLICATION = 1, 1, 4, 15

HEADER = Layout("!BBH")
SENDER = Layout("!IQIII")
REPORT = Layout("!IIIIII")
MAX_LOST = 512


class SenderReport(NamedTuple):
    ssrc: int
    ntp: int
    """64 bits, 32.32 seconds since 1900, on the sender's clock."""
    timestamp: int
    packets: int
    octets: int


class ReceiverReport(NamedTuple):
    """What one receiver says about one stream."""

    ssrc: int
    fraction_lost: int
    """In 1/256."""
    lost: int
    highest: int
    jitter: int
    last_sr: int
    delay: int


class Lost(NamedTuple):
    """A generic NACK."""

    ssrc: int
    sequences: list[int]


class KeyFrameWanted(NamedTuple):
    ssrc: int


Item = SenderReport | ReceiverReport | Lost | KeyFrameWanted


def read(data: bytes) -> Iterator[Item]:
    """The items of a compound packet in order; it ends where the bytes stop making sense."""
    at = 0
    while at + 4 <= len(data):
        first, kind, words = HEADER.unpack_from(data, at)
        end = at + 4 * (words + 1)
        if first >> 6 != 2 or end > len(data):  # noqa: PLR2004 - version 2
            return
        yield from _read_one(first & 31, kind, data[at:end])
        at = end


def _read_one(count: int, kind: int, block: bytes) -> Iterator[Item]:
    if kind == SR and len(block) >= 28:  # noqa: PLR2004
        yield SenderReport(*SENDER.unpack_from(block, 4))
        yield from _reports(count, block, 28)
    elif kind == RR:
        yield from _reports(count, block, 8)
    elif kind == RTPFB and count == NACK and len(block) >= 16:  # noqa: PLR2004
        yield Lost(int.from_bytes(block[8:12], "big"), _sequences(block))
    elif kind == PSFB and count == PLI and len(block) >= 12:  # noqa: PLR2004
        yield KeyFrameWanted(int.from_bytes(block[8:12], "big"))
    elif kind == PSFB and count == FIR:
        yield from (
            KeyFrameWanted(int.from_bytes(block[at : at + 4], "big")) for at in range(12, len(block) - 7, 8)
        )


def _reports(count: int, block: bytes, at: int) -> Iterator[ReceiverReport]:
    for start in range(at, min(at + 24 * count, len(block) - 23), 24):
        ssrc, loss, highest, jitter, last_sr, delay = REPORT.unpack_from(block, start)
        yield ReceiverReport(ssrc, loss >> 24, loss & 0xFFFFFF, highest, jitter, last_sr, delay)


def _sequences(block: bytes) -> list[int]:
    lost = []
    for at in range(12, len(block) - 3, 4):
        base, mask = int.from_bytes(block[at : at + 2], "big"), int.from_bytes(block[at + 2 : at + 4], "big")
        lost.append(base)
        lost.extend(base + bit + 1 & 0xFFFF for bit in range(16) if mask >> bit & 1)
        if len(lost) > MAX_LOST:
            return lost[:MAX_LOST]
    return lost


def sender_report(ssrc: int, ntp: int, timestamp: int, packets: int, octets: int) -> bytes:
    return pack("!BBH", 0x80, SR, 6) + SENDER.pack(
        ssrc, ntp, timestamp & 0xFFFFFFFF, packets & 0xFFFFFFFF, octets & 0xFFFFFFFF
    )


def receiver_report(ours: int, reports: list[ReceiverReport]) -> bytes:
    """At most 31 reports fit one packet; the rest is left out."""
    blocks = [
        REPORT.pack(
            r.ssrc, r.fraction_lost << 24 | min(r.lost, 0x7FFFFF), r.highest, r.jitter, r.last_sr, r.delay
        )
        for r in reports[:31]
    ]
    return pack("!BBHI", 0x80 | len(blocks), RR, 1 + 6 * len(blocks), ours) + b"".join(blocks)


def nack(ours: int, ssrc: int, sequences: list[int]) -> bytes:
    """`sequences` must be in the order of the stream; runs within 16 share an entry."""
    entries: list[list[int]] = []
    for sequence in sequences:
        distance = (sequence - entries[-1][0] & 0xFFFF) if entries else 0
        if entries and 1 <= distance <= 16:  # noqa: PLR2004
            entries[-1][1] |= 1 << distance - 1
        else:
            entries.append([sequence, 0])
    body = b"".join(pack("!HH", *entry) for entry in entries)
    return pack("!BBHII", 0x80 | NACK, RTPFB, 2 + len(entries), ours, ssrc) + body


def picture_loss(ours: int, ssrc: int) -> bytes:
    return pack("!BBHII", 0x80 | PLI, PSFB, 2, ours, ssrc)


def bitrate_limit(ours: int, bits_per_second: int, ssrcs: list[int]) -> bytes:
    """REMB: the sender of these streams may use this much together (draft-alvestrand-rmcat-remb-03)."""
    exponent = max(0, bits_per_second.bit_length() - 18)
    coded = exponent << 18 | bits_per_second >> exponent
    body = (
        b"REMB"
        + bytes([len(ssrcs)])
        + coded.to_bytes(3, "big")
        + b"".join(s.to_bytes(4, "big") for s in ssrcs)
    )
    return pack("!BBHII", 0x80 | APPLICATION, PSFB, 2 + len(body) // 4, ours, 0) + body
