"""Whatever bytes come from outside, reading them ends in an answer or a ValueError."""

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from realtime.sfu import packet, rtcp, rtp, sdp, seam, vp8

anything = st.binary(max_size=200)
extended = st.binary(max_size=120).map(lambda rest: b"\x90" + rest)


@given(st.one_of(anything, extended))
@example(b"\x90" + bytes(11) + b"\xbe\xde\x00\x01\x1f\x00\x00\x00")
@example(b"\x9f" + bytes(11))
def test_any_bytes_as_a_packet_are_read_or_refused(data: bytes) -> None:
    buffer = bytearray(data)
    with contextlib.suppress(ValueError):
        found = packet.parse(buffer, len(data), {1: 2, 3: 4}, video=True)
        assert len(found.data) == len(data)
        assert rtp.FIXED <= found.payload_at <= len(data)
    with contextlib.suppress(ValueError):
        rtp.read_extension(data, len(data), 1)


@given(anything, st.integers(0, 250))
def test_any_bytes_as_a_vp8_payload_are_described(data: bytes, at: int) -> None:
    described = vp8.describe(data, at, len(data))
    assert max(described.picture_at, described.layer_at) < max(1, len(data))


@given(anything)
def test_any_bytes_as_rtcp_are_read(data: bytes) -> None:
    for item in rtcp.read(data):
        assert 0 <= item.ssrc < 1 << 32


@given(anything)
def test_any_bytes_as_stun_are_read_or_dropped(data: bytes) -> None:
    seam.read_stun(data)


def test_a_stun_attribute_of_the_wrong_size_is_dropped() -> None:
    priority_of_two_bytes = bytes.fromhex("000100082112a442") + bytes(12) + bytes.fromhex("0024000200010000")
    assert seam.read_stun(priority_of_two_bytes) is None


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(
    ["v=0", "o=- 1 1 IN IP4 0.0.0.0", "o=", "m=audio 9 UDP/TLS/RTP/SAVPF 111", "m=video x", "a=mid:0",
     "a=setup:x",
     "a=rtpmap:111 opus/48000/2", "a=fmtp:1 x", "a=ice-ufrag:abcd", "a=ice-pwd:" + "x" * 22, "a=ssrc:1",
     "a=fingerprint:sha-256 AB", "a=setup:actpass", "a=ssrc-group:FID 1", "a=extmap:x y"]
)).map("\r\n".join)))  # fmt: skip
def test_any_text_as_a_description_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(sdp.BadDescription):
        sdp.read(text)


@given(
    st.lists(st.tuples(st.integers(1, 14), st.binary(min_size=1, max_size=16)), max_size=4),
    st.dictionaries(st.integers(1, 14), st.integers(1, 14), max_size=4),
    st.binary(max_size=20),
)
def test_extensions_are_renamed_in_place_and_strangers_blanked(
    elements: list[tuple[int, bytes]], names: dict[int, int], payload: bytes
) -> None:
    block = b"".join(bytes([identity << 4 | len(value) - 1]) + value for identity, value in elements)
    block += bytes(-len(block) % 4)
    data = bytes.fromhex("9060000100000001000000ff") + rtp.EXTENSION.pack(rtp.ONE_BYTE, len(block) // 4)
    data += block + payload
    found = packet.parse(bytearray(data), len(data), names, video=False)
    _, start, end = rtp.extension_block(found.data, len(found.data))
    renamed = [
        (n, found.data[v : v + size]) for n, _, v, size in rtp.elements(found.data, rtp.ONE_BYTE, start, end)
    ]
    assert renamed == [(names[n], value) for n, value in elements if n in names]
    assert found.data[found.payload_at :] == payload


def test_a_key_frame_is_told_from_others() -> None:
    plain_key, plain_delta = b"\x10\x00", b"\x10\x01"
    later_partition, continued = b"\x11\x00", b"\x00\x00"
    extended_key = b"\x90\xe0\x81\x02\x07\x20\x00"
    assert vp8.describe(plain_key, 0, 2).key_start
    assert not vp8.describe(plain_delta, 0, 2).key_start
    assert not vp8.describe(later_partition, 0, 2).key_start
    assert not vp8.describe(continued, 0, 2).key_start
    described = vp8.describe(extended_key, 0, len(extended_key))
    assert described == vp8.Descriptor(key_start=True, picture_at=2, picture=0x102, layer_at=4, layer=7)
    described = vp8.describe(b"\x90\xc0\x81\x02\x07\x00", 0, 6)
    assert described == vp8.Descriptor(key_start=True, picture_at=2, picture=0x102, layer_at=4, layer=7)


@given(st.lists(st.integers(0, 65535), min_size=1, max_size=60, unique=True).map(sorted))
def test_lost_packets_are_asked_for_as_they_are_read(lost: list[int]) -> None:
    (item,) = rtcp.read(rtcp.nack(1, 77, lost))
    assert item == rtcp.Lost(77, lost)


def test_reports_are_read_as_they_were_written() -> None:
    report = rtcp.ReceiverReport(5, 12, 300, 70_000, 9, 0xAABBCCDD, 65_536)
    written = rtcp.sender_report(9, 1 << 40, 1234, 10, 999) + rtcp.receiver_report(1, [report])
    written += rtcp.picture_loss(1, 42) + rtcp.bitrate_limit(1, 2_500_000, [5, 6])
    assert list(rtcp.read(written)) == [
        rtcp.SenderReport(9, 1 << 40, 1234, 10, 999),
        report,
        rtcp.KeyFrameWanted(42),
    ]


def test_a_bitrate_limit_says_what_aiortc_reads() -> None:
    from aiortc.rtp import unpack_remb_fci  # noqa: PLC0415 - the other side's reading

    bits, ssrcs = unpack_remb_fci(rtcp.bitrate_limit(1, 2_500_000, [5, 6])[12:])
    assert ssrcs == [5, 6]
    assert bits == pytest.approx(2_500_000, rel=1e-4)


def test_an_offer_too_long_is_refused() -> None:
    with pytest.raises(sdp.BadDescription):
        sdp.read("v=0\r\n" * 40_000)
