"""The port to the shared document a write-up is written in, which is known above us; the wiring fills it."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

Settle = Callable[[AsyncSession, UUID], Awaitable[None]]
_settle: list[Settle] = []


def settle_with(settle: Settle) -> None:
    """`settle(session, case_id)` passes to `cases.service.sharing.take` what only the document has."""
    _settle[:] = [settle]


async def settle(session: AsyncSession, case_id: UUID) -> None:
    """Called before the sections of a write-up are read or written by anybody who writes it."""
    for one in _settle:
        await one(session, case_id)
