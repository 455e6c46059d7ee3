"""Images of a write-up are kept by another package: whoever makes files of it is given how they are read."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

Read = Callable[[AsyncSession, UUID], Awaitable[bytes | None]]
"""`read(session, file_id)` gives an image as it is shown to everybody; None when it is not."""


async def images(session: AsyncSession, names: list[str], read: Read) -> dict[str, bytes]:
    """Those of the named files that can be shown, by name."""
    found: dict[str, bytes] = {}
    for name in names:
        try:
            content = await read(session, UUID(name))
        except ValueError:
            continue
        if content is not None:
            found[name] = content
    return found
