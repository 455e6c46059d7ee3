"""Whom a company pays is known above us. moderation says it here; api.wiring brings the two together."""

from collections.abc import Awaitable, Callable, Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cases.schemas import FrozenTie

Ask = Callable[[AsyncSession, str, Collection[UUID]], Awaitable[dict[UUID, tuple[str, ...]]]]
Record = Callable[[AsyncSession, Collection[UUID]], Awaitable[dict[UUID, list[FrozenTie]]]]
_ask: list[Ask] = []
_record: list[Record] = []


def ask_with(ask: Ask) -> None:
    """`ask(session, text, person_ids)` gives the companies the text concerns that each declared a tie to."""
    _ask[:] = [ask]


async def ties_to(
    session: AsyncSession, text: str, person_ids: Collection[UUID]
) -> dict[UUID, tuple[str, ...]]:
    """Names of companies by person; whoever has none is not in it."""
    return await _ask[0](session, text, person_ids)


def record_with(record: Record) -> None:
    """`record(session, person_ids)` gives what each has on record; who has no valid record is not in it."""
    _record[:] = [record]


async def on_record(session: AsyncSession, person_ids: Collection[UUID]) -> dict[UUID, list[FrozenTie]]:
    """Relationships by person; an empty list is a valid record of none."""
    return await _record[0](session, person_ids)
