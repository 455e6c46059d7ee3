"""What travels between moderation and everybody else."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct, field

from moderation.screens import Finding
from moderation.words import Nature, Outcome, ReportReason

REASON_LENGTH = 2000
KINDS = ("post", "case")

NO_NUL = r"^[^\u0000]*$"  # PostgreSQL keeps no NUL

Kind = Annotated[str, Meta(pattern="^(post|case)$", max_length=10)]
Reason = Annotated[str, Meta(min_length=10, max_length=REASON_LENGTH, pattern=NO_NUL)]


class View(Struct, frozen=True, kw_only=True, rename="camel"):
    """Something shown."""


class Draft(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Something sent to us."""


class ReportDraft(Draft, frozen=True):
    kind: Kind
    id: UUID
    reason: ReportReason
    text: Annotated[str, Meta(max_length=REASON_LENGTH, pattern=NO_NUL)] = ""


class DecisionDraft(Draft, frozen=True):
    """`snapshot_id` is the text that was judged; `rule_id` is a key of `moderation.words.RULES`."""

    snapshot_id: UUID
    outcome: Outcome
    rule_id: Annotated[str, Meta(min_length=1, max_length=10, pattern=NO_NUL)]
    reason: Reason


class SecondDraft(Draft, frozen=True):
    """A second moderator on a proposed removal. `snapshot_id` is the text that was judged."""

    snapshot_id: UUID
    agreed: bool
    reason: Annotated[str, Meta(max_length=REASON_LENGTH, pattern=NO_NUL)] = ""


class AnswerDraft(Draft, frozen=True):
    """Another moderator on an appeal."""

    agreed: bool
    reason: Annotated[str, Meta(max_length=REASON_LENGTH, pattern=NO_NUL)] = ""


class AppealDraft(Draft, frozen=True):
    text: Reason


class TieDraft(Draft, frozen=True):
    """`products` as one types them, separated by commas."""

    company: Annotated[str, Meta(min_length=2, max_length=120, pattern=NO_NUL)]
    nature: Nature
    products: Annotated[str, Meta(max_length=300, pattern=NO_NUL)] = ""


class DisclosureDraft(Draft, frozen=True):
    """Relations of the past 24 months, ended ones too, or `none`."""

    none: bool = False
    items: Annotated[list[TieDraft], Meta(max_length=40)] = field(default_factory=list)


class FlagRow(View, frozen=True):
    """A flag in the queue. `claimed_by` is None once a claim has run out."""

    id: UUID
    created_at: datetime
    subject_kind: str
    subject_id: UUID
    title: str
    excerpt: str
    signals: list[str]
    score: int
    held: bool
    state: str
    escalated: bool
    reports: int
    claimed_by: UUID | None
    claimed_until: datetime | None


class ReportView(View, frozen=True):
    """Who reported is not said, not even to moderators of the board: reasons count, not names."""

    id: UUID
    reason: str
    text: str
    created_at: datetime


class ProposalView(View, frozen=True):
    proposed_by: UUID
    rule_id: str
    reason: str
    created_at: datetime


class DecisionView(View, frozen=True):
    """`author_ids` and the moderators are for other moderators; the author is not told who decided."""

    id: UUID
    created_at: datetime
    flag_id: UUID
    subject_kind: str
    subject_id: UUID
    title: str
    outcome: str
    rule_id: str
    reason: str
    was_held: bool


class AppealView(View, frozen=True):
    """`overturned` is None while nobody has answered; `due_at` is when an answer is promised."""

    id: UUID
    decision_id: UUID
    text: str
    created_at: datetime
    due_at: datetime
    overturned: bool | None
    answered_at: datetime | None
    reason: str


class TieView(View, frozen=True):
    company: str
    nature: str
    products: str = ""


class DisclosureView(View, frozen=True):
    """`valid` while it is younger than a year."""

    id: UUID
    period_from: date
    period_to: date
    none: bool
    items: list[TieView]
    definition_version: str
    signed_at: datetime
    valid: bool


class FlagView(View, frozen=True):
    """A flag as its moderator sees it. `obstacle`: the code of what keeps the viewer from deciding, or ""."""

    row: FlagRow
    snapshot_id: UUID
    body: str
    findings: list[Finding]
    author_ids: list[UUID]
    disclosures: dict[UUID, DisclosureView]
    reports: list[ReportView]
    proposal: ProposalView | None
    decisions: list[DecisionView]
    obstacle: str


class DecisionSheet(View, frozen=True):
    """A decision with the text it was about, for its author and for moderators.

    `appeal_until` is None when there is nothing to appeal against.
    """

    decision: DecisionView
    body: str
    findings: list[Finding]
    appeal: AppealView | None
    appeal_until: datetime | None
    own: bool
    obstacle: str


class AppealRow(View, frozen=True):
    id: UUID
    decision_id: UUID
    title: str
    outcome: str
    created_at: datetime
    due_at: datetime
