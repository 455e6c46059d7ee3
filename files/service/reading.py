"""What there is, for those who work on it and for what files belong to."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from hashlib import sha256
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import SignInRequired
from core.policy import Viewer
from files import policy
from files.errors import FileNotFound
from files.models import File, FilePicture
from files.owners import owner_of
from files.schemas import FileView, HintView, PictureView
from files.states import FileState

COLUMNS = (File.id, File.source, File.state, File.must_clean, File.reason, File.created_at)


class Standing(Struct, frozen=True):
    """The first picture's width and height, how many there are, and whether all passed their second look."""

    id: UUID
    approved: bool
    width: int
    height: int
    pictures: int


def version_of(key: str) -> str:
    """Tells one state of the pixels from another without giving away where they lie."""
    return sha256(key.encode()).hexdigest()[:16]


async def file(session: AsyncSession, *, viewer: Viewer, file_id: UUID) -> FileView:
    """For those who work on what it belongs to. Raises SignInRequired, FileNotFound."""
    if not viewer.signed_in:
        raise SignInRequired
    owned = select(File.owner_kind, File.owner_id).where(File.id == file_id, File.state != FileState.GONE)
    row = (await session.execute(owned)).one_or_none()
    if row is None or not await owner_of(row.owner_kind).works_on(session, viewer, row.owner_id):
        raise FileNotFound
    return (await views(session, [file_id]))[file_id]


async def looked_at(session: AsyncSession, *, viewer: Viewer, file_id: UUID) -> FileView:
    """For whoever has taken its second look on. Raises SignInRequired, FileNotFound."""
    if not viewer.signed_in:
        raise SignInRequired
    row = await session.get(File, file_id, populate_existing=True)
    if row is None or not policy.looks_at(viewer, row) or not await policy.may_see(session, viewer, row):
        raise FileNotFound
    return (await views(session, [file_id]))[file_id]


async def views(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, FileView]:
    """Two queries. No policy is asked: for owners, who have asked theirs."""
    if not ids:
        return {}
    pictures = await _pictures(session, ids)
    rows = await session.execute(select(*COLUMNS).where(File.id.in_(ids)))
    return {
        row.id: FileView(
            id=row.id,
            source=row.source,
            state=row.state,
            must_clean=row.must_clean,
            reason=row.reason,
            uploaded_at=row.created_at,
            pictures=pictures[row.id],
        )
        for row in rows
    }


async def standings(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """Of those that are not gone. For owners, as `views`."""
    found = await views(session, list(ids))
    return {
        view.id: Standing(
            view.id,
            view.state == FileState.APPROVED,
            view.pictures[0].width,
            view.pictures[0].height,
            len(view.pictures),
        )
        for view in found.values()
        if view.pictures
    }


async def key_of(session: AsyncSession, file_id: UUID, number: int) -> str:
    """Where the picture's objects lie now. No policy is asked. Raises FileNotFound."""
    wanted = select(FilePicture.key).where(FilePicture.file_id == file_id, FilePicture.number == number)
    key = await session.scalar(wanted)
    if key is None:
        raise FileNotFound
    return key


async def _pictures(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, list[PictureView]]:
    found: defaultdict[UUID, list[PictureView]] = defaultdict(list)
    rows = await session.execute(
        select(
            FilePicture.file_id,
            FilePicture.number,
            FilePicture.width,
            FilePicture.height,
            FilePicture.key,
            FilePicture.cleaned,
            FilePicture.blackened,
            FilePicture.hints,
        )
        .where(FilePicture.file_id.in_(ids))
        .order_by(FilePicture.file_id, FilePicture.number)
    )
    for row in rows:
        found[row.file_id].append(
            PictureView(
                number=row.number,
                width=row.width,
                height=row.height,
                version=version_of(row.key),
                cleaned=row.cleaned,
                blackened=row.blackened,
                hints=[HintView(**hint) for hint in row.hints],
            )
        )
    return found
