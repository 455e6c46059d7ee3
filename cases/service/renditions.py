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
Maker = Callable[[AsyncSession, PublishedCase, str, imaging.Read], Awaitable[bytes]]
"""Makes the file of a version; the last two are the origin of the service, and where images are read."""


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
    """The job KIND. A version that was taken down meanwhile gets none."""

    async def make(session: AsyncSession, payload: dict[str, Any]) -> None:
        version_id = UUID(payload["version_id"])
        if await access.of_version(session, version_id) is None:
            return
        case = await reading.version_for_files(session, version_id)
        content = await _MAKERS[payload["format"]](session, case, base, read)
        await _keep(session, version_id, payload["format"], content)

    return make


async def file(session: AsyncSession, *, viewer: Viewer, case_id: UUID, number: int, kind: Format) -> File:
    """Of a version that the viewer may read. Raises as `published_case`, FileNotReady, FileNotMade."""
    case = await reading.published_case(session, viewer=viewer, case_id=case_id, number=number)
    version_id = case.version.id
    row = await session.scalar(
        select(Rendition).where(Rendition.version_id == version_id, Rendition.format == kind.value)
    )
    if row is None:
        raise FileNotMade if await outbox.failed(session, _key(version_id, kind)) else FileNotReady
    return File(
        content=row.content,
        sha256=row.sha256,
        media_type=MEDIA_TYPES[kind],
        name=f"case-{case_id.hex[-12:]}-v{number}.{ENDINGS[kind]}",
    )


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


async def _keep(session: AsyncSession, version_id: UUID, kind: str, content: bytes) -> None:
    made = {"content": content, "sha256": hashlib.sha256(content).hexdigest(), "created_at": clock.now()}
    row = insert(Rendition).values(id=new_id(), version_id=version_id, format=kind, **made)
    await session.execute(row.on_conflict_do_update(index_elements=["version_id", "format"], set_=made))


async def _jats(_: AsyncSession, case: PublishedCase, base: str, __: imaging.Read) -> bytes:
    return jats.write(case, address=base + citing.version_path(case), base=base, doi=case.doi)


async def _pdf(session: AsyncSession, case: PublishedCase, base: str, read: imaging.Read) -> bytes:
    images = await imaging.images(session, pdf.sources(case), read)
    address = base + citing.version_path(case)
    return await pdf.press(pdf.sheet(case, address=address, base=base, images=set(images)), images)


_MAKERS: Mapping[str, Maker] = {Format.JATS: _jats, Format.PDF: _pdf}


def _key(version_id: UUID, kind: Format) -> str:
    return f"{KIND}:{version_id}:{kind.value}"
