"""Frames of the document socket: bounded, exact, and nothing a stranger sends breaks the reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.documents import wire
from realtime.documents.wire import Step


@given(st.sampled_from(Step), st.binary(max_size=400))
def test_what_is_written_is_read(step: Step, payload: bytes) -> None:
    assert wire.read(wire.sync(step, payload)) == wire.Sync(step, payload)
    assert wire.read(wire.awareness(payload)) == wire.Awareness(payload)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_frame_or_malformed(stranger: bytes) -> None:
    try:
        frame = wire.read(stranger)
    except wire.Malformed:
        return
    assert isinstance(frame, wire.FromClient)


@pytest.mark.parametrize(
    "frame",
    [b"", b"\x00", b"\x00\x03\x00", b"\x00\x02\x05ab", b"\x00\x02\x01ab", b"\x02", b"\x03\x00", b"\x80" * 9],
)
def test_frames_that_are_cut_or_padded_or_unknown_are_refused(frame: bytes) -> None:
    with pytest.raises(wire.Malformed):
        wire.read(frame)


def test_the_bytes_are_those_of_lib0() -> None:
    assert wire.sync(Step.UPDATE, b"ab") == b"\x00\x02\x02ab"
    assert wire.receipt(300) == b"\x40\xac\x02"
    assert wire.notice("gone", "é") == b'\x42\x1e{"code":"gone","message":"\xc3\xa9"}'
    assert wire.hello({}) == b"\x41\x02{}"
    assert wire.read(b"\x03") == wire.QueryAwareness()


def test_only_updates_with_content_count_for_receipts() -> None:
    assert wire.Sync(Step.UPDATE, b"\x01\x01").counts
    assert wire.Sync(Step.DIFFERENCE, b"\x01\x01").counts
    assert not wire.Sync(Step.DIFFERENCE, wire.EMPTY_UPDATE).counts
    assert not wire.Sync(Step.STATE, b"\x01\x01").counts


def test_frames_that_are_too_long_are_refused_by_kind() -> None:
    with pytest.raises(wire.TooLarge):
        wire.read(wire.sync(Step.UPDATE, bytes(wire.MOST_BYTES)))
    with pytest.raises(wire.TooLarge):
        wire.read(wire.awareness(bytes(wire.MOST_AWARENESS_BYTES)))
