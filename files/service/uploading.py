"""Taking a file in: bounded, scanned, looked at by content, decoded elsewhere; of it only pixels stay."""

from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import outbox
from core.db import let_go
from core.errors import SignInRequired
from core.ids import new_id
from core.policy import Viewer
from files import decoding, scanning, store
from files.errors import FileKindUnknown, FileMissing, FileNotFound, FileTooLarge, QuotaSpent
from files.models import File, FilePicture
from files.owners import owner_of
from files.service.access import note
from files.sniffing import Source, source_of
from files.states import FileState
from files.store import Shelf
from files.workshop.wire import Frame, Hint, Taken

MOST_BYTES = 32_000_000
ROOM = 400_000_000  # bytes that one person's pictures may take up
DERIVE = "files.derive"


async def upload(
    session: AsyncSession, *, viewer: Viewer, shelf: Shelf, owner_kind: str, owner_id: UUID, data: bytes
) -> UUID:
    """Returns the file's id. It is nobody's but the owner's until a second clinician has looked at it.

    Raises SignInRequired, FileNotFound (no such owner for the viewer), QuotaSpent, FileMissing, FileTooLarge,
    FileKindUnknown, ScannerFoundSomething, ScannerUnreachable, those of `decoding.take`, and what the owner
    raises where it may not be changed now.
    """
    await before_reading(session, viewer=viewer, owner_kind=owner_kind, owner_id=owner_id)
    await let_go(session)
    source = await _looked_at(shelf, data)
    taken = await decoding.take(data, source)
    await before_reading(session, viewer=viewer, owner_kind=owner_kind, owner_id=owner_id)
    await owner_of(owner_kind).writes(session, viewer, owner_id)
    file = File(
        id=uuid4(),  # in addresses for everybody: does not say when it was sent
        owner_kind=owner_kind,
        owner_id=owner_id,
        uploaded_by=viewer.person_id,
        source=source.value,
        state=FileState.OPEN.value,
        must_clean=taken.must_clean,
        stored=sum(len(frame.image) for frame in taken.frames),
    )
    session.add(file)
    await session.flush()
    await _keep(session, shelf, file, taken)
    await note(session, file, "uploaded", actor_id=viewer.person_id, source=source.value)
    return file.id


async def before_reading(session: AsyncSession, *, viewer: Viewer, owner_kind: str, owner_id: UUID) -> None:
    """What can be refused before a byte is read. Raises SignInRequired, FileNotFound, QuotaSpent."""
    if not viewer.signed_in:
        raise SignInRequired
    if not await owner_of(owner_kind).works_on(session, viewer, owner_id):
        raise FileNotFound
    taken_up = select(func.coalesce(func.sum(File.stored), 0)).where(File.uploaded_by == viewer.person_id)
    if (await session.scalar(taken_up) or 0) >= ROOM:
        raise QuotaSpent


async def add_picture(session: AsyncSession, shelf: Shelf, picture: FilePicture, frame: Frame) -> None:
    """Put the pixels under a new key, for a picture that is new or whose pixels are. The caller flushes."""
    picture.key = store.new_key()
    await store.promise(session, picture.key)
    await store.put(shelf, picture.key, "full.webp", frame.image)
    picture.width, picture.height, picture.small = frame.width, frame.height, False
    session.add(picture)
    await session.flush()
    await outbox.enqueue(session, DERIVE, {"picture_id": str(picture.id)}, key=f"{DERIVE}:{picture.id}")


async def _looked_at(shelf: Shelf, data: bytes) -> Source:
    if not data:
        raise FileMissing
    if len(data) > MOST_BYTES:
        raise FileTooLarge
    await scanning.scan(shelf.scanner, data)
    source = source_of(data[:200])
    if source is None:
        raise FileKindUnknown
    return source


async def _keep(session: AsyncSession, shelf: Shelf, file: File, taken: Taken) -> None:
    for number, frame in enumerate(taken.frames, start=1):
        picture = FilePicture(
            id=new_id(),
            file_id=file.id,
            number=number,
            hints=hints_of(frame.hints),
            cleaned=False,
            blackened=0,
        )
        await add_picture(session, shelf, picture, frame)
    if taken.header:
        file.header_key = store.new_key()
        await store.promise(session, file.header_key)
        await store.put(shelf, file.header_key, "header.dcm", taken.header)
        await session.flush()


def hints_of(hints: list[Hint]) -> list[dict[str, object]]:
    """As they are stored."""
    return [
        {"kind": h.kind, "x": h.rect.x, "y": h.rect.y, "width": h.rect.width, "height": h.rect.height}
        for h in hints
    ]
