"""People whom the authors would not have review, because they compete. Editors read why, reviewers never."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.errors import OpposedAlready, PersonNotFound, TooManyOpposed
from cases.models import Opposed
from cases.schemas import OpposedDraft, OpposedView
from cases.service import access
from core.policy import Viewer
from identity import service as identity

MOST = 5


async def oppose(session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: OpposedDraft) -> None:
    """Raises as `save_section`, PersonNotFound, OpposedAlready, TooManyOpposed."""
    await access.to_write(session, viewer, case_id)
    if draft.person_id not in await identity.people_by_ids(session, [draft.person_id]):
        raise PersonNotFound
    named = set(await session.scalars(select(Opposed.person_id).where(Opposed.case_id == case_id)))
    if draft.person_id in named:
        raise OpposedAlready
    if len(named) >= MOST:
        raise TooManyOpposed
    assert viewer.person_id is not None
    session.add(
        Opposed(case_id=case_id, person_id=draft.person_id, why=draft.why.strip(), named_by=viewer.person_id)
    )
    await session.flush()


async def unoppose(session: AsyncSession, *, viewer: Viewer, case_id: UUID, person_id: UUID) -> None:
    """Raises as `save_section`, PersonNotFound."""
    await access.to_write(session, viewer, case_id)
    gone = await session.execute(
        delete(Opposed)
        .where(Opposed.case_id == case_id, Opposed.person_id == person_id)
        .returning(Opposed.id)
    )
    if not gone.all():
        raise PersonNotFound


async def opposed(session: AsyncSession, *, viewer: Viewer, case_id: UUID) -> list[OpposedView]:
    """For the authors. Raises as `write_up`."""
    await access.mine(session, viewer, case_id)
    return await opposed_in(session, case_id)


async def opposed_in(session: AsyncSession, case_id: UUID) -> list[OpposedView]:
    rows = (
        await session.execute(
            select(Opposed.person_id, Opposed.why).where(Opposed.case_id == case_id).order_by(Opposed.id)
        )
    ).all()
    cards = await identity.people_by_ids(session, {row.person_id for row in rows})
    return [OpposedView(person=cards[row.person_id], why=row.why) for row in rows if row.person_id in cards]
