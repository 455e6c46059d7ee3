"""What authors sign about ties to companies (IN-07, IN-08, IN-13)."""

from uuid import UUID

from msgspec import to_builtins
from sqlalchemy.ext.asyncio import AsyncSession

from cases import ties
from cases.completeness import DEFINITION_VERSION
from cases.errors import DisclosureContradicts, DisclosureUnclear
from cases.events import CaseChanged
from cases.models import Disclosure
from cases.schemas import DisclosureDraft, FrozenTie
from cases.service import entries
from cases.service.transitions import note
from core import clock
from core.events import publish
from core.policy import Viewer


async def disclose(session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: DisclosureDraft) -> None:
    """Sign what ties there were in the last 24 months, or none (IN-07). Until publication.

    What stands on the person's record is kept beside the words. Raises CaseNotFound, InvitationOpen,
    NotWritable, DisclosureUnclear, DisclosureContradicts.
    """
    _, me = await entries.to_author(session, viewer, case_id)
    recorded = (await ties.on_record(session, [me.person_id])).get(me.person_id, [])
    if draft.none and recorded and not draft.statement.strip():
        raise DisclosureContradicts(companies=[tie.company for tie in recorded])
    statement = complete(draft.statement.strip(), [] if draft.none else recorded)
    if draft.none == bool(statement):
        raise DisclosureUnclear
    signed = Disclosure(
        author_id=me.id,
        none=draft.none,
        statement=statement,
        ties=to_builtins(recorded),
        definition_version=DEFINITION_VERSION,
        signed_at=clock.now(),
    )
    session.add(signed)
    await session.flush()
    await note(session, case_id, "disclosure_signed", actor_id=viewer.person_id, detail={"none": draft.none})
    await publish(session, CaseChanged(case_id=case_id))


def complete(statement: str, recorded: list[FrozenTie]) -> str:
    """The author's words, and what stands on record of companies that they do not name."""
    said = statement.casefold()
    unsaid = [tie for tie in recorded if tie.company.casefold() not in said]
    more = "; ".join(f"{tie.company} ({tie.nature})" for tie in unsaid)
    return "\n".join(part for part in (statement, more) if part)
