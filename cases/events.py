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


class RoleProposed(Event, frozen=True):
    """Another author thinks that the person has a role."""

    case_id: UUID
    person_id: UUID


class RoleDisputed(Event, frozen=True):
    """`person_id` is whose role it is."""

    case_id: UUID
    person_id: UUID


class ArbitrationAsked(Event, frozen=True):
    """Editors have to rule on a disputed role."""

    case_id: UUID


class RoleRuled(Event, frozen=True):
    case_id: UUID
    person_ids: tuple[UUID, ...]


class BylineProposed(Event, frozen=True):
    """`person_ids` have to say whether they agree to the authors, their order, and who corresponds."""

    case_id: UUID
    person_ids: tuple[UUID, ...]


class BylineAgreed(Event, frozen=True):
    """`waits`: the case was handed in, so an editor has to confirm it."""

    case_id: UUID
    person_ids: tuple[UUID, ...]
    waits: bool


class BylineRefused(Event, frozen=True):
    """By one of those asked, or by an editor."""

    case_id: UUID
    person_ids: tuple[UUID, ...]


class ThanksOffered(Event, frozen=True):
    """A member is asked whether authors may thank them by name."""

    acknowledgement_id: UUID
    person_id: UUID


class CaseSubmitted(Event, frozen=True):
    """Handed in, for the first time or again: what screens read."""

    case_id: UUID
    author_ids: tuple[UUID, ...]


class CaseScreened(Event, frozen=True):
    """It reached its editors."""

    case_id: UUID


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
