from uuid import UUID

from core.events import Event


class PersonJoined(Event, frozen=True, kw_only=True):
    person_id: UUID


class PersonVerified(Event, frozen=True, kw_only=True):
    """A registrar found the profession proven."""

    person_id: UUID


class PersonChanged(Event, frozen=True, kw_only=True):
    """What others see of a person is different now: name, profile or verification."""

    person_id: UUID


class PersonErased(Event, frozen=True, kw_only=True):
    person_id: UUID


class VerificationDecided(Event, frozen=True, kw_only=True):
    person_id: UUID
    request_id: UUID
    granted: bool
