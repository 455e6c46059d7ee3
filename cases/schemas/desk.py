"""Views of editors and reviewers."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from cases.schemas.authorship import AcknowledgementView, AuthorView, DisputeView, OrderView
from cases.schemas.base import View
from cases.schemas.frozen import Manuscript
from cases.schemas.published import RegistrationView
from cases.schemas.views import (
    CollectionView,
    ConsentView,
    ExplainedFinding,
    Gap,
    OpposedView,
    RemarkView,
    RulingView,
)
from identity.schemas import PersonCard


class DeskRow(View, frozen=True, kw_only=True):
    id: UUID
    title: str
    status: str
    collection: str
    round: int
    submitted_at: datetime
    correction: str
    reviews_open: int
    reviews_in: int


class EditorsReview(View, frozen=True, kw_only=True):
    """A review as the editor sees it: an alias, the answers, the confidential note."""

    id: UUID
    alias: str
    round: int
    status: str
    due_on: date
    answers: dict[str, dict[str, object]]
    recommendation: str | None
    comments_to_authors: str
    note_to_editor: str
    submitted_at: datetime | None
    overdue: bool
    rating: int | None
    remarks: list[RemarkView]
    with_trainee: bool


class ExceptionView(View, frozen=True, kw_only=True):
    """Somebody an editor would ask in spite of `reasons`; `mine`: another editor has to decide."""

    id: UUID
    person: PersonCard
    reasons: list[str]
    why: str
    asked_by: str
    mine: bool


class Dossier(View, frozen=True, kw_only=True):
    """A submitted case as its editors see it. `acts`: what the state allows now.

    `unsettled`: what the authors owe before it can be published.
    """

    id: UUID
    title: str
    status: str
    round: int
    collection: CollectionView
    manuscript: Manuscript
    explained: list[ExplainedFinding]
    note: str
    submitted_at: datetime
    authors: list[AuthorView]
    order: OrderView
    disputes: list[DisputeView]
    acknowledgements: list[AcknowledgementView]
    unsettled: list[Gap]
    reviews: list[EditorsReview]
    rulings: list[RulingView]
    acts: list[str]
    correction: str
    correction_note: str
    steps: list[str]
    registrations: list[RegistrationView]
    reviews_counting: int
    consent: ConsentView | None
    exceptions: list[ExceptionView]
    opposed: list[OpposedView]
    hidden: Literal["", "held", "removed"]


class Candidate(View, frozen=True, kw_only=True):
    """`against` are codes of cases.picking, gravest first; `possible`: a second editor may allow it.

    `open`: reviews at work anywhere; `quality`: mean of the editors' ratings, 1 to 5, of `rated` reviews.
    """

    person: PersonCard
    against: list[str]
    possible: bool
    ties: list[str]
    open: int
    rated: int
    quality: float


class ReviewRow(View, frozen=True, kw_only=True):
    """A review in its writer's list."""

    id: UUID
    title: str
    alias: str
    round: int
    status: str
    due_on: date
    collection: str


class SheetAuthor(View, frozen=True, kw_only=True):
    """An author as a reviewer sees one where the collection does not hide authors."""

    name: str
    affiliations: list[str]


class ReviewSheet(View, frozen=True, kw_only=True):
    """All that a reviewer gets: `authors` is None where they are hidden.

    `published`: the review stands beside the case once that is published. `criteria`: what is to be rated.
    """

    id: UUID
    alias: str
    round: int
    status: str
    due_on: date
    blind_mode: str
    collection: str
    manuscript: Manuscript
    authors: list[SheetAuthor] | None
    answers: dict[str, dict[str, object]]
    recommendation: str | None
    comments_to_authors: str
    note_to_editor: str
    remarks: list[RemarkView]
    signed: bool
    trainee: str
    published: bool
    criteria: list[str]
    saved_at: datetime | None
    submitted_at: datetime | None
