"""The life of a case and of a review, as data: which act leads from which states to which."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class Status(StrEnum):
    DRAFT = "draft"
    SCREENING = "screening"  # handed in; a screen or a moderator has to let it on
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    MINOR_REVISION = "minor_revision"
    MAJOR_REVISION = "major_revision"
    REVISED = "revised"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    CONCERN = "concern"  # an expression of concern stands
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    RETRACTED = "retracted"
    TAKEN_DOWN = "taken_down"  # consent was withdrawn: sealed, for everybody


class Act(StrEnum):
    SUBMIT = "submit"
    HAND_ON = "hand_on"  # the screens found nothing, or a moderator decided
    RESUBMIT = "resubmit"
    REVIEW = "review"
    ACCEPT = "accept"
    ASK_MINOR = "ask_minor"
    ASK_MAJOR = "ask_major"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    PUBLISH = "publish"
    CORRECT = "correct"
    RAISE_CONCERN = "raise_concern"
    LIFT_CONCERN = "lift_concern"  # back to published or corrected
    RETRACT = "retract"
    TAKE_DOWN = "take_down"
    REVERSE = "reverse"  # takes a decision back; the case is again where it was decided on


class Decision(StrEnum):
    """What an editor writes under a letter."""

    ACCEPT = "accept"
    MINOR = "minor"
    MAJOR = "major"
    REJECT = "reject"


class Kind(StrEnum):
    """Of a notice. An erratum mends what the editors got wrong, a corrigendum what the authors did."""

    ERRATUM = "erratum"
    CORRIGENDUM = "corrigendum"
    CONCERN = "concern"
    CONCERN_LIFTED = "concern_lifted"
    RETRACTION = "retraction"


CORRECTIONS = frozenset({Kind.ERRATUM, Kind.CORRIGENDUM})


class Correction(StrEnum):
    """How far a correction of a published case has come; its text is written where the write-up was."""

    NONE = ""
    ASKED = "asked"  # by an author
    OPEN = "open"  # the authors write
    READY = "ready"  # handed in, for an editor to publish


class Step(StrEnum):
    """What happens with a correction before it is published."""

    ASK = "ask"
    OPEN = "open"
    HAND_IN = "hand_in"
    CLOSE = "close"


class ReviewStatus(StrEnum):
    INVITED = "invited"
    DECLINED = "declined"
    ACCEPTED = "accepted"  # the reviewer is at work
    SUBMITTED = "submitted"
    ACCEPTABLE = "acceptable"  # the editor vouches for it: evidence for credit
    CANCELLED = "cancelled"


PRESENT = ("accepted", "invited")
"""States of those on the list of authors; others declined, or left it."""

AT_WORK = (ReviewStatus.INVITED, ReviewStatus.ACCEPTED)
"""A review that somebody is still expected to hand in."""

HANDED_IN = (ReviewStatus.SUBMITTED, ReviewStatus.ACCEPTABLE)


class Move(Struct, frozen=True):
    sources: frozenset[Status]
    target: Status


WRITABLE = frozenset({Status.DRAFT, Status.MINOR_REVISION, Status.MAJOR_REVISION})
WITH_EDITOR = frozenset({Status.SUBMITTED, Status.IN_REVIEW, Status.REVISED})
RECORDING = (
    WRITABLE | WITH_EDITOR | {Status.SCREENING, Status.ACCEPTED}
)  # while consent and authorship may be recorded
STANDING = frozenset({Status.PUBLISHED, Status.CORRECTED, Status.CONCERN})  # public, and not retracted
PUBLIC = STANDING | {Status.RETRACTED}

DECIDED = frozenset({Status.ACCEPTED, Status.REJECTED, Status.MINOR_REVISION, Status.MAJOR_REVISION})

MOVES: Mapping[Act, Move] = {
    Act.SUBMIT: Move(frozenset({Status.DRAFT}), Status.SCREENING),
    Act.HAND_ON: Move(frozenset({Status.SCREENING}), Status.SUBMITTED),
    Act.RESUBMIT: Move(frozenset({Status.MINOR_REVISION, Status.MAJOR_REVISION}), Status.REVISED),
    Act.REVIEW: Move(WITH_EDITOR, Status.IN_REVIEW),
    Act.ACCEPT: Move(frozenset({Status.IN_REVIEW, Status.REVISED}), Status.ACCEPTED),
    Act.ASK_MINOR: Move(frozenset({Status.IN_REVIEW, Status.REVISED}), Status.MINOR_REVISION),
    Act.ASK_MAJOR: Move(frozenset({Status.IN_REVIEW, Status.REVISED}), Status.MAJOR_REVISION),
    Act.REJECT: Move(WITH_EDITOR, Status.REJECTED),
    Act.WITHDRAW: Move(RECORDING, Status.WITHDRAWN),
    Act.PUBLISH: Move(frozenset({Status.ACCEPTED}), Status.PUBLISHED),
    Act.CORRECT: Move(STANDING, Status.CORRECTED),
    Act.RAISE_CONCERN: Move(frozenset({Status.PUBLISHED, Status.CORRECTED}), Status.CONCERN),
    Act.LIFT_CONCERN: Move(frozenset({Status.CONCERN}), Status.PUBLISHED),
    Act.RETRACT: Move(STANDING, Status.RETRACTED),
    Act.TAKE_DOWN: Move(frozenset(Status) - {Status.DRAFT, Status.TAKEN_DOWN}, Status.TAKEN_DOWN),
    Act.REVERSE: Move(DECIDED, Status.IN_REVIEW),
}


class Progress(Struct, frozen=True):
    sources: frozenset[Correction]
    target: Correction


PROGRESS: Mapping[Step, Progress] = {
    Step.ASK: Progress(frozenset({Correction.NONE}), Correction.ASKED),
    Step.OPEN: Progress(frozenset({Correction.NONE, Correction.ASKED, Correction.READY}), Correction.OPEN),
    Step.HAND_IN: Progress(frozenset({Correction.OPEN}), Correction.READY),
    Step.CLOSE: Progress(frozenset(Correction) - {Correction.NONE}, Correction.NONE),
}

ACT_OF = {
    Decision.ACCEPT: Act.ACCEPT,
    Decision.MINOR: Act.ASK_MINOR,
    Decision.MAJOR: Act.ASK_MAJOR,
    Decision.REJECT: Act.REJECT,
}


def possible(status: str) -> frozenset[Act]:
    """The acts that the state itself allows; who may do them is for the policy to say."""
    return frozenset(act for act, move in MOVES.items() if status in move.sources)


def steps(status: str, correction: str) -> frozenset[Step]:
    """What may happen with a correction: only a case that stands is corrected."""
    if status not in STANDING:
        return frozenset()
    return frozenset(step for step, way in PROGRESS.items() if correction in way.sources)


def recordable(status: str, correction: str) -> bool:
    """Whether consent may be recorded: until publication, and for the new text of a correction."""
    return status in RECORDING or (status in STANDING and correction != Correction.NONE)


def writable(status: str, correction: str) -> bool:
    """Whether the text is the authors' to change."""
    return status in WRITABLE or (status in STANDING and correction == Correction.OPEN)
