from datetime import date, datetime
from typing import Literal
from uuid import UUID

from cases.schemas.authorship import AcknowledgementView, AuthorView, DisputeView, OrderView
from cases.schemas.base import View
from cases.schemas.frozen import ConsentRecord, FrozenConsent, Manuscript, Publication
from files.schemas import FileView
from identity.schemas import PersonCard


class CollectionView(View, frozen=True, kw_only=True):
    id: UUID
    slug: str
    name: str
    purpose: str
    blind_mode: str
    reviews_needed: int
    review_days: int
    publishes_reviews: bool
    board_id: UUID | None


class CaseRow(View, frozen=True, kw_only=True):
    """A published case in a list; `version_id` of the last row is the cursor for the next page."""

    id: UUID
    version_id: UUID
    title: str
    byline: list[str]
    summary: str
    specialty: str
    status: str
    published_at: datetime


class WriteUpRow(View, frozen=True, kw_only=True):
    """`authorship`: accepted, or invited while the invitation waits for an answer."""

    id: UUID
    title: str
    status: str
    authorship: str
    changed_at: datetime


class VersionRow(View, frozen=True, kw_only=True):
    id: UUID
    number: int
    content_hash: str
    published_at: datetime


class NoticeView(View, frozen=True, kw_only=True):
    """`about`: the number of the version it speaks of; `said_in`: of the version that says it, if any."""

    kind: str
    about: int
    said_in: int | None
    changes_html: str
    reason_html: str
    issued_at: datetime


class PublishedCase(View, frozen=True, kw_only=True):
    """A version as everybody reads it. `hidden`: held or removed, shown to authors and moderators only.

    `doi`: registered for this version, or of an imported case. `files`: formats in which it is there to take
    away; others are being made.
    """

    id: UUID
    status: str
    hidden: Literal["", "held", "removed"]
    hidden_reason: str
    collection_id: UUID | None
    version: VersionRow
    publication: Publication
    doi: str = ""
    files: list[str] = []
    notices: list[NoticeView]


class RegistrationView(View, frozen=True, kw_only=True):
    """How a version's DOI fares, for its editors. `said`: the registry's words, or why it did not answer."""

    number: int
    doi: str
    state: Literal["waiting", "sent", "registered", "refused"]
    said: str
    attempts: int
    tried_at: datetime | None


class SlotState(View, frozen=True, kw_only=True):
    """`state`: empty, short (fewer words than expected) or complete."""

    key: str
    item: int
    state: Literal["empty", "short", "complete"]
    required: bool
    words: int
    least_words: int


class Gap(View, frozen=True, kw_only=True):
    """What keeps a write-up from being submitted.

    `who` names an author, or numbers a figure, it is about; where it is about a row of a table, the row's
    number from 1, and after a space the column.
    """

    about: str
    problem: str
    who: str = ""


class ExplanationView(View, frozen=True, kw_only=True):
    why: str
    by: PersonCard | None
    at: datetime


class PrivacyFinding(View, frozen=True, kw_only=True):
    """Words that may tell who the patient is (PV-A to PV-R), with what stands before and after them.

    `start` and `end`: code-point offsets of their first place in the section; `suggestion` may stand there.
    """

    id: str
    section: str
    start: int
    end: int
    before: str
    quote: str
    after: str
    type: str
    rule_id: str
    suggestion: str
    explanation: ExplanationView | None


class ExplainedFinding(View, frozen=True, kw_only=True):
    """What authors left in a manuscript, and who said why."""

    section: str
    quote: str
    type: str
    why: str
    by: str
    at: datetime


class SectionView(View, frozen=True, kw_only=True):
    key: str
    body: str
    body_html: str
    version: int
    edited_by: PersonCard | None
    edited_at: datetime | None


class WorkView(View, frozen=True, kw_only=True):
    """A work of a write-up: `[@key]` cites it, `line` is how it is printed, `number` 0 is not cited yet.

    `state`: known, sought (being looked up by `sought`) or unknown (no registry has it).
    """

    key: str
    state: Literal["known", "sought", "unknown"]
    sought: str
    line: str
    number: int


class WorksAdded(View, frozen=True, kw_only=True):
    """`keys` of the new works; `known`: keys of those that were there already; `bad`: what was not read."""

    keys: list[str]
    known: list[str]
    bad: list[str]


class RevisionView(View, frozen=True, kw_only=True):
    version: int
    body: str
    editor: PersonCard | None
    saved_at: datetime


class MilestoneView(View, frozen=True, kw_only=True):
    """A named version of a write-up; one that was handed in has a `round` and no name."""

    id: UUID
    name: str
    round: int | None
    made_by: PersonCard | None
    made_at: datetime


class ChangedPart(View, frozen=True, kw_only=True):
    """`left_out` stands for a long stretch that stayed."""

    op: Literal["same", "added", "removed", "left_out"]
    text: str


class SectionChange(View, frozen=True, kw_only=True):
    """From version `then` of a section to `now`."""

    key: str
    then: int
    now: int
    parts: list[ChangedPart]


class Since(View, frozen=True, kw_only=True):
    milestone: MilestoneView
    changes: list[SectionChange]


class ConsentView(FrozenConsent, frozen=True, kw_only=True, rename="camel"):
    """The record that counts. `changed`: sections that are not as the patient saw them any more.

    `state`: valid, unconfirmed (waits for an editor) or insufficient (does not cover publication).
    """

    withdrawal_contact: str
    language: str
    capacity: str
    proxy: str
    images_until: str
    attested_by: UUID
    attested_at: datetime
    changed: list[str]
    state: Literal["valid", "unconfirmed", "insufficient"]


class LedgerRow(View, frozen=True, kw_only=True):
    """A line of the ledger: `record` where it records. `by` is None for an editor, who is not named."""

    id: UUID
    kind: Literal["recorded", "confirmed", "withdrawn"]
    record: ConsentRecord | None
    reason: str
    by: PersonCard | None
    written_at: datetime


class StepView(View, frozen=True, kw_only=True):
    """`taken`: copies taken away. A failed step is tried again by itself; `error` says what it met."""

    name: str
    state: Literal["waiting", "failed", "done"]
    attempts: int
    taken: int
    error: str
    tried_at: datetime | None


class TakeDownView(View, frozen=True, kw_only=True):
    """The report of a take-down. No steps yet: its work has not begun."""

    begun_at: datetime
    completed_at: datetime | None
    steps: list[StepView]


class ConsentLedger(View, frozen=True, kw_only=True):
    """All about a case's consent, for its authors and the editors who handle it; the latest line first."""

    case_id: UUID
    title: str
    status: str
    consent: ConsentView | None
    rows: list[LedgerRow]
    take_down: TakeDownView | None
    may_withdraw: bool
    may_confirm: bool
    writes: bool


class RulingView(View, frozen=True, kw_only=True):
    round: int
    decision: str
    letter_html: str
    decided_at: datetime
    reversed_at: datetime | None
    reversal: str


class OpposedView(View, frozen=True, kw_only=True):
    person: PersonCard
    why: str


class RemarkView(View, frozen=True, kw_only=True):
    """A comment on words of the frozen manuscript."""

    section: str
    quote: str
    comment: str


class AuthorsReview(View, frozen=True, kw_only=True):
    """What authors read of a review once the round is decided."""

    alias: str
    round: int
    answers: dict[str, dict[str, object]]
    remarks: list[RemarkView]
    comments_to_authors: str


class FigureView(View, frozen=True, kw_only=True):
    """A figure as authors see it. `told`: words of its texts that may tell who the patient is."""

    file: FileView
    caption: str
    alt: str
    licence: str
    told: list[str] = []


class WriteUp(View, frozen=True, kw_only=True):
    """A write-up as its authors see it. `authors_change`: who they are and what they did is open
    still, and the viewer has a say in it; `unsettled` is what they owe each other.
    """

    id: UUID
    title: str
    article_type: str
    specialty: str
    status: str
    writable: bool
    my_state: str
    collection: CollectionView | None
    sections: dict[str, SectionView]
    slots: list[SlotState]
    gaps: list[Gap]
    findings: dict[str, list[PrivacyFinding]]
    consent: ConsentView | None
    authors: list[AuthorView]
    order: OrderView
    disputes: list[DisputeView]
    acknowledgements: list[AcknowledgementView]
    unsettled: list[Gap]
    authors_change: bool
    figures: list[FigureView]
    rulings: list[RulingView]
    reviews: list[AuthorsReview]
    correction: str
    correction_note: str
    steps: list[str]
    hidden: Literal["", "held", "removed"]
    hidden_reason: str


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


class Versioned(View, frozen=True, kw_only=True):
    """What a save became."""

    version: int
    saved_at: datetime


class Made(View, frozen=True, kw_only=True):
    id: UUID
