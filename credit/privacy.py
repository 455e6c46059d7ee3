"""What credit knows of a person, and what of it must outlive an erasure (CR-05: six years)."""

from uuid import UUID

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from credit.models import ChosenSystem, Evidence
from credit.service.reading import chosen_systems, transcript
from credit.words import N_
from identity.erasure import Kept

WHAT = N_("Credit ledger and its evidence")
WHY = N_("Accreditation rules ask that participation can be verified for six years.")


async def export(session: AsyncSession, person_id: UUID) -> dict[str, object]:
    """The whole ledger and the chosen systems, as plain JSON."""
    whole = await transcript(
        session, Viewer(person_id=person_id), learner_id=person_id, since=None, until=None
    )
    return {
        "transcript": msgspec.to_builtins(whole),
        "systems": await chosen_systems(session, learner_id=person_id),
    }


async def erase(session: AsyncSession, person_id: UUID) -> list[Kept]:
    """Forget choices, keep the ledger. Returns what is kept and why (CR-05)."""
    await session.execute(delete(ChosenSystem).where(ChosenSystem.learner_id == person_id))
    count = await session.scalar(
        select(func.count()).select_from(Evidence).where(Evidence.learner_id == person_id)
    )
    return [Kept(what=WHAT, why=WHY, count=count)] if count else []
