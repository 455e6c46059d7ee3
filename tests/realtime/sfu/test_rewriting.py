"""A slot's numbers run on whoever sits on it, and none is ever encrypted in two versions."""

from struct import pack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from realtime.sfu import rtcp, rtp, seam
from realtime.sfu.reception import Reception
from realtime.sfu.slot import Slot
from realtime.sfu.source import Source

KEY, DELTA = b"\x90\xc0\x80\x0a\x03\x00key", b"\x90\xc0\x80\x0b\x03\x01delta"


class Table:
    """A source, a slot, and what comes out of it."""

    def __init__(self, kind: str = "video") -> None:
        self.asked: list[bytes] = []
        self.out: list[bytes] = []
        self.buffer = seam.Buffer()
        self.slot = Slot(
            "0", kind, payload_type=96, clock=90_000, buffer=self.buffer,
            send=self.take, send_control=self.out.append,
        )  # fmt: skip
        self.source = self.new_source(kind)
        self.sit(self.source)

    def new_source(self, kind: str) -> Source:
        return Source(
            "s", member="ada", kind=kind, label="camera", mid="0", payload_type=100, clock=90_000, names={},
            ask=self.asked.append,
        )  # fmt: skip

    def sit(self, source: Source) -> None:
        if self.slot.source:
            self.slot.source.unlink(self.slot)
        self.slot.carry(source)
        source.link(self.slot)

    def take(self, length: int) -> None:
        self.out.append(bytes(self.buffer.view[:length]))

    def feed(
        self, sequence: int, payload: bytes = DELTA, *,
        source: Source | None = None, now: float = 1.0, ssrc: int = 7, kind: int = 100,
    ) -> None:  # fmt: skip
        data = bytearray(
            pack("!BBHII", 0x80, kind, sequence & 0xFFFF, sequence * 3000 & 0xFFFFFFFF, ssrc) + payload
        )
        (source or self.source).arrived(data, len(data), now)

    def numbers(self) -> list[int]:
        return [rtp.HEADER.unpack_from(data)[2] for data in self.out]

    def pictures(self) -> list[int]:
        return [(data[14] & 0x7F) << 8 | data[15] for data in self.out]


@pytest.fixture
def table() -> Table:
    return Table()


def test_video_begins_with_a_key_frame(table: Table) -> None:
    table.feed(10)
    table.feed(11, KEY)
    table.feed(12)
    assert [data[18:] for data in table.out] == [b"key", b"delta"]


def test_sound_begins_at_once() -> None:
    table = Table("audio")
    table.feed(10, b"sound")
    assert [data[12:] for data in table.out] == [b"sound"]


def test_numbers_run_on_when_somebody_else_sits_down(table: Table) -> None:
    for sequence in (65_534, 65_535, 65_536):
        table.feed(sequence, KEY)
    other = table.new_source("video")
    table.sit(other)
    table.feed(300, DELTA, source=other, ssrc=8)
    table.feed(301, KEY, source=other, ssrc=8, now=2.0)
    first = table.numbers()[0]
    assert table.numbers() == [first + n for n in range(4)]
    assert table.pictures()[-1] == table.pictures()[-2] + 1
    stamps = [rtp.HEADER.unpack_from(data)[3] for data in table.out]
    assert stamps[-1] - stamps[-2] & 0xFFFFFFFF == 90_000, "a second passed between them"
    assert {rtp.HEADER.unpack_from(data)[4] for data in table.out} == {table.slot.ssrc}


def test_a_late_packet_of_the_one_before_is_not_passed_on(table: Table) -> None:
    table.feed(500, KEY)
    other = table.new_source("video")
    table.sit(other)
    table.feed(20, KEY, source=other, ssrc=8)
    table.feed(19, DELTA, source=other, ssrc=8)
    assert len(table.out) == 2


def test_a_late_packet_of_the_present_one_keeps_its_place(table: Table) -> None:
    for sequence in (1, 3, 2):
        table.feed(sequence, KEY)
    first = table.numbers()[0]
    assert table.numbers() == [first, first + 2, first + 1]


def test_a_repeated_packet_is_the_same_to_the_last_bit(table: Table) -> None:
    for sequence in range(5):
        table.feed(sequence, KEY)
    sent = list(table.out)
    table.slot.resend([table.numbers()[2], 31_000], 1.0)
    assert table.out == [*sent, sent[2]]


def test_after_a_switch_nothing_of_before_is_repeated(table: Table) -> None:
    table.feed(1, KEY)
    lost = table.numbers()[0]
    other = table.new_source("video")
    table.sit(other)
    table.feed(900, KEY, source=other, ssrc=8)
    table.slot.resend([lost], 1.0)
    assert len(table.out) == 2


def test_a_subscriber_cannot_ask_without_end(table: Table) -> None:
    table.feed(1, KEY)
    for _ in range(2000):
        table.slot.resend([table.numbers()[0]], 1.0)
    assert len(table.out) == 501


def test_missing_video_is_asked_for_and_asked_again_and_given_up(table: Table) -> None:
    table.feed(1, KEY)
    table.feed(4)
    assert [list(rtcp.read(data)) for data in table.asked] == [[rtcp.Lost(7, [2, 3])]]
    table.feed(3)
    table.source.beat(1.2)
    asked = [item for data in table.asked[1:] for item in rtcp.read(data) if isinstance(item, rtcp.Lost)]
    assert asked == [rtcp.Lost(7, [2])]
    table.source.beat(3.0)
    assert not table.source.reception or not table.source.reception.missing


def test_key_frames_are_asked_for_at_a_measured_pace(table: Table) -> None:
    table.feed(1, now=10.0)
    for tick in range(21):
        table.source.want_key_frame(10.0 + tick / 20)
    wanted = [
        item for data in table.asked for item in rtcp.read(data) if isinstance(item, rtcp.KeyFrameWanted)
    ]
    assert wanted == [rtcp.KeyFrameWanted(7)] * 3


def test_a_sender_report_comes_in_the_slots_own_numbers(table: Table) -> None:
    table.feed(5, KEY)
    stamp = rtp.HEADER.unpack_from(table.out[0])[3]
    ((slot, data),) = table.source.heard_sender(rtcp.SenderReport(7, 1 << 50, 5 * 3000, 1, 2), 1.0)
    assert slot is table.slot
    assert list(rtcp.read(data)) == [rtcp.SenderReport(slot.ssrc, 1 << 50, stamp, 1, len(KEY))]


def test_a_silent_run_through_the_numbers_brings_none_twice(table: Table) -> None:
    """65,536 packets that are not forwarded would let a number, and with it a nonce, come again."""
    table.feed(100, KEY)
    for sequence in range(100, 100 + 65_536, 200):
        table.feed(sequence, kind=13)
    table.feed(100 + 65_536, KEY + b"another")
    assert len(set(table.numbers())) == len(table.out) == 2


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(-5, 40), st.booleans(), st.booleans()), max_size=80))
def test_no_number_ever_carries_two_contents(steps: list[tuple[int, bool, bool]]) -> None:
    table, sequence, seen = Table(), 60_000, set()
    sources = [table.source, table.new_source("video")]
    for step, key, switch in steps:
        if switch:
            sources.reverse()
            table.sit(sources[0])
        sequence += step
        if (id(sources[0]), sequence) in seen:
            continue  # SRTP would refuse it
        seen.add((id(sources[0]), sequence))
        body = (KEY if key else DELTA) + sequence.to_bytes(4, "big")
        table.feed(sequence, body, source=sources[0], ssrc=1 + sources.index(table.source))
    assert len(set(table.numbers())) == len(table.out)


def test_a_report_counts_what_was_lost() -> None:
    reception = Reception(7, 48_000)
    for sequence in (65_534, 65_535, 2, 3):
        reception.arrived(sequence, 0, 1.0)
    report = reception.report(1.0)
    assert (report.lost, report.fraction_lost, report.highest) == (2, 85, 65_536 + 3)
    assert reception.report(1.0).fraction_lost == 0


async def test_what_goes_out_twice_is_the_same_datagram() -> None:
    """With AES-GCM a second version of a number would give the key away."""
    sealed: list[bytes] = []
    (_, sending), _ = await seam.pair()
    table = Table()

    def seal(length: int) -> None:
        sealed.append(bytes(table.buffer.view[: sending.protect(table.buffer, length)]))

    table.slot._send = seal
    for sequence in range(4):
        table.feed(sequence, KEY)
    table.slot.resend([rtp.HEADER.unpack_from(sealed[1])[2]], 1.0)
    assert sealed[4] == sealed[1] != sealed[2]
