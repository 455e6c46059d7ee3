"""What files belong to is known above us: the owner of a kind says who may do what; api.wiring names it."""

from collections.abc import Awaitable, Callable, Collection
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer


class Owner(Struct, frozen=True, kw_only=True):
    """`writes(session, viewer, owner_id)`: locks the thing; raises where the viewer may not change it now.
    `works_on(session, viewer, owner_id)`: sees its files in every state.
    `shows(session, viewer, owner_id, file_id)`: an approved file stands where the viewer may see it.
    `holds(session, owner_id, file_id)`: it stands in what was handed in or published, and has to stay.
    `lookable(session, viewer, owner_ids)`: those the viewer has no part in, each with its field.
    """

    writes: Callable[[AsyncSession, Viewer, UUID], Awaitable[None]]
    works_on: Callable[[AsyncSession, Viewer, UUID], Awaitable[bool]]
    shows: Callable[[AsyncSession, Viewer, UUID, UUID], Awaitable[bool]]
    holds: Callable[[AsyncSession, UUID, UUID], Awaitable[bool]]
    lookable: Callable[[AsyncSession, Viewer, Collection[UUID]], Awaitable[dict[UUID, str]]]


_owners: dict[str, Owner] = {}


def register(kind: str, owner: Owner) -> None:
    _owners[kind] = owner


def owner_of(kind: str) -> Owner:
    return _owners[kind]


def kinds() -> tuple[str, ...]:
    return tuple(_owners)
