"""What an editor is shown who rules on a disputed role: names, roles and reasons, nothing of the write-up."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases import policy
from cases.errors import CaseNotFound
from cases.models import Case
from cases.schemas import Arbitration, ArbitrationRow
from cases.service import people
from cases.states import RECORDING
from core.errors import SignInRequired
from core.policy import Viewer


async def arbitrations(session: AsyncSession, *, viewer: Viewer) -> list[UUID]:
    """Cases whose authors ask the viewer to rule on a role, oldest first; at most 100."""
    asked = (
        select(Case.id)
        .where(policy.arbitrates(viewer), Case.removed_at.is_(None), Case.status.in_(sorted(RECORDING)))
        .order_by(Case.id)
        .limit(100)
    )
    return list(await session.scalars(asked))


async def arbitration(session: AsyncSession, *, viewer: Viewer, case_id: UUID) -> Arbitration:
    """Raises SignInRequired, CaseNotFound."""
    if not viewer.signed_in:
        raise SignInRequired
    mine = select(Case.id).where(
        Case.id == case_id,
        policy.arbitrates(viewer),
        Case.removed_at.is_(None),
        Case.status.in_(sorted(RECORDING)),
    )
    if await session.scalar(mine) is None:
        raise CaseNotFound
    found = await people.authorship(session, case_id)
    return Arbitration(
        case_id=case_id,
        authors=[ArbitrationRow(name=one.name, roles=one.roles) for one in found.authors],
        disputes=[one for one in found.disputes if one.state == "asked"],
    )
