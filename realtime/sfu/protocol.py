"""What the service and a media worker say to each other over their unix socket.

Frames: four bytes big-endian length, then one JSON object, told apart by its `type`. The service sends
requests with ids of its own; each is answered by one reply with the same id. Between replies the worker sends
events. There is one service per worker: a second connection takes the worker over, and whatever the first had
there ends. `room` and `member` are any words of the caller's.
"""

import asyncio
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

MAX_FRAME = 1 << 20
Word = Annotated[str, Meta(min_length=1, max_length=128)]
Description = Annotated[str, Meta(max_length=128 << 10)]
Labels = Annotated[
    dict[Annotated[str, Meta(max_length=16)], Annotated[str, Meta(max_length=32)]], Meta(max_length=64)
]


class Request(Struct, tag_field="type", frozen=True, kw_only=True):
    """`room` is made by its first member and ends with its last."""

    id: int = 0
    room: Word


class Join(Request, tag="join", frozen=True, kw_only=True):
    """Let a member in.

    One who is there already starts anew: the connections of before end. -> Done
    """

    member: Word


class Leave(Request, tag="leave", frozen=True, kw_only=True):
    """End what the member has here; nobody of that name is fine.

    -> Done
    """

    member: Word


class Publish(Request, tag="publish", frozen=True, kw_only=True):
    """An offer of the browser's publishing connection, new, renegotiated or with new ICE names.

    `labels` says by m-line name what a stream is: camera, microphone, screen. -> Answer, or Refused
    bad_description, unknown_member, too_many
    """

    member: Word
    sdp: Description
    labels: Labels = {}


class Subscribe(Request, tag="subscribe", frozen=True, kw_only=True):
    """A new subscribing connection for the member; one of before ends.

    -> Offer, or Refused unknown_member
    """

    member: Word


class SubscribeAnswer(Request, tag="subscribe_answer", frozen=True, kw_only=True):
    """The browser's answer to the offer of that number.

    -> Done, or Refused stale_answer, bad_description, unknown_member
    """

    member: Word
    number: int
    sdp: Description


class Mute(Request, tag="mute", frozen=True, kw_only=True):
    """Stop or resume forwarding what a member sends under that label, until the member leaves.

    `audio` and `video` silence everything of the kind, whatever the browser calls it. -> Done
    """

    member: Word
    label: Word
    muted: bool


class Stats(Request, tag="stats", frozen=True, kw_only=True):
    """Figures of the room. -> RoomStats."""


AnyRequest = Join | Leave | Publish | Subscribe | SubscribeAnswer | Mute | Stats


class Reply(Struct, tag_field="type", frozen=True, kw_only=True):
    id: int


class Done(Reply, tag="done", frozen=True, kw_only=True):
    pass


class Answer(Reply, tag="answer", frozen=True, kw_only=True):
    """`connection` differs for every new publishing connection, not for a renegotiation."""

    connection: int
    sdp: str


class Offer(Reply, tag="offer", frozen=True, kw_only=True):
    """`connection` differs for every new subscribing connection, `number` for every offer."""

    connection: int
    number: int
    sdp: str


class SourceFigures(Struct, frozen=True, kw_only=True):
    """Counted since the source began; octets are payload."""

    source: str
    member: str
    kind: str
    label: str
    muted: bool
    packets: int
    octets: int
    nacked: int
    key_frames_asked: int


class MemberFigures(Struct, frozen=True, kw_only=True):
    """Forwarded to this member.

    `lost` is what the browser last reported, in 1/256, the worst of its streams.
    """

    member: str
    publishing: str
    subscribing: str
    slots: int
    packets: int
    octets: int
    resent: int
    lost: int


class RoomStats(Reply, tag="room_stats", frozen=True, kw_only=True):
    """`worker` counts datagrams of the whole worker; sockets and tasks are what it holds now."""

    sources: list[SourceFigures]
    members: list[MemberFigures]
    worker: dict[str, int]


class Refused(Reply, tag="refused", frozen=True, kw_only=True):
    """`code` is stable, `detail` is for operators."""

    code: str
    detail: str = ""


class Event(Struct, tag_field="type", frozen=True, kw_only=True):
    room: str


class SourceStarted(Event, tag="source_started", frozen=True, kw_only=True):
    """A member offers a stream; `kind` is audio or video."""

    member: str
    source: str
    kind: str
    label: str


class SourceEnded(Event, tag="source_ended", frozen=True, kw_only=True):
    member: str
    source: str
    kind: str
    label: str


class Place(Struct, frozen=True, kw_only=True):
    """One m-line of a subscriber and whose stream it carries now; nobody's when `member` is None."""

    mid: str
    kind: str
    member: str | None = None
    source: str | None = None
    label: str | None = None


class SlotsChanged(Event, tag="slots_changed", frozen=True, kw_only=True):
    """All slots of a subscriber, after a change."""

    member: str
    connection: int
    places: list[Place]


class SubscribeOffered(Event, tag="subscribe_offered", frozen=True, kw_only=True):
    """The subscriber needs more m-lines than were offered: hand this offer to the browser."""

    member: str
    connection: int
    number: int
    sdp: str


class ConnectionChanged(Event, tag="connection_changed", frozen=True, kw_only=True):
    """`which` is publish or subscribe, `state` connected, failed or closed.

    One that failed is over: the browser starts anew.
    """

    member: str
    which: str
    connection: int
    state: str


class Draining(Event, tag="draining", frozen=True, kw_only=True):
    """The worker takes no more members and ends when its rooms are empty, or soon. `room` is empty."""


AnyEvent = SourceStarted | SourceEnded | SlotsChanged | SubscribeOffered | ConnectionChanged | Draining
AnyReply = Done | Answer | Offer | RoomStats | Refused
FromWorker = AnyReply | AnyEvent

requests = msgspec.json.Decoder(AnyRequest)
from_worker = msgspec.json.Decoder(FromWorker)
_encoder = msgspec.json.Encoder()


def frame(message: Struct) -> bytes:
    body = _encoder.encode(message)
    return len(body).to_bytes(4, "big") + body


async def read_frame(reader: asyncio.StreamReader) -> bytes | None:
    """The next frame's body, None at the end. Raises ValueError for one too long."""
    try:
        length = int.from_bytes(await reader.readexactly(4), "big")
        if length > MAX_FRAME:
            raise ValueError("a frame is too long")
        return await reader.readexactly(length)
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
