"""Files made of a version: ordered when it appears or something is said of it, made by a job, served here."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from cases import citing, imaging, jats, pdf
from cases.errors import FileNotMade, FileNotReady
from cases.models import Rendition, Version
from cases.schemas import PublishedCase
from cases.service import access, reading
from cases.service.consenting import images_covered
from core import clock, outbox
from core.ids import new_id
from core.outbox import Handler
from core.policy import Viewer

KIND = "cases.render"


class Format(StrEnum):
    JATS = "jats"
    PDF = "pdf"


MEDIA_TYPES: Mapping[str, str] = {Format.JATS: jats.MEDIA_TYPE, Format.PDF: pdf.MEDIA_TYPE}
ENDINGS: Mapping[str, str] = {Format.JATS: "xml", Format.PDF: "pdf"}
Maker = Callable[[AsyncSession, PublishedCase, str, imaging.Read], Awaitable[tuple[bytes, bool]]]
"""Makes the file of a version and says whether pictures are in it. The last two: the origin of the service,
and where images are read.
"""


class File(Struct, frozen=True, kw_only=True):
    content: bytes
    sha256: str
    media_type: str
    name: str

    @property
    def headers(self) -> dict[str, str]:
        """For sending it. It may change when something is said of the version, so nobody keeps it unasked."""
        return {
            "content-disposition": f'attachment; filename="{self.name}"',
            "etag": f'"{self.sha256}"',
            "cache-control": "public, no-cache",
            "x-content-type-options": "nosniff",
        }


async def order(session: AsyncSession, version_id: UUID) -> None:
    """Have the files of a version made; what there is of them is out of date and goes."""
    await session.execute(delete(Rendition).where(Rendition.version_id == version_id))
    for kind in Format:
        payload: dict[str, object] = {"version_id": str(version_id), "format": kind.value}
        await outbox.enqueue(session, KIND, payload, key=_key(version_id, kind))


async def order_all(session: AsyncSession, case_id: UUID) -> None:
    """Of every version: each tells what was said of the case."""
    for version_id in await session.scalars(select(Version.id).where(Version.case_id == case_id)):
        await order(session, version_id)


def maker(base: str, read: imaging.Read) -> Handler:
    """The job KIND. A version that was taken down meanwhile gets none; what was said meanwhile is in it."""

    async def make(session: AsyncSession, payload: dict[str, Any]) -> None:
        version_id = UUID(payload["version_id"])
        while await access.of_version(session, version_id) is not None:
            case = await reading.version_for_files(session, version_id)
            made = await _MAKERS[payload["format"]](session, case, base, read)
            held = await access.of_version(session, version_id, hold=True)
            if held is not None and await reading.version_for_files(session, version_id) == case:
                await _keep(session, version_id, payload["format"], *made)
                return

    return make


async def file(session: AsyncSession, *, viewer: Viewer, case_id: UUID, number: int, kind: Format) -> File:
    """Of a version that the viewer may read. Raises as `published_case`, FileNotReady, FileNotMade."""
    case = await reading.published_case(session, viewer=viewer, case_id=case_id, number=number)
    version_id = case.version.id
    row = await session.scalar(
        select(Rendition).where(Rendition.version_id == version_id, Rendition.format == kind.value)
    )
    if row is not None and row.pictures and not await images_covered(session, case_id=case_id):
        raise FileNotReady  # `without_pictures` has it made anew
    if row is None:
        raise FileNotMade if await outbox.failed(session, _key(version_id, kind)) else FileNotReady
    return File(
        content=row.content,
        sha256=row.sha256,
        media_type=MEDIA_TYPES[kind],
        name=f"case-{case_id.hex[-12:]}-v{number}.{ENDINGS[kind]}",
    )


async def without_pictures(session: AsyncSession) -> int:
    """Have files made anew whose pictures no consent covers any more. Returns of how many versions."""
    shown = (
        select(Rendition.version_id, Version.case_id)
        .join(Version, Version.id == Rendition.version_id)
        .where(Rendition.pictures)
    )
    gone = [
        row.version_id
        for row in await session.execute(shown)
        if not await images_covered(session, case_id=row.case_id)
    ]
    for version_id in gone:
        await order(session, version_id)
    return len(gone)


async def cannot_be_made(session: AsyncSession, version_id: UUID) -> list[str]:
    """Formats whose job ended in the dead letters."""
    keys = {_key(version_id, kind): kind.value for kind in Format}
    return sorted(keys[key] for key in await outbox.failed_of(session, keys))


async def take_away(session: AsyncSession, case_id: UUID) -> int:
    """Delete the files of a case that was taken down. Returns how many there were."""
    versions = select(Version.id).where(Version.case_id == case_id)
    gone = await session.execute(
        delete(Rendition).where(Rendition.version_id.in_(versions)).returning(Rendition.id)
    )
    return len(gone.all())


async def _keep(session: AsyncSession, version_id: UUID, kind: str, content: bytes, pictures: bool) -> None:
    sha256 = hashlib.sha256(content).hexdigest()
    made = {"content": content, "sha256": sha256, "pictures": pictures, "created_at": clock.now()}
    row = insert(Rendition).values(id=new_id(), version_id=version_id, format=kind, **made)
    await session.execute(row.on_conflict_do_update(index_elements=["version_id", "format"], set_=made))


async def _jats(_: AsyncSession, case: PublishedCase, base: str, __: imaging.Read) -> tuple[bytes, bool]:
    """Pictures are in it by their address, where the policy is asked."""
    return jats.write(case, address=base + citing.version_path(case), base=base, doi=case.doi), False


async def _pdf(
    session: AsyncSession, case: PublishedCase, base: str, read: imaging.Read
) -> tuple[bytes, bool]:
    images = await imaging.images(session, pdf.sources(case), read)
    address = base + citing.version_path(case)
    sheet = pdf.sheet(case, address=address, base=base, images=set(images))
    return await pdf.press(sheet, images), bool(images)


_MAKERS: Mapping[str, Maker] = {Format.JATS: _jats, Format.PDF: _pdf}


def _key(version_id: UUID, kind: Format) -> str:
    return f"{KIND}:{version_id}:{kind.value}"
