"""What moderation tells the others. `subject_kind` is "post" or "case"; no text travels in an event."""

from uuid import UUID

from core.events import Event


class ContentFlagged(Event, frozen=True, kw_only=True):
    """A screen or a reader wants somebody to look. What is flagged is still visible."""

    flag_id: UUID
    subject_kind: str
    subject_id: UUID
    score: int


class ContentHeld(Event, frozen=True, kw_only=True):
    """A screen keeps it back until a moderator has decided."""

    flag_id: UUID
    subject_kind: str
    subject_id: UUID


class ModerationDecided(Event, frozen=True, kw_only=True):
    """One event for each author. `outcome` is an Outcome, or appeal_upheld or appeal_overturned."""

    decision_id: UUID
    subject_kind: str
    subject_id: UUID
    author_id: UUID
    outcome: str


class DisclosureSigned(Event, frozen=True, kw_only=True):
    """A person declared relations, or that there are none."""

    person_id: UUID
