"""What the inbox keeps about a person. Nothing of it outlives an erasure."""

from uuid import UUID

from msgspec import to_builtins
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from identity.erasure import Kept
from inbox.models import Notification


async def export(session: AsyncSession, person_id: UUID) -> list[dict[str, object]]:
    """What the person was told, and when it was read."""
    told = select(Notification.kind, Notification.link, Notification.told_at, Notification.read_at)
    rows = await session.execute(told.where(Notification.person_id == person_id).order_by(Notification.id))
    return [to_builtins(dict(row)) for row in rows.mappings()]


async def erase(session: AsyncSession, person_id: UUID) -> list[Kept]:
    await session.execute(delete(Notification).where(Notification.person_id == person_id))
    return []
