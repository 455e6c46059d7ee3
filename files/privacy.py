"""What files keep about a person: told in the export, and what of it outlives an erasure."""

from uuid import UUID

from msgspec import to_builtins
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from files.models import File
from files.states import FileState
from identity.erasure import Kept
from identity.words import N_

PICTURES = N_("Pictures you uploaded to write-ups with others, without your name")
PICTURES_WHY = N_("They belong to the write-up, which its other authors answer for.")


async def export(session: AsyncSession, person_id: UUID) -> dict[str, object]:
    """Which files the person uploaded, and how often somebody was helped by a second look.

    Pictures themselves are seen in the write-up; those of a case that was taken down are not told of.
    """
    mine = select(File.id, File.owner_kind, File.owner_id, File.source, File.state, File.created_at).where(
        File.uploaded_by == person_id, File.state != FileState.GONE.value
    )
    looked = select(func.count(File.id)).where(File.looker_id == person_id, File.decided_at.is_not(None))
    return {
        "uploads": [to_builtins(dict(row)) for row in (await session.execute(mine)).mappings()],
        "second_looks": await session.scalar(looked) or 0,
    }


async def erase(session: AsyncSession, person_id: UUID) -> list[Kept]:
    """Take the person's id off. Pictures of drafts that were the person's alone went with the drafts.

    Safe to repeat.
    """
    left = await session.execute(
        update(File).where(File.uploaded_by == person_id).values(uploaded_by=None).returning(File.id)
    )
    await session.execute(update(File).where(File.attested_by == person_id).values(attested_by=None))
    await session.execute(update(File).where(File.looker_id == person_id).values(looker_id=None))
    count = len(left.all())
    return [Kept(what=PICTURES, why=PICTURES_WHY, count=count)] if count else []
