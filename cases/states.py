"""The life of a case and of a review, as data: which act leads from which states to which."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class Status(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    MINOR_REVISION = "minor_revision"
    MAJOR_REVISION = "major_revision"
    REVISED = "revised"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    RETRACTED = "retracted"
    TAKEN_DOWN = "taken_down"  # consent was withdrawn: sealed, for everybody


class Act(StrEnum):
    SUBMIT = "submit"
    RESUBMIT = "resubmit"
    REVIEW = "review"
    ACCEPT = "accept"
    ASK_MINOR = "ask_minor"
    ASK_MAJOR = "ask_major"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    PUBLISH = "publish"
    RETRACT = "retract"
    TAKE_DOWN = "take_down"
    REVERSE = "reverse"  # takes a decision back; the case is again where it was decided on


class Decision(StrEnum):
    """What an editor writes under a letter."""

    ACCEPT = "accept"
    MINOR = "minor"
    MAJOR = "major"
    REJECT = "reject"


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


class Move(Struct, frozen=True):
    sources: frozenset[Status]
    target: Status


WRITABLE = frozenset({Status.DRAFT, Status.MINOR_REVISION, Status.MAJOR_REVISION})
WITH_EDITOR = frozenset({Status.SUBMITTED, Status.IN_REVIEW, Status.REVISED})
RECORDING = WRITABLE | WITH_EDITOR | {Status.ACCEPTED}  # while consent and authorship may be recorded
PUBLIC = frozenset({Status.PUBLISHED, Status.RETRACTED})

DECIDED = frozenset({Status.ACCEPTED, Status.REJECTED, Status.MINOR_REVISION, Status.MAJOR_REVISION})

MOVES: Mapping[Act, Move] = {
    Act.SUBMIT: Move(frozenset({Status.DRAFT}), Status.SUBMITTED),
    Act.RESUBMIT: Move(frozenset({Status.MINOR_REVISION, Status.MAJOR_REVISION}), Status.REVISED),
    Act.REVIEW: Move(WITH_EDITOR, Status.IN_REVIEW),
    Act.ACCEPT: Move(frozenset({Status.IN_REVIEW, Status.REVISED}), Status.ACCEPTED),
    Act.ASK_MINOR: Move(frozenset({Status.IN_REVIEW, Status.REVISED}), Status.MINOR_REVISION),
    Act.ASK_MAJOR: Move(frozenset({Status.IN_REVIEW, Status.REVISED}), Status.MAJOR_REVISION),
    Act.REJECT: Move(WITH_EDITOR, Status.REJECTED),
    Act.WITHDRAW: Move(WRITABLE | WITH_EDITOR | {Status.ACCEPTED}, Status.WITHDRAWN),
    Act.PUBLISH: Move(frozenset({Status.ACCEPTED}), Status.PUBLISHED),
    Act.RETRACT: Move(frozenset({Status.PUBLISHED}), Status.RETRACTED),
    Act.TAKE_DOWN: Move(frozenset(Status) - {Status.DRAFT, Status.TAKEN_DOWN}, Status.TAKEN_DOWN),
    Act.REVERSE: Move(DECIDED, Status.IN_REVIEW),
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
