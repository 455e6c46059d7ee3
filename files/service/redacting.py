"""Blackening, which cannot be undone, and handing on to a second clinician."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core import clock, outbox
from core.db import let_go
from core.policy import Viewer
from files import decoding, store
from files.errors import (
    FileNotFound,
    NotAttested,
    NothingToRedact,
    NotRedactable,
    PictureChanged,
    PictureStands,
    PixelsNotCleaned,
)
from files.models import File
from files.owners import owner_of
from files.schemas import Attestation, Box, Redaction
from files.service.access import as_worker, note, picture, pictures_of, to_redact
from files.service.reading import file as seen_file
from files.service.reading import key_of, version_of
from files.service.uploading import add_picture
from files.states import WORKABLE, FileState
from files.store import Shelf
from files.workshop.wire import Rect


async def redact(
    session: AsyncSession, *, viewer: Viewer, shelf: Shelf, file_id: UUID, number: int, draft: Redaction
) -> None:
    """Paint the rectangles black in the pixels themselves; the former picture and its copies are deleted.

    Raises FileNotFound, NotRedactable, PictureChanged, NothingToRedact, and those of `decoding.blacken`.
    """
    former, rects = await _drawn(session, viewer, file_id, number, draft)
    await let_go(session)
    before = await store.get(shelf, former, "full.webp")
    frame = await decoding.blacken(before, rects)  # before anything is locked: it may take seconds
    file = await to_redact(session, viewer, file_id)
    one = await picture(session, file_id, number)
    if one.key != former:
        raise PictureChanged
    await add_picture(session, shelf, one, frame)
    file.stored += len(frame.image) - len(before)
    one.cleaned, one.blackened = True, one.blackened + len(rects)
    one.hints = [hint for hint in one.hints if not _covered(hint, rects)]
    await outbox.enqueue(session, store.TIDY, {"key": former})
    await note(session, file, "redacted", actor_id=viewer.person_id, picture=number, boxes=len(rects))
    await session.flush()


async def say_clean(session: AsyncSession, *, viewer: Viewer, file_id: UUID, number: int) -> None:
    """Nothing in this picture needs to be blackened. Raises FileNotFound, NotRedactable."""
    file = await to_redact(session, viewer, file_id)
    (await picture(session, file_id, number)).cleaned = True
    await note(session, file, "said_clean", actor_id=viewer.person_id, picture=number)
    await session.flush()


async def hand_on(session: AsyncSession, *, viewer: Viewer, file_id: UUID, draft: Attestation) -> None:
    """Attest, and ask for the second look.

    Every picture of a kind that often names the patient, and every one in which a rule still sees writing or
    a face, was blackened before or said to need nothing.

    Raises FileNotFound, NotRedactable, NotAttested, PixelsNotCleaned.
    """
    file = await to_redact(session, viewer, file_id)
    if not draft.attested:
        raise NotAttested
    pictures = await pictures_of(session, file_id)
    if any((file.must_clean or one.hints) and not one.cleaned for one in pictures):
        raise PixelsNotCleaned
    file.state, file.waiting_since = FileState.WAITING.value, clock.now()
    file.attested_by, file.looker_id, file.looker_until, file.reason = viewer.person_id, None, None, ""
    await note(session, file, "handed_on", actor_id=viewer.person_id, pictures=len(pictures))
    await session.flush()


async def take_back(session: AsyncSession, *, viewer: Viewer, file_id: UUID) -> None:
    """Work on it again; it needs another second look then. What was handed in or published keeps its pixels.

    Raises FileNotFound, NotRedactable, PictureStands.
    """
    file = await as_worker(session, viewer, file_id)
    if file.state not in {FileState.WAITING, FileState.APPROVED}:
        raise NotRedactable
    if await owner_of(file.owner_kind).holds(session, file.owner_id, file.id):
        raise PictureStands
    await reopen(session, file)
    await note(session, file, "taken_back", actor_id=viewer.person_id)


async def reopen(session: AsyncSession, file: File) -> None:
    """What was put together out of approved pictures goes."""
    file.state, file.waiting_since, file.looker_id = FileState.OPEN.value, None, None
    if file.object_key:
        await outbox.enqueue(session, store.TIDY, {"key": file.object_key})
        file.object_key = None
    await session.flush()


async def _drawn(
    session: AsyncSession, viewer: Viewer, file_id: UUID, number: int, draft: Redaction
) -> tuple[str, list[Rect]]:
    """The key of the pixels that the rectangles were drawn on, and what of those lies within."""
    seen = await seen_file(session, viewer=viewer, file_id=file_id)
    if seen.state not in WORKABLE:
        raise NotRedactable
    found = next((one for one in seen.pictures if one.number == number), None)
    if found is None:
        raise FileNotFound
    if found.version != draft.seen:
        raise PictureChanged
    rects = [rect for box in draft.boxes if (rect := _within(box, found.width, found.height))]
    if not rects:
        raise NothingToRedact
    key = await key_of(session, file_id, number)
    if version_of(key) != draft.seen:
        raise PictureChanged
    return key, rects


def _within(box: Box, width: int, height: int) -> Rect | None:
    """The part of the box that lies in the picture."""
    right, bottom = min(width, box.x + box.width), min(height, box.y + box.height)
    inside = right > box.x and bottom > box.y
    return Rect(box.x, box.y, right - box.x, bottom - box.y) if inside else None


def _covered(hint: dict[str, int], rects: list[Rect]) -> bool:
    """Whether the middle of what was suggested is black now."""
    x, y = hint["x"] + hint["width"] / 2, hint["y"] + hint["height"] / 2
    return any(r.x <= x < r.x + r.width and r.y <= y < r.y + r.height for r in rects)
