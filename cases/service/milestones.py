"""Named states of a write-up, what changed since, and back to them. The history only grows."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from anyio import to_thread
from sqlalchemy import Row, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from cases.care import BY_KEY, WRITTEN
from cases.comparing import compared, shortened
from cases.errors import MilestoneNotFound, SectionNotFound, TooManyMilestones
from cases.models import Case, Milestone, Section, SectionRevision
from cases.schemas import ChangedPart, Made, MilestoneView, SectionChange, Since, Versioned
from cases.service import access, drafting, people
from core.ids import new_id
from core.policy import Viewer
from identity.schemas import PersonCard

MOST = 200


async def name_state(session: AsyncSession, *, viewer: Viewer, case_id: UUID, name: str) -> Made:
    """Give the write-up as it is now a name to come back to.

    Raises CaseNotFound, InvitationOpen, TooManyMilestones.
    """
    case = await access.as_author(session, viewer, case_id)
    count = select(func.count()).where(Milestone.case_id == case_id)
    if (await session.scalar(count) or 0) >= MOST:
        raise TooManyMilestones
    return await keep(session, case, viewer, name=" ".join(name.split()))


async def keep(
    session: AsyncSession, case: Case, viewer: Viewer, *, name: str = "", round_: int | None = None
) -> Made:
    """The same for a case that the caller holds; a state that is handed in has the round for a name."""
    rows = await session.execute(select(Section.key, Section.version).where(Section.case_id == case.id))
    assert viewer.person_id is not None
    made = Milestone(
        id=new_id(),
        case_id=case.id,
        name=name,
        round=round_,
        sections={row.key: row.version for row in rows},
        made_by=viewer.person_id,
    )
    session.add(made)
    await session.flush()
    return Made(id=made.id)


async def milestones(session: AsyncSession, *, viewer: Viewer, case_id: UUID) -> list[MilestoneView]:
    """The latest first. Raises as `write_up`."""
    await access.mine(session, viewer, case_id)
    columns = (Milestone.id, Milestone.name, Milestone.round, Milestone.made_by, Milestone.created_at)
    found = select(*columns).where(Milestone.case_id == case_id).order_by(Milestone.id.desc())
    rows = (await session.execute(found)).all()
    cards = await people.cards_of(session, {row.made_by for row in rows})
    return [_view(row, cards) for row in rows]


async def since(session: AsyncSession, *, viewer: Viewer, case_id: UUID, milestone_id: UUID) -> Since:
    """What changed in the write-up since a named state. Raises as `write_up`, MilestoneNotFound."""
    await access.mine(session, viewer, case_id)
    named = await session.scalar(
        select(Milestone).where(Milestone.id == milestone_id, Milestone.case_id == case_id)
    )
    if named is None:
        raise MilestoneNotFound
    then = await _texts(session, case_id, named.sections.items())
    cards = await people.cards_of(session, {named.made_by})
    return Since(
        milestone=_view(named, cards), changes=await _changes(session, case_id, then, named.sections)
    )


async def since_version(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, key: str, version: int
) -> SectionChange:
    """What changed in one section since one of its versions. Raises as `write_up`, SectionNotFound."""
    await access.mine(session, viewer, case_id)
    then = await _texts(session, case_id, [(key, version)])
    if version and key not in then:
        raise SectionNotFound
    changes = await _changes(session, case_id, then, {key: version}, unchanged=True)
    if not changes:
        raise SectionNotFound
    return changes[0]


async def restore_text(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, key: str, to: int, version: int
) -> Versioned:
    """Write a former text of a section as its next version; `version` is the one it is now.

    The text that it replaces stays in the history. Raises as `save_section`.
    """
    await access.to_write(session, viewer, case_id)
    then = await _texts(session, case_id, [(key, to)])
    if key not in BY_KEY or (to and key not in then):
        raise SectionNotFound
    return await drafting.save_section(
        session, viewer=viewer, case_id=case_id, key=key, body=then.get(key, ""), version=version
    )


def _view(row: Milestone | Row[*tuple[Any, ...]], cards: Mapping[UUID, PersonCard]) -> MilestoneView:
    return MilestoneView(
        id=row.id, name=row.name, round=row.round, made_by=cards.get(row.made_by), made_at=row.created_at
    )


async def _texts(session: AsyncSession, case_id: UUID, versions: Iterable[tuple[str, int]]) -> dict[str, str]:
    """The text of each section at its version; version 0 is empty, and not here."""
    wanted = [(key, version) for key, version in versions if version]
    rows = await session.execute(
        select(SectionRevision.key, SectionRevision.body)
        .where(SectionRevision.case_id == case_id)
        .where(tuple_(SectionRevision.key, SectionRevision.version).in_(wanted))
    )
    return {row.key: row.body for row in rows}


async def _changes(
    session: AsyncSession,
    case_id: UUID,
    then: Mapping[str, str],
    versions: Mapping[str, int],
    *,
    unchanged: bool = False,
) -> list[SectionChange]:
    """By section in its order; those that did not change only where `unchanged` are asked for."""
    rows = await session.execute(
        select(Section.key, Section.body, Section.version).where(
            Section.case_id == case_id, Section.key.in_(versions)
        )
    )
    now = {row.key: row for row in rows}
    keys = [slot.key for slot in WRITTEN if slot.key in now]
    pairs = {key: (then.get(key, ""), now[key].body) for key in keys}
    found = await to_thread.run_sync(
        lambda: {
            key: shortened(compared(*pair)) for key, pair in pairs.items() if unchanged or pair[0] != pair[1]
        }
    )
    return [
        SectionChange(
            key=key,
            then=versions[key],
            now=now[key].version,
            parts=[ChangedPart(op=part.op, text=part.text) for part in parts],
        )
        for key, parts in found.items()
    ]
