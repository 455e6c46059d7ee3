"""The frames: bounded, told apart by their type, and the same in TypeScript."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import NotFound, SignInRequired
from realtime import errors
from realtime.closing import HelloMissing, code_of
from realtime.protocol import messages as m
from realtime.protocol.closing import Close, comes_back
from realtime.protocol.typescript import generate
from realtime.sockets import _frames

ROOT = Path(__file__).resolve().parents[3]


@given(st.text() | st.recursive(st.none() | st.booleans() | st.text(), st.lists).map(msgspec.json.encode))
def test_no_text_breaks_the_reader(text: str | bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        _frames.decode(text)


@pytest.mark.parametrize(
    "frame",
    [
        '{"type":"say","id":"12345678","text":""}',
        '{"type":"say","id":"1234 678","text":"a"}',
        '{"type":"say","id":"12345678","text":"a\\u0000"}',
        '{"type":"say","id":"12345678","text":"' + "a" * 2001 + '"}',
        '{"type":"hello","version":1,"ticket":"short","device":"device-1"}',
        '{"type":"welcome"}',
        '{"type":"media.answer","number":-1,"sdp":""}',
    ],
)
def test_frames_have_bounds(frame: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        _frames.decode(frame)


def test_media_frames_come_through_the_same_door() -> None:
    assert type(_frames.decode('{"type":"media.subscribe"}')).__name__ == "MediaSubscribe"
    assert isinstance(_frames.decode('{"type":"pong"}'), m.Pong)


def test_the_types_of_the_browser_are_those_of_the_service() -> None:
    assert (ROOT / "web/islands/room/protocol.ts").read_text() == generate()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (HelloMissing(), Close.NO_HELLO),
        (errors.BadTicket(), Close.BAD_TICKET),
        (errors.RoomEnded(), Close.ENDED),
        (errors.MayNotEnter(), Close.REMOVED),
        (errors.RoomNotFound(), Close.NOT_ALLOWED),
        (NotFound(), Close.NOT_ALLOWED),
        (SignInRequired(), Close.NOT_ALLOWED),
        (msgspec.ValidationError(), Close.BAD_FRAME),
        (TimeoutError(), Close.SILENT),
        (RuntimeError(), Close.RESTART),
    ],
)
def test_errors_become_codes(error: Exception, code: Close) -> None:
    assert code_of(error) is code


def test_browsers_come_back_from_what_passes_by_itself() -> None:
    assert {code for code in Close if comes_back(code)} == {
        Close.RESTART,
        Close.TOO_SLOW,
        Close.NO_HELLO,
        Close.SILENT,
    }


def test_every_close_code_is_written_down() -> None:
    text = (ROOT / "realtime/protocol/ROOM_SOCKET.md").read_text()
    assert [code.name for code in Close if f"| {code.value} | {code.name} |" not in text] == []
