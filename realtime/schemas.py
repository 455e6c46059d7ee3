"""What travels between rooms and everybody else: drafts in, views out."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

_NO_NUL = r"^[^\u0000]*$"  # PostgreSQL keeps no NUL
Title = Annotated[str, Meta(min_length=3, max_length=160, pattern=_NO_NUL)]
Programme = Annotated[str, Meta(max_length=2000, pattern=_NO_NUL)]


class Draft(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Something sent to us."""


class View(Struct, frozen=True, kw_only=True, rename="camel"):
    """Something shown."""


class RoomDraft(Draft, frozen=True, kw_only=True):
    """A room of a board, of a case, or of neither; without times it opens at once."""

    title: Title
    programme: Programme = ""
    board_id: UUID | None = None
    case_id: UUID | None = None
    clinicians_only: bool = False
    starts_at: Annotated[datetime, Meta(tz=True)] | None = None
    ends_at: Annotated[datetime, Meta(tz=True)] | None = None


class Writer(View, frozen=True, kw_only=True):
    """Whose a Yjs client id of a document is. `colour` (0 to 7) is the same for all clients of a person."""

    client: int
    person_id: UUID
    name: str
    colour: int


class RoomRow(View, frozen=True, kw_only=True):
    """A room in a list."""

    id: UUID
    title: str
    host_id: UUID
    board_id: UUID | None
    case_id: UUID | None
    clinicians_only: bool
    starts_at: datetime | None
    ends_at: datetime | None
    ended_at: datetime | None
    created_at: datetime


class RoomView(RoomRow, frozen=True, kw_only=True):
    """A room with its programme."""

    programme: str
    settled_at: datetime | None


class Attended(View, frozen=True, kw_only=True):
    """What was counted for one person."""

    minutes: int
    started_at: datetime
    ended_at: datetime
