"""What the outbox does with pictures: smaller copies, DICOM objects, and clearing what nobody refers to."""

from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.outbox import Handler
from files import decoding, store
from files.models import File, FilePicture
from files.service.access import pictures_of
from files.states import SIDES, FileState
from files.store import Shelf


def deriver(shelf: Shelf) -> Handler:
    """The derived sizes of a picture, under its key. Its row is locked: no pixels change meanwhile."""

    async def derive(session: AsyncSession, payload: dict[str, Any]) -> None:
        picture = await session.get(FilePicture, UUID(payload["picture_id"]), with_for_update=True)
        if picture is None or picture.small:
            return
        full = await store.get(shelf, picture.key, "full.webp")
        made = await decoding.shrink(full, list(SIDES.values()))
        for size, image in zip(SIDES, made, strict=True):
            await store.put(shelf, picture.key, f"{size}.webp", image)
        picture.small = True

    return derive


def assembler(shelf: Shelf) -> Handler:
    """A DICOM object of the cleaned header and the pictures that were approved."""

    async def assemble(session: AsyncSession, payload: dict[str, Any]) -> None:
        file = await session.get(File, UUID(payload["file_id"]), with_for_update=True)
        if file is None or file.state != FileState.APPROVED or not file.header_key or file.object_key:
            return
        header = await store.get(shelf, file.header_key, "header.dcm")
        keys = [picture.key for picture in await pictures_of(session, file.id)]
        images = [await store.get(shelf, key, "full.webp") for key in keys]
        file.object_key = store.new_key()
        await store.promise(session, file.object_key)
        await store.put(shelf, file.object_key, "image.dcm", await decoding.assemble(header, images))

    return assemble


def tidier(shelf: Shelf) -> Handler:
    """Removes what lies under a key that no row has, and leaves alone what one has."""

    async def tidy(session: AsyncSession, payload: dict[str, Any]) -> None:
        key = str(payload["key"])
        shown = await session.scalar(select(FilePicture.id).where(FilePicture.key == key))
        kept = select(File.id).where(or_(File.header_key == key, File.object_key == key))
        if shown is None and await session.scalar(kept) is None:
            await store.clear(shelf, key)

    return tidy
