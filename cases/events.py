"""What happened to cases. No event says who a reviewer is: see cases.service.reviewer_of."""

from uuid import UUID

from core.events import Event


class CaseChanged(Event, frozen=True):
    case_id: UUID


class SectionSaved(Event, frozen=True):
    """`shared`: it was written in the shared document, which has it already."""

    case_id: UUID
    section: str
    editor_id: UUID
    text: str
    shared: bool = False


class AuthorInvited(Event, frozen=True):
    case_id: UUID
    person_id: UUID


class CaseSubmitted(Event, frozen=True):
    case_id: UUID
    author_ids: tuple[UUID, ...]


class ReviewRequested(Event, frozen=True):
    case_id: UUID
    review_id: UUID


class ReviewSubmitted(Event, frozen=True):
    case_id: UUID
    review_id: UUID


class ReviewDue(Event, frozen=True):
    """It is due in a few days and not handed in."""

    case_id: UUID
    review_id: UUID


class ReviewOverdue(Event, frozen=True):
    case_id: UUID
    review_id: UUID


class SecondEditorNeeded(Event, frozen=True):
    """A second editor has to decide whether somebody may review."""

    case_id: UUID
    asked_by: UUID


class ReviewAccepted(Event, frozen=True):
    """The editor marked the review acceptable."""

    case_id: UUID
    review_id: UUID


class CaseDecided(Event, frozen=True):
    """`decision`: accept, minor, major, reject."""

    case_id: UUID
    decision: str


class DecisionReversed(Event, frozen=True):
    """An editor took the last decision back."""

    case_id: UUID


class CasePublished(Event, frozen=True):
    case_id: UUID
    version_id: UUID
    version_number: int
    author_ids: tuple[UUID, ...]


class CaseCorrected(Event, frozen=True):
    """A new version corrects the one before."""

    case_id: UUID
    version_id: UUID
    author_ids: tuple[UUID, ...]


class ConcernRaised(Event, frozen=True):
    case_id: UUID
    version_id: UUID


class ConcernLifted(Event, frozen=True):
    case_id: UUID
    version_id: UUID


class CorrectionMoved(Event, frozen=True):
    """A correction that is not published yet came further. `step`: cases.states.Step."""

    case_id: UUID
    step: str


class CaseRetracted(Event, frozen=True):
    case_id: UUID
    version_id: UUID


class CaseVisibilityChanged(Event, frozen=True):
    """Held, released, removed or restored."""

    case_id: UUID


class ConsentWithdrawn(Event, frozen=True):
    """`taken_down`: the case had been handed in, so it is sealed and taken down; a draft only loses it."""

    case_id: UUID
    taken_down: bool


class TakeDownCompleted(Event, frozen=True):
    case_id: UUID
