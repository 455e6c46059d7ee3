"""What travels over HTTP. Quarters are quarters of an hour, minutes whole minutes, both integers."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

SystemId = Annotated[str, Meta(pattern="^[a-z0-9_]{2,40}$")]


class EntryView(Struct, rename="camel", frozen=True, kw_only=True):
    seq: int
    at: datetime
    day: date
    system: str
    kind: str
    minutes: int
    quarters: int
    artefact_kind: str
    artefact_id: UUID
    evidence_id: UUID
    rule: str
    reason: str
    title: str


class EvidenceView(Struct, rename="camel", frozen=True, kw_only=True):
    id: UUID
    learner_id: UUID
    kind: str
    title: str
    artefact_kind: str
    artefact_id: UUID
    started_at: datetime | None
    ended_at: datetime | None
    recorded_at: datetime
    minutes: int
    detail: dict[str, object]
    hash: str
    previous_hash: str


class Progress(Struct, rename="camel", frozen=True, kw_only=True):
    system: str
    name: str
    trademark: bool
    claim: str
    year: int
    year_target: int
    cycle: int
    cycle_target: int
    cycle_years: int
    total: int
    source_url: str
    version: str


class Transcript(Struct, rename="camel", frozen=True, kw_only=True):
    learner_id: UUID
    made_at: datetime
    since: date | None
    until: date | None
    entries: list[EntryView]
    totals: dict[str, int]


class EvidenceDetail(Struct, rename="camel", frozen=True, kw_only=True):
    evidence: EvidenceView
    entries: list[EntryView]


class ClaimDraft(Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    evidence_id: UUID
    system: SystemId
    quarters: Annotated[int, Meta(ge=1, le=400)]
    reflection: Annotated[str, Meta(max_length=5000)] = ""
    attested: bool


class LogDraft(Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    title: Annotated[str, Meta(min_length=1, max_length=300)]
    day: date
    minutes: Annotated[int, Meta(ge=1, le=480)]
    reflection: Annotated[str, Meta(min_length=50, max_length=5000)]
    link: Annotated[str, Meta(max_length=500)] = ""


class SystemChoice(Struct, rename="camel", forbid_unknown_fields=True):
    systems: Annotated[list[SystemId], Meta(max_length=30)]
