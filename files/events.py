"""What happened to files. No event says who took the second look."""

from uuid import UUID

from core.events import Event


class FileLookedAt(Event, frozen=True):
    """A second clinician has decided."""

    file_id: UUID
    owner_kind: str
    owner_id: UUID
    uploaded_by: UUID | None
    approved: bool
