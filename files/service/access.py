"""Finding the file that somebody may work on, locked for the rest of the transaction."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.errors import SignInRequired
from core.policy import Viewer
from files.errors import FileNotFound, NotRedactable
from files.models import File, FilePicture
from files.owners import owner_of
from files.states import WORKABLE

FRESH = {"populate_existing": True}


async def as_worker(session: AsyncSession, viewer: Viewer, file_id: UUID) -> File:
    """Of somebody who works on what the file belongs to, which may be changed now; that is locked first.

    Raises SignInRequired, FileNotFound, and what the owner raises (cases: CaseNotFound, NotWritable).
    """
    if not viewer.signed_in:
        raise SignInRequired
    owned = select(File.owner_kind, File.owner_id).where(File.id == file_id)
    row = (await session.execute(owned)).one_or_none()
    if row is None or not await owner_of(row.owner_kind).works_on(session, viewer, row.owner_id):
        raise FileNotFound
    await owner_of(row.owner_kind).writes(session, viewer, row.owner_id)
    return await locked(session, file_id)


async def to_redact(session: AsyncSession, viewer: Viewer, file_id: UUID) -> File:
    """As `as_worker`, for changing pictures. Raises NotRedactable too."""
    file = await as_worker(session, viewer, file_id)
    if file.state not in WORKABLE:
        raise NotRedactable
    return file


async def locked(session: AsyncSession, file_id: UUID) -> File:
    """Raises FileNotFound."""
    file = await session.get(File, file_id, with_for_update=True, populate_existing=True)
    if file is None:
        raise FileNotFound
    return file


async def pictures_of(session: AsyncSession, file_id: UUID) -> list[FilePicture]:
    """In their order."""
    found = select(FilePicture).where(FilePicture.file_id == file_id).order_by(FilePicture.number)
    return list(await session.scalars(found, execution_options=FRESH))


async def picture(session: AsyncSession, file_id: UUID, number: int) -> FilePicture:
    """Locked. Raises FileNotFound."""
    found = await session.scalar(
        select(FilePicture)
        .where(FilePicture.file_id == file_id, FilePicture.number == number)
        .with_for_update(),
        execution_options=FRESH,
    )
    if found is None:
        raise FileNotFound
    return found


async def note(
    session: AsyncSession, file: File, act: str, *, actor_id: UUID | None, **detail: object
) -> None:
    await audit.record(
        session,
        actor_id=actor_id,
        act=f"files.{act}",
        subject_kind="file",
        subject_id=file.id,
        detail={"owner": f"{file.owner_kind}:{file.owner_id}"} | detail,
    )
