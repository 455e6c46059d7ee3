"""Whom a company pays is known above us. moderation says it here; api.wiring brings the two together."""

from collections.abc import Awaitable, Callable, Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

Ask = Callable[[AsyncSession, str, Collection[UUID]], Awaitable[dict[UUID, tuple[str, ...]]]]
_ask: list[Ask] = []


def ask_with(ask: Ask) -> None:
    """`ask(session, text, person_ids)` gives the companies the text concerns that each declared a tie to."""
    _ask[:] = [ask]


async def ties_to(
    session: AsyncSession, text: str, person_ids: Collection[UUID]
) -> dict[UUID, tuple[str, ...]]:
    """Names of companies by person; whoever has none is not in it."""
    return await _ask[0](session, text, person_ids)
