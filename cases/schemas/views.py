from datetime import date, datetime
from typing import Literal
from uuid import UUID

from cases.schemas.frozen import ConsentRecord, FrozenConsent, Manuscript
from cases.schemas.published import RegistrationView, View
from identity.schemas import PersonCard


class CollectionView(View, frozen=True, kw_only=True):
    id: UUID
    slug: str
    name: str
    purpose: str
    blind_mode: str
    reviews_needed: int
    review_days: int
    board_id: UUID | None


class WriteUpRow(View, frozen=True, kw_only=True):
    """`authorship`: accepted, or invited while the invitation waits for an answer."""

    id: UUID
    title: str
    status: str
    authorship: str
    changed_at: datetime


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

    `who` names an author where it is about one; where it is about a row of a table, its number from 1, and
    after a space the column.
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


class DisclosureView(View, frozen=True, kw_only=True):
    none: bool
    statement: str
    signed_at: datetime
    current: bool


class AuthorView(View, frozen=True, kw_only=True):
    id: UUID
    person: PersonCard
    position: int
    corresponding: bool
    state: str
    affiliation: str
    roles: dict[str, str]
    disclosure: DisclosureView | None


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


class AuthorsReview(View, frozen=True, kw_only=True):
    """What authors read of a review once the round is decided."""

    alias: str
    round: int
    answers: dict[str, dict[str, object]]
    comments_to_authors: str


class WriteUp(View, frozen=True, kw_only=True):
    """A write-up as its authors see it."""

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


class ExceptionView(View, frozen=True, kw_only=True):
    """Somebody an editor would ask in spite of `reasons`; `mine`: another editor has to decide."""

    id: UUID
    person: PersonCard
    reasons: list[str]
    why: str
    asked_by: str
    mine: bool


class Dossier(View, frozen=True, kw_only=True):
    """A submitted case as its editors see it. `acts`: what the state allows now."""

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
    hidden: Literal["", "held", "removed"]


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
    affiliation: str


class ReviewSheet(View, frozen=True, kw_only=True):
    """All that a reviewer gets: `authors` is None where they are hidden."""

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
    saved_at: datetime | None
    submitted_at: datetime | None


class Versioned(View, frozen=True, kw_only=True):
    """What a save became."""

    version: int
    saved_at: datetime


class Made(View, frozen=True, kw_only=True):
    id: UUID
