"""What the pages of conferences and rooms share: forms, the statement of disclosures, labels."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncSession

from identity import service as identity
from identity.schemas import PersonCard
from moderation import service as moderation
from realtime.schemas import Programme, RoomDraft, RoomRow, RoomView, Title
from web.forms import FormState
from web.i18n import N_

AnyRequest = Request[Any, Any, Any]
DURATIONS = (15, 30, 45, 60, 90, 120, 180)
WHICH_TIME = N_("Enter the day and the time at which the meeting begins.")
WHICH_ZONE = N_("Enter a time zone such as Europe/Madrid or UTC.")


class RoomForm(Struct, kw_only=True):
    """A room as a person types it: a local time, the zone it is meant in, a length in minutes."""

    title: Title
    programme: Programme = ""
    when: Annotated[str, Meta(pattern="^(now|later)$")] = "now"
    starts: Annotated[str, Meta(max_length=30)] = ""
    zone: Annotated[str, Meta(max_length=60)] = "UTC"
    minutes: Annotated[int, Meta(ge=1, le=720)] = 60
    board_id: UUID | None = None
    case_id: UUID | None = None
    clinicians_only: bool = False


def draft_of(form: FormState) -> RoomDraft | None:
    """The room that was typed; None when the form says what is wrong."""
    typed = form.into(RoomForm)
    if typed is None:
        return None
    starts = _start(form, typed) if typed.when == "later" else None
    if form.refused:
        return None
    return RoomDraft(
        title=typed.title,
        programme=typed.programme,
        board_id=None if typed.case_id else typed.board_id,
        case_id=typed.case_id,
        clinicians_only=typed.clinicians_only,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=typed.minutes) if starts else None,
    )


def _start(form: FormState, typed: RoomForm) -> datetime | None:
    try:
        zone = ZoneInfo(typed.zone)
    except (KeyError, ValueError, OSError):
        form.fail("zone", WHICH_ZONE)
        return None
    try:
        return datetime.fromisoformat(typed.starts).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        form.fail("starts", WHICH_TIME)
        return None


class Speaker(NamedTuple):
    """Somebody with a role in the meeting; `disclosure` is a source text, None while none is valid."""

    card: PersonCard
    disclosure: str | None


async def speakers_of(session: AsyncSession, room: RoomRow | RoomView) -> list[Speaker]:
    """Whose relations are shown before one enters (IN-13): today the host."""
    cards = await identity.people_by_ids(session, {room.host_id})
    return [Speaker(cards[room.host_id], await moderation.stamp_of(session, person_id=room.host_id))]


def statement_of(speakers: list[Speaker]) -> str:
    """The disclosures as they are kept with an acknowledgement, in English."""
    return "\n".join(
        f"{speaker.card.name} ({speaker.card.id}): {speaker.disclosure or 'no valid disclosure'}"
        for speaker in speakers
    )
