"""Taking files away: by who works on them, with what they belong to, and when consent is withdrawn."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import outbox
from core.policy import Viewer
from files import store
from files.models import File, FilePicture
from files.owners import owner_of
from files.service.access import as_worker, note
from files.states import FileState
from files.store import Shelf


class StillStored(Exception):
    """Objects are still in the store after they were removed."""


async def remove(session: AsyncSession, *, viewer: Viewer, file_id: UUID) -> bool:
    """Delete a file that its owners do not want any more, with its pixels.

    False when it has to stay, because it stands in what was handed in or published. The owner's own rows
    about it are the caller's to delete before. Raises FileNotFound, and what the owner raises.
    """
    file = await as_worker(session, viewer, file_id)
    if await owner_of(file.owner_kind).holds(session, file.owner_id, file.id):
        return False
    await note(session, file, "removed", actor_id=viewer.person_id)
    await _delete(session, [file.id])
    return True


async def remove_all(session: AsyncSession, *, owner_kind: str, owner_ids: Collection[UUID]) -> None:
    """With the things themselves, which are being deleted. No policy is asked."""
    if owner_ids:
        ids = await session.scalars(_owned(owner_kind, owner_ids))
        await _delete(session, list(ids))


async def take_down(session: AsyncSession, shelf: Shelf, *, owner_kind: str, owner_id: UUID) -> int:
    """Delete every picture now, copies included, and look whether any is left. Returns how many went.

    The rows stay, as gone: their addresses answer 410. Safe to repeat. Raises StillStored.
    """
    ids = list(await session.scalars(_owned(owner_kind, [owner_id]).with_for_update()))
    # who makes smaller copies of one just now is waited for: they are found then, and no more are made
    await session.execute(
        select(FilePicture.id).where(FilePicture.file_id.in_(ids)).order_by(FilePicture.id).with_for_update()
    )
    keys = await _keys(session, ids)
    for key in keys:
        await store.clear(shelf, key)
    if any([await store.names_under(shelf, key) for key in keys]):
        raise StillStored
    gone = await session.execute(
        delete(FilePicture).where(FilePicture.file_id.in_(ids)).returning(FilePicture.id)
    )
    emptied = {
        "state": FileState.GONE.value,
        "header_key": None,
        "object_key": None,
        "stored": 0,
        "reason": "",
    }
    await session.execute(update(File).where(File.id.in_(ids)).values(emptied))
    return len(gone.all())


async def _delete(session: AsyncSession, ids: list[UUID]) -> None:
    """Rows now, objects by the outbox after the commit."""
    keys = await _keys(session, ids)
    await session.execute(delete(FilePicture).where(FilePicture.file_id.in_(ids)))
    await session.execute(delete(File).where(File.id.in_(ids)))
    await outbox.enqueue_all(session, store.TIDY, [{"key": key} for key in keys])


async def _keys(session: AsyncSession, ids: list[UUID]) -> list[str]:
    pictures = await session.scalars(select(FilePicture.key).where(FilePicture.file_id.in_(ids)))
    objects = await session.execute(select(File.header_key, File.object_key).where(File.id.in_(ids)))
    return [*pictures, *(key for row in objects for key in row if key)]


def _owned(owner_kind: str, owner_ids: Collection[UUID]) -> Select[UUID]:
    return select(File.id).where(File.owner_kind == owner_kind, File.owner_id.in_(owner_ids))
