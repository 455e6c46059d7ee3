"""Every frame on the room socket beside the `media.*` frames (realtime/sfu/SIGNALLING.md), version 1.

The browser's first frame is `hello` with a ticket; the service answers `welcome` or closes with a code of
`realtime.protocol.closing`. The TypeScript types are generated from this module.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

VERSION = 1
Token = Annotated[str, Meta(min_length=20, max_length=100)]
Device = Annotated[str, Meta(pattern="^[A-Za-z0-9-]{8,64}$")]
MemberId = Annotated[str, Meta(min_length=1, max_length=64)]
ChatText = Annotated[
    str, Meta(min_length=1, max_length=2000, pattern=r"^[^\u0000]*$")
]  # PostgreSQL keeps no NUL
ChatId = Annotated[str, Meta(pattern="^[A-Za-z0-9-]{8,64}$")]


class Frame(Struct, tag_field="type", rename="camel", frozen=True, kw_only=True):
    """One frame, told apart by its `type`."""


class Resume(Struct, rename="camel", frozen=True, kw_only=True):
    """Where a reconnecting browser stopped reading the chat."""

    epoch: UUID
    seq: Annotated[int, Meta(ge=0)]


class Hello(Frame, tag="hello", frozen=True, kw_only=True):
    """Browser: the first frame. `device` stays the same over reloads of one tab and replaces its ghost."""

    version: int
    ticket: Token
    device: Device
    microphone: bool = False
    camera: bool = False
    resume: Resume | None = None


class Say(Frame, tag="say", frozen=True, kw_only=True):
    """Browser: a line of chat. The browser makes `id`; the same `id` again is not said twice."""

    id: ChatId
    text: ChatText


class Devices(Frame, tag="devices", frozen=True, kw_only=True):
    """Browser: what I am sending now."""

    microphone: bool
    camera: bool
    screen: bool = False


class Remove(Frame, tag="remove", frozen=True, kw_only=True):
    """Browser of a host: send this member out; the account may not come back."""

    member: MemberId


class End(Frame, tag="end", frozen=True, kw_only=True):
    """Browser of a host: the meeting is over for everybody."""


class Goodbye(Frame, tag="goodbye", frozen=True, kw_only=True):
    """Browser: I leave on purpose."""


class Pong(Frame, tag="pong", frozen=True, kw_only=True):
    """Browser: the answer to `ping`; proves presence (LV-1)."""


class Member(Struct, rename="camel", frozen=True, kw_only=True):
    """Who is there, as others see it. `id` is of this visit, `person` of the account."""

    id: str
    person: UUID
    name: str
    role: str
    verified: bool
    microphone: bool
    camera: bool
    screen: bool = False


class Line(Struct, rename="camel", frozen=True, kw_only=True):
    """A line of chat as the room keeps it."""

    seq: int
    id: str
    person: UUID
    name: str
    text: str
    at: datetime


class Welcome(Frame, tag="welcome", frozen=True, kw_only=True):
    """Service: you are in. `recovered` tells whether `chat` continues where the browser stopped."""

    version: int
    you: Member
    members: list[Member]
    epoch: UUID
    chat: list[Line]
    recovered: bool


class Joined(Frame, tag="joined", frozen=True, kw_only=True):
    """Service: somebody came."""

    member: Member


class Changed(Frame, tag="changed", frozen=True, kw_only=True):
    """Service: somebody's devices or role changed."""

    member: Member


class Left(Frame, tag="left", frozen=True, kw_only=True):
    """Service: somebody is gone."""

    member: str


class Said(Frame, tag="said", frozen=True, kw_only=True):
    """Service: a line of chat, also to the one who said it."""

    line: Line


class Ping(Frame, tag="ping", frozen=True, kw_only=True):
    """Service: are you there? Who stays silent is cut."""


class Refused(Frame, tag="refused", frozen=True, kw_only=True):
    """Service: what was asked is not done; `code` is the class name of the error."""

    request: str
    code: str


FromBrowser = Hello | Say | Devices | Remove | End | Goodbye | Pong
ToBrowser = Welcome | Joined | Changed | Left | Said | Refused | Ping
