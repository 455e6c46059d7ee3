from uuid import UUID

from core.events import Event


class CreditAwarded(Event, frozen=True, kw_only=True):
    learner_id: UUID
    evidence_id: UUID
    system: str
    quarters: int


class CreditReversed(Event, frozen=True, kw_only=True):
    learner_id: UUID
    evidence_id: UUID
    system: str
    quarters: int
