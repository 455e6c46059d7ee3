"""What comes in and what goes out, as JSON and to pages."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from files.workshop.wire import SIDE

Pixel = Annotated[int, Meta(ge=0, le=SIDE)]
Length = Annotated[int, Meta(ge=1, le=SIDE)]
NO_NUL = r"^[^\x00]*$"


class Draft(Struct, frozen=True, kw_only=True, rename="camel"):
    """Base of what comes in."""


class Box(Draft, frozen=True):
    """In pixels of the size "full", from its top left corner."""

    x: Pixel
    y: Pixel
    width: Length
    height: Length


class Redaction(Draft, frozen=True):
    """`seen`: the picture's `version` that the rectangles were drawn on."""

    boxes: Annotated[list[Box], Meta(max_length=200)]
    seen: Annotated[str, Meta(max_length=16)]


class Attestation(Draft, frozen=True):
    """That every picture was looked at, and that nobody can be recognised: no face, name, date, number."""

    attested: bool = False


class Verdict(Draft, frozen=True):
    approve: bool
    reason: Annotated[str, Meta(max_length=1000, pattern=NO_NUL)] = ""


class View(Struct, frozen=True, kw_only=True, rename="camel"):
    """Base of what goes out."""


class HintView(View, frozen=True):
    """`kind`: text or face. Suggested by a rule, which misses things."""

    kind: str
    x: int
    y: int
    width: int
    height: int


class PictureView(View, frozen=True):
    """A page or frame, in pixels of the size "full". `version` changes with its pixels."""

    number: int
    width: int
    height: int
    version: str
    cleaned: bool
    blackened: int
    hints: list[HintView]


class FileView(View, frozen=True):
    """An upload as those who work on it see it. `reason`: why it was sent back. Nobody is named."""

    id: UUID
    source: str
    state: str
    must_clean: bool
    reason: str
    uploaded_at: datetime
    pictures: list[PictureView]


class LookRow(View, frozen=True):
    """A file that waits for a second look. `field`: a specialty. `mine`: taken by me."""

    id: UUID
    source: str
    pictures: int
    field: str
    waiting_since: datetime
    mine: bool
