"""The record of the patient's consent (domain.md 3.4). The form itself stays with whoever holds it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.errors import BadConsent
from cases.events import CaseChanged
from cases.models import Consent
from cases.schemas import ConsentDraft, ConsentScope, ConsentType, ConsentView, FrozenConsent
from cases.service import access
from cases.service.transitions import note
from core import clock
from core.events import publish
from core.policy import Viewer


async def record_consent(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: ConsentDraft
) -> None:
    """Write or replace the record, attested by the viewer.

    Raises BadConsent, CaseNotFound, InvitationOpen, NotWritable.
    """
    await access.to_write(session, viewer, case_id)
    if not is_sound(draft):
        raise BadConsent
    record = await of_case(session, case_id) or Consent(case_id=case_id)
    record.type = draft.type.value
    record.scope = [scope.value for scope in dict.fromkeys(draft.scope)]
    record.patient_saw_text = draft.patient_saw_text
    record.held_by = draft.held_by
    record.withdrawal_contact = draft.withdrawal_contact
    record.obtained_in = draft.obtained_in
    record.attested_by = viewer.person_id  # type: ignore[assignment]
    record.attested_at = clock.now()
    session.add(record)
    await session.flush()
    await note(session, case_id, "consent_recorded", actor_id=viewer.person_id, detail={"type": record.type})
    await publish(session, CaseChanged(case_id=case_id))


def is_sound(draft: ConsentDraft) -> bool:
    """Attested; and unless nobody can be recognised, seen by the patient, for the public, dated, and kept."""
    if draft.type is ConsentType.NOT_IDENTIFIABLE:
        return draft.attested
    return (
        draft.attested
        and draft.patient_saw_text
        and ConsentScope.PUBLIC in draft.scope
        and bool(draft.obtained_in)
        and draft.held_by != "nobody"
    )


async def of_case(session: AsyncSession, case_id: UUID) -> Consent | None:
    found = await session.execute(
        select(Consent).where(Consent.case_id == case_id), execution_options=access.FRESH
    )
    return found.scalar_one_or_none()


def view(record: Consent) -> ConsentView:
    return ConsentView(
        type=record.type,
        scope=record.scope,
        patient_saw_text=record.patient_saw_text,
        held_by=record.held_by,
        obtained_in=record.obtained_in,
        withdrawal_contact=record.withdrawal_contact,
        attested_by=record.attested_by,
        attested_at=record.attested_at,
    )


def frozen(record: Consent) -> FrozenConsent:
    """Without the author who attested it, and without the contact: both could tell who wrote."""
    return FrozenConsent(
        type=record.type,
        scope=record.scope,
        patient_saw_text=record.patient_saw_text,
        held_by=record.held_by,
        obtained_in=record.obtained_in,
    )
