"""Images of a write-up are kept by another package, which says here how a published one is read."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

Read = Callable[[AsyncSession, UUID], Awaitable[bytes | None]]
_read: list[Read] = []


def read_with(read: Read) -> None:
    """`read(session, file_id)` gives an image as it is shown to everybody; None when it is not."""
    _read[:] = [read]


async def images(session: AsyncSession, names: list[str]) -> dict[str, bytes]:
    """Those of the named files that can be shown, by name."""
    found: dict[str, bytes] = {}
    for name in names if _read else []:
        try:
            content = await _read[0](session, UUID(name))
        except ValueError:
            continue
        if content is not None:
            found[name] = content
    return found
