"""The rules of consent (domain.md 3.4). Pure: the lines of the ledger in, how things stand out."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from cases.schemas import Capacity, ConsentDraft, ConsentRecord, ConsentScope, ConsentType
from identity.words import N_

State = Literal["valid", "unconfirmed", "insufficient"]

NOT_ATTESTED = N_("Attest that this is so.")
NOT_SHOWN = N_("Show the text to the person who agrees before you record this.")
NOT_PUBLIC = N_("The consent must cover a publication that everybody can read.")
NOT_DATED = N_("Say in which month it was given.")
NOT_HELD = N_("Say who keeps the signed form.")
NO_LANGUAGE = N_("Say in which language the person was asked.")
NO_PROXY = N_("Say who agreed in the patient's place.")
NOT_ABLE = N_("Choose who agreed to fit whether the patient could decide.")
NO_IMAGES = N_("This has an end only where the consent covers images.")

# Who may agree when: domain.md 3.4 and the losses told in peers.md B2 (a next of kin with power of attorney).
CAPACITIES: Mapping[ConsentType, frozenset[Capacity]] = {
    ConsentType.WRITTEN: frozenset({Capacity.CAPABLE}),
    ConsentType.GUARDIAN: frozenset({Capacity.MINOR, Capacity.LACKING}),
    ConsentType.NEXT_OF_KIN: frozenset({Capacity.LACKING, Capacity.DECEASED}),
}


class Line(Struct, frozen=True, kw_only=True):
    """A line of the ledger, as far as the rules look at it."""

    id: UUID
    kind: str
    about_id: UUID | None = None
    record: ConsentRecord | None = None


class Standing(Struct, frozen=True, kw_only=True):
    """The record that counts: the latest, unless it was withdrawn. `confirmed`: by an editor."""

    line: Line
    record: ConsentRecord
    confirmed: bool

    @property
    def state(self) -> State:
        if self.record.type == ConsentType.NOT_IDENTIFIABLE:
            return "valid" if self.confirmed else "unconfirmed"
        return "valid" if covers_publication(self.record) else "insufficient"


def faults(draft: ConsentDraft) -> dict[str, str]:
    """What is missing or does not fit, by field; empty when the record is sound."""
    if draft.type is ConsentType.NOT_IDENTIFIABLE:
        return {} if draft.attested else {"attested": NOT_ATTESTED}
    wrong = {
        "attested": (NOT_ATTESTED, not draft.attested),
        "patient_saw_text": (NOT_SHOWN, not draft.patient_saw_text),
        "scope": (NOT_PUBLIC, ConsentScope.PUBLIC not in draft.scope),
        "obtained_in": (NOT_DATED, not draft.obtained_in),
        "held_by": (NOT_HELD, draft.held_by == "nobody"),
        "language": (NO_LANGUAGE, not draft.language),
        "capacity": (NOT_ABLE, draft.capacity not in CAPACITIES[draft.type]),
        "proxy": (NO_PROXY, draft.type is not ConsentType.WRITTEN and draft.proxy is None),
        "images_until": (NO_IMAGES, bool(draft.images_until) and ConsentScope.IMAGES not in draft.scope),
    }
    return {field: sentence for field, (sentence, holds) in wrong.items() if holds}


def standing(lines: Sequence[Line]) -> Standing | None:
    """How the ledger stands. `lines` the latest first; None: nothing on record, or withdrawn."""
    confirmed = {line.about_id for line in lines if line.kind == "confirmed"}
    for line in lines:
        if line.kind == "withdrawn":
            return None
        if line.record is not None:
            return Standing(line=line, record=line.record, confirmed=line.id in confirmed)
    return None


def covers_publication(record: ConsentRecord) -> bool:
    """Seen, for the public, dated, kept: of those who could be recognised."""
    return (
        record.patient_saw_text
        and ConsentScope.PUBLIC in record.scope
        and bool(record.obtained_in)
        and record.held_by != "nobody"
    )


def covers_images(record: ConsentRecord, today: date) -> bool:
    """Whether images may be shown on that day: to the end of the month that `images_until` names.

    What nobody can be recognised in may have images without an end: its editor confirmed that.
    """
    if record.type == ConsentType.NOT_IDENTIFIABLE:
        return True
    until = record.images_until or "9999-12"
    return ConsentScope.IMAGES in record.scope and f"{today:%Y-%m}" <= until


def changed(record: ConsentRecord, now: Mapping[str, int]) -> list[str]:
    """Sections that are not as the patient saw them any more, by key; none when nothing was shown."""
    if not record.patient_saw_text or not record.shown:
        return []
    return sorted(
        key for key in now.keys() | record.shown.keys() if now.get(key, 0) != record.shown.get(key, 0)
    )
