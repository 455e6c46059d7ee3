"""A write-up as a document that its authors write at once: who may, what it begins with, what it says now.

The functions are what `realtime.documents.owner.Owner` asks for; a document's id is its case's.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from cases import policy
from cases.care import BY_KEY
from cases.errors import CaseNotFound, CaseTakenDown
from cases.models import Author, Case, Section
from cases.service import access, drafting
from cases.states import Status
from core.errors import SignInRequired
from core.policy import Viewer

_OPEN = (
    select(Author.person_id)
    .join(Case, Case.id == Author.case_id)
    .where(Case.id == bindparam("case_id"), policy.open_for_writing(), Case.removed_at.is_(None))
    .where(Author.person_id == any_(bindparam("people", type_=ARRAY(Uuid()))), Author.state == "accepted")
)
_HELD = _OPEN.with_for_update(of=Case, read=True)
"""Asked with every group of edits: put together once."""


async def may_write(session: AsyncSession, *, viewer: Viewer, document_id: UUID) -> bool:
    """Authors write while the write-up is theirs, and read it otherwise; so do the invited.

    Raises SignInRequired, CaseNotFound, CaseTakenDown.
    """
    if not viewer.signed_in:
        raise SignInRequired
    case = await session.scalar(select(Case).where(Case.id == document_id, policy.authored_by(viewer)))
    if case is None:
        raise CaseNotFound
    if case.status == Status.TAKEN_DOWN:
        raise CaseTakenDown
    people = {viewer.person_id} if viewer.person_id else set()
    return bool(await _writers(session, document_id, people, hold=False))


async def writers(
    session: AsyncSession, *, document_id: UUID, people: AbstractSet[UUID]
) -> AbstractSet[UUID]:
    """Those who may write until the transaction ends: handing the case in waits for it, or comes before."""
    return await _writers(session, document_id, people, hold=True)


async def first_texts(session: AsyncSession, *, document_id: UUID) -> Mapping[str, str]:
    """The sections as they are; forms wait until the document is there.

    Raises CaseNotFound, CaseTakenDown.
    """
    await hold(session, document_id=document_id)
    if await session.scalar(select(Case.status).where(Case.id == document_id)) == Status.TAKEN_DOWN:
        raise CaseTakenDown
    rows = await session.execute(select(Section.key, Section.body).where(Section.case_id == document_id))
    return {row.key: row.body for row in rows}


async def hold(session: AsyncSession, *, document_id: UUID) -> None:
    """Raises CaseNotFound."""
    row = select(Case.id).where(Case.id == document_id).with_for_update(key_share=True)
    if await session.scalar(row) is None:
        raise CaseNotFound


async def take(session: AsyncSession, *, document_id: UUID, texts: Mapping[str, tuple[str, UUID]]) -> None:
    """Keep the sections' texts as a new version each, by whoever changed them last.

    Nothing is refused here: who wrote it was told that it is saved. What is too long keeps the case from
    being handed in. Of a case that was taken down nothing is kept.
    """
    case = await session.get_one(Case, document_id, populate_existing=True)
    if case.status == Status.TAKEN_DOWN:
        return
    for key, (said, person_id) in texts.items():
        section = await drafting.section_of(session, case.id, key)
        text = drafting.normal(BY_KEY[key], said)
        if section.body != text:
            await drafting.keep(session, case, section, text=text, person_id=person_id, shared=True)


async def _writers(
    session: AsyncSession, case_id: UUID, people: AbstractSet[UUID], *, hold: bool
) -> AbstractSet[UUID]:
    asked = _HELD if hold else _OPEN
    given = {"case_id": case_id, "people": list(people)}
    return set(await session.scalars(asked, given, execution_options=access.FRESH))
