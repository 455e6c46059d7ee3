"""An upload's body: asked about before it is read, counted while it is read."""

from collections.abc import AsyncIterator
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Sessions
from core.policy import Viewer
from files import pace, service
from files.errors import FileTooLarge


async def gathered(pieces: AsyncIterator[bytes], *, most: int = service.MOST_BYTES) -> bytes:
    """Raises FileTooLarge as soon as there is a byte too many."""
    data = bytearray()
    async for piece in pieces:
        data += piece
        if len(data) > most:
            raise FileTooLarge
    return bytes(data)


async def may_begin(
    session: AsyncSession, sessions: Sessions, *, viewer: Viewer, owner_kind: str, owner_id: UUID
) -> None:
    """Whether reading is worth while. Raises SignInRequired, FileNotFound, QuotaSpent, UploadsTooOften."""
    await service.before_reading(session, viewer=viewer, owner_kind=owner_kind, owner_id=owner_id)
    await pace.before_upload(sessions, viewer)
