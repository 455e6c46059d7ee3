"""Places a role can be limited to. Boards and collections live upstairs and register theirs in api.wiring."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer


class Place(Struct, frozen=True):
    id: UUID
    label: str


Places = Callable[[AsyncSession, Viewer], Awaitable[list[Place]]]
_known: dict[str, Places] = {}


def register(kind: str, places: Places) -> None:
    """`places(session, viewer)` lists what `viewer` may appoint people to. Safe to repeat."""
    _known[kind] = places


async def places(session: AsyncSession, viewer: Viewer) -> list[Place]:
    """All places, kind by kind."""
    return [place for kind in sorted(_known) for place in await _known[kind](session, viewer)]
