"""What credit knows of a person, and what of it must outlive an erasure (CR-05: six years)."""

from uuid import UUID

import msgspec
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from credit.models import ChosenSystem
from credit.service.reading import chosen_systems, transcript

KEPT = "The credit ledger and its evidence are kept for six years, as accreditation rules ask."


async def export(session: AsyncSession, person_id: UUID) -> dict[str, object]:
    """The whole ledger and the chosen systems, as plain JSON."""
    whole = await transcript(
        session, Viewer(person_id=person_id), learner_id=person_id, since=None, until=None
    )
    return {
        "transcript": msgspec.to_builtins(whole),
        "systems": await chosen_systems(session, learner_id=person_id),
    }


async def erase(session: AsyncSession, person_id: UUID) -> str:
    """Forget choices, keep the ledger. Returns what is kept and why."""
    await session.execute(delete(ChosenSystem).where(ChosenSystem.learner_id == person_id))
    return KEPT
