"""The consent ledger (domain.md 3.4). The signed form itself stays with whoever holds it."""

from datetime import date
from uuid import UUID
from zlib import crc32

from msgspec import convert, to_builtins
from sqlalchemy import func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from cases import consent as rules
from cases.consent import Line, Standing
from cases.errors import BadConsent, CaseIsHeld, NothingToConfirm, NotPossibleNow, NotWritable
from cases.events import CaseChanged
from cases.models import CaseFigure, ConsentEntry, Section
from cases.schemas import ConsentDraft, ConsentRecord, ConsentView, FrozenConsent
from cases.service import access
from cases.service.transitions import note
from cases.states import recordable
from core import clock
from core.events import publish
from core.policy import Viewer


async def record_consent(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: ConsentDraft
) -> None:
    """Add a record, attested by the viewer; from now on it is the one that counts.

    Raises BadConsent (with a sentence for each field), CaseNotFound, InvitationOpen, NotWritable.
    """
    case = await access.as_author(session, viewer, case_id)
    if not recordable(case.status, case.correction) or case.removed_at is not None:
        raise NotWritable(state=case.status)
    if wrong := rules.faults(draft):
        raise BadConsent(wrong)
    shown = await versions_of(session, case_id) if draft.patient_saw_text else {}
    record = _record(draft, shown)
    await write(session, case_id, "recorded", viewer, record=record)
    await note(session, case_id, "consent_recorded", actor_id=viewer.person_id, detail={"type": record.type})
    await publish(session, CaseChanged(case_id=case_id))


async def confirm_not_identifiable(session: AsyncSession, *, viewer: Viewer, case_id: UUID) -> None:
    """An editor has read the text and found, as an author attested, that nobody can be recognised.

    Holds for this attestation only. Raises CaseNotFound, EditorIsInvolved, CaseIsHeld, NotPossibleNow,
    NothingToConfirm.
    """
    case, _ = await access.as_editor(session, viewer, case_id)
    if access.hidden_state(case):
        raise CaseIsHeld
    if not recordable(case.status, case.correction):
        raise NotPossibleNow(state=case.status, act="confirm_not_identifiable")
    found = await standing_of(session, case_id)
    if found is None or found.state != "unconfirmed":
        raise NothingToConfirm
    await write(session, case_id, "confirmed", viewer, about_id=found.line.id)
    await note(session, case_id, "not_identifiable_confirmed", actor_id=viewer.person_id)
    await publish(session, CaseChanged(case_id=case_id))


async def images_covered(session: AsyncSession, *, case_id: UUID, today: date | None = None) -> bool:
    """Whether images of the case may be shown today: asked again whenever one is handed out."""
    found = await standing_of(session, case_id)
    return found is not None and rules.covers_images(found.record, today or clock.now().date())


async def write(
    session: AsyncSession,
    case_id: UUID,
    kind: str,
    viewer: Viewer,
    *,
    record: ConsentRecord | None = None,
    about_id: UUID | None = None,
    reason: str = "",
) -> ConsentEntry:
    """Append a line. The caller holds the case's lock."""
    entry = ConsentEntry(
        case_id=case_id,
        kind=kind,
        about_id=about_id,
        record=to_builtins(record) if record else {},
        reason=reason,
        written_by=viewer.person_id,
        created_at=clock.now(),
    )
    session.add(entry)
    await session.flush()
    return entry


async def entries_of(session: AsyncSession, case_id: UUID) -> list[ConsentEntry]:
    """The ledger, the latest line first."""
    lines = select(ConsentEntry).where(ConsentEntry.case_id == case_id).order_by(ConsentEntry.id.desc())
    return list(await session.scalars(lines))


async def standing_of(session: AsyncSession, case_id: UUID) -> Standing | None:
    """The record that counts. One query."""
    return rules.standing([line_of(entry) for entry in await entries_of(session, case_id)])


def line_of(entry: ConsentEntry) -> Line:
    record = convert(entry.record, ConsentRecord) if entry.record else None
    return Line(id=entry.id, kind=entry.kind, about_id=entry.about_id, record=record)


async def versions_of(session: AsyncSession, case_id: UUID) -> dict[str, int]:
    """How often each section was saved; what was never written is not among them.

    Figures have no versions: which there are, and their captions, are told by a checksum.
    """
    each = func.concat(CaseFigure.file_id, " ", CaseFigure.caption)
    figures = (
        select(func.string_agg(each, aggregate_order_by(literal("\n"), CaseFigure.position)))
        .where(CaseFigure.case_id == case_id)
        .scalar_subquery()
    )
    rows = (
        await session.execute(
            select(Section.key, Section.version, figures.label("figures")).where(
                Section.case_id == case_id, Section.version > 0
            )
        )
    ).all()
    shown = rows[0].figures if rows else None
    return {row.key: row.version for row in rows} | ({"figures": crc32(shown.encode())} if shown else {})


def view(entries: list[ConsentEntry], versions: dict[str, int]) -> ConsentView | None:
    """The record that counts, as authors and editors see it."""
    found = rules.standing([line_of(entry) for entry in entries])
    if found is None:
        return None
    entry = next(one for one in entries if one.id == found.line.id)
    kept = found.record
    return ConsentView(
        type=kept.type,
        scope=kept.scope,
        patient_saw_text=kept.patient_saw_text,
        held_by=kept.held_by,
        obtained_in=kept.obtained_in,
        confirmed=found.confirmed,
        withdrawal_contact=kept.withdrawal_contact,
        language=kept.language,
        capacity=kept.capacity,
        proxy=kept.proxy,
        images_until=kept.images_until,
        attested_by=entry.written_by,
        attested_at=entry.created_at,
        changed=rules.changed(kept, versions),
        state=found.state,
    )


def frozen(found: Standing) -> FrozenConsent:
    """Without the author who attested it, without contact, language and proxy: they could tell who it is."""
    kept = found.record
    return FrozenConsent(
        type=kept.type,
        scope=kept.scope,
        patient_saw_text=kept.patient_saw_text,
        held_by=kept.held_by,
        obtained_in=kept.obtained_in,
        confirmed=found.confirmed,
    )


def _record(draft: ConsentDraft, shown: dict[str, int]) -> ConsentRecord:
    return ConsentRecord(
        type=draft.type.value,
        scope=[scope.value for scope in dict.fromkeys(draft.scope)],
        patient_saw_text=draft.patient_saw_text,
        held_by=draft.held_by,
        obtained_in=draft.obtained_in,
        withdrawal_contact=draft.withdrawal_contact.strip(),
        language=draft.language,
        capacity=draft.capacity.value,
        proxy=draft.proxy.value if draft.proxy else "",
        images_until=draft.images_until,
        shown=shown,
    )
