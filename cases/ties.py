"""Whom a company pays is known above us. moderation says it here; api.wiring brings the two together."""

from collections.abc import Awaitable, Callable, Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

Ask = Callable[[AsyncSession, str, Collection[UUID]], Awaitable[dict[UUID, tuple[str, ...]]]]
_asked: list[Ask] = []


def register(ask: Ask) -> None:
    """`ask(session, text, person_ids)` gives the companies the text concerns that each declared a tie to."""
    if ask not in _asked:
        _asked.append(ask)


async def ties_to(
    session: AsyncSession, text: str, person_ids: Collection[UUID]
) -> dict[UUID, tuple[str, ...]]:
    """Names of companies by person; whoever has none is not in it."""
    found: dict[UUID, tuple[str, ...]] = {}
    for ask in _asked:
        for person_id, names in (await ask(session, text, person_ids)).items():
            found[person_id] = (*found.get(person_id, ()), *names)
    return found
