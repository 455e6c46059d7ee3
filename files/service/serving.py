"""Handing pictures out. The policy is asked at every fetch; a link only narrows what it would allow."""

from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from files import links, policy, store
from files.errors import FileGone, FileNotFound, LinkExpired
from files.models import File, FilePicture
from files.service.reading import version_of
from files.states import FileState, Size
from files.store import Shelf

OBJECT = "dicom"


class Asked(Struct, frozen=True, kw_only=True):
    """`until` and `mark`: of a signed link; 0 and empty in a lasting one."""

    file_id: UUID
    size: str
    number: int = 1
    until: int = 0
    mark: str = ""


class Handed(Struct, frozen=True, kw_only=True):
    """What to send: the object `key`/`name`. `public`: everybody may see it, so others may keep a copy."""

    key: str
    name: str
    etag: str
    media_type: str
    filename: str
    public: bool


async def hand_out(session: AsyncSession, *, viewer: Viewer, shelf: Shelf, asked: Asked) -> Handed:
    """Three queries for what everybody sees, at most seven. Raises FileNotFound, FileGone, LinkExpired."""
    row = await _row(session, asked)
    if row is None:
        raise FileNotFound
    if row.state == FileState.GONE:
        raise FileGone
    public = await policy.is_public(session, row)
    if not public:
        if not await policy.may_see(session, viewer, row):
            raise FileNotFound
        _refuse_bad(shelf.secret, viewer, asked)
    return _object(row, public=public) if asked.size == OBJECT else _picture(row, asked, public=public)


async def public_bytes(
    session: AsyncSession, *, shelf: Shelf, file_id: UUID, size: Size = Size.PAGE, number: int = 1
) -> bytes | None:
    """A picture as everybody sees it, for what is printed or sent of it; None where not everybody does."""
    asked = Asked(file_id=file_id, size=size.value, number=number)
    row = await _row(session, asked)
    if row is None or row.key is None or not await policy.is_public(session, row):
        return None
    try:
        return await store.get(shelf, row.key, _picture(row, asked, public=True).name)
    except FileNotFoundError:  # taken away just now
        return None


def _refuse_bad(secret: str, viewer: Viewer, asked: Asked) -> None:
    if not links.good(
        secret, viewer.person_id, asked.file_id, asked.size, asked.number, asked.until, asked.mark
    ):
        raise LinkExpired


async def _row(session: AsyncSession, asked: Asked) -> Row[*tuple[Any, ...]] | None:
    of_file = (
        File.id,
        File.owner_kind,
        File.owner_id,
        File.state,
        File.looker_id,
        File.looker_until,
        File.object_key,
    )
    wanted = (
        select(*of_file, FilePicture.key, FilePicture.small, FilePicture.number)
        .outerjoin(FilePicture, (FilePicture.file_id == File.id) & (FilePicture.number == asked.number))
        .where(File.id == asked.file_id)
    )
    return (await session.execute(wanted)).one_or_none()


def _picture(row: Any, asked: Asked, *, public: bool) -> Handed:
    if row.key is None:
        raise FileNotFound
    size = Size(asked.size) if row.small else Size.FULL
    return Handed(
        key=row.key,
        name=f"{size}.webp",
        etag=f'"{version_of(row.key)}-{size}"',
        media_type="image/webp",
        filename=f"figure-{row.id.hex[:8]}-{row.number}.webp",
        public=public,
    )


def _object(row: Any, *, public: bool) -> Handed:
    """The DICOM object, put together after the second look out of what was looked at."""
    if row.object_key is None:
        raise FileNotFound
    return Handed(
        key=row.object_key,
        name="image.dcm",
        etag=f'"{version_of(row.object_key)}"',
        media_type="application/dicom",
        filename=f"figure-{row.id.hex[:8]}.dcm",
        public=public,
    )
