from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from cases.care import ArticleType
from cases.contributions import ContributorRole, Degree
from cases.states import Decision, Kind

NO_NUL = r"^[^\u0000]*$"
Title = Annotated[str, Meta(min_length=1, max_length=300, pattern=NO_NUL)]
Line = Annotated[str, Meta(max_length=300, pattern=NO_NUL)]
Short = Annotated[str, Meta(max_length=4_000, pattern=NO_NUL)]
Long = Annotated[str, Meta(max_length=50_000, pattern=NO_NUL)]
Specialty = Annotated[str, Meta(max_length=60, pattern=NO_NUL)]
Month = Annotated[str, Meta(pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$")]


class BlindMode(StrEnum):
    DOUBLE = "double"
    SINGLE = "single"
    OPEN = "open"


class ConsentType(StrEnum):
    WRITTEN = "written"
    GUARDIAN = "guardian"
    NEXT_OF_KIN = "next_of_kin"
    NOT_IDENTIFIABLE = "not_identifiable_attested"


class Capacity(StrEnum):
    """Whether the patient could decide; who decides otherwise is a Proxy."""

    CAPABLE = "capable"
    MINOR = "minor"
    LACKING = "lacking"
    DECEASED = "deceased"


class Proxy(StrEnum):
    """Who agreed in the patient's place."""

    PARENT = "parent"
    GUARDIAN = "guardian"
    PARTNER = "partner"
    CHILD = "child"
    RELATIVE = "relative"
    ATTORNEY = "attorney"  # holds a power of attorney


class ConsentScope(StrEnum):
    BOARD = "board"
    PEER_REVIEW = "peer_review"
    PUBLIC = "public"
    IMAGES = "images"
    TEACHING = "teaching"


class FigureDraft(Struct, frozen=True, kw_only=True, rename="camel"):
    """`alt` says what is seen, for those who do not see it. `licence`: empty where it is the case's own."""

    caption: Annotated[str, Meta(max_length=2_000, pattern=NO_NUL)] = ""
    alt: Annotated[str, Meta(max_length=1_000, pattern=NO_NUL)] = ""
    licence: Annotated[str, Meta(max_length=100, pattern=NO_NUL)] = ""


class Criterion(StrEnum):
    ORIGINALITY = "originality"
    CLARITY = "clarity"
    EVIDENCE = "evidence"
    ETHICS_PRIVACY = "ethics_privacy"
    EDUCATIONAL_VALUE = "educational_value"
    SELECTION = "selection"  # of the patients of a series
    IMAGE_QUALITY = "image_quality"
    QUESTION = "question"
    MEASUREMENT = "measurement"
    TRANSFER = "transfer"  # to other places


Name = Annotated[str, Meta(max_length=120, pattern=NO_NUL)]
Reason = Annotated[str, Meta(min_length=10, max_length=1_000, pattern=NO_NUL)]


class Draft(Struct, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Base of what comes in."""


class CollectionDraft(Draft):
    """`board_id`: where each published case gets its discussion thread."""

    slug: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,58}[a-z0-9]$")]
    name: Annotated[str, Meta(min_length=2, max_length=120, pattern=NO_NUL)]
    purpose: Annotated[str, Meta(max_length=1000, pattern=NO_NUL)] = ""
    blind_mode: BlindMode = BlindMode.DOUBLE
    reviews_needed: Annotated[int, Meta(ge=1, le=5)] = 1
    review_days: Annotated[int, Meta(ge=1, le=180)] = 21
    publishes_reviews: bool = False
    board_id: UUID | None = None


class CaseDraft(Draft):
    """`thread_id`: a thread that the case comes from; who wrote in it does not review."""

    title: Title
    thread_id: UUID | None = None
    article_type: ArticleType = ArticleType.CASE_REPORT
    specialty: Specialty = ""
    collection_id: UUID | None = None


class CaseSettings(Draft):
    """Without an `article_type` the type stays; type and collection are settled with the first submission."""

    article_type: ArticleType | None = None
    specialty: Specialty = ""
    collection_id: UUID | None = None


class SectionDraft(Draft):
    """`version` is the one the text began from."""

    body: Long
    version: Annotated[int, Meta(ge=0, le=1_000_000)]


class TextDraft(Draft):
    """A section as somebody is typing it."""

    body: Long


FindingKey = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$")]


class ExplanationDraft(Draft):
    """Why the words of a finding may stay."""

    finding: FindingKey
    why: Annotated[str, Meta(min_length=10, max_length=1000, pattern=NO_NUL)]


class ReplacementDraft(Draft):
    """What stands in place of the words of a finding; empty takes them out. `version` is the section's."""

    finding: FindingKey
    version: Annotated[int, Meta(ge=0, le=1_000_000)]
    replacement: Line = ""


class ConsentDraft(Draft):
    """The record, never the form. `obtained_in` is year and month; `attested`: "this is so".

    `language` is the one the patient was told and asked in (BCP 47); `images_until` the last month (year and
    month) in which images may be shown, empty when there is no end.
    """

    type: ConsentType
    scope: Annotated[list[ConsentScope], Meta(max_length=5)] = []
    patient_saw_text: bool = False
    held_by: Literal["author_institution", "author", "nobody"] = "author_institution"
    withdrawal_contact: Annotated[str, Meta(max_length=200, pattern=NO_NUL)] = ""
    obtained_in: Month = ""
    language: Annotated[str, Meta(pattern=r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3})?$")] = ""
    capacity: Capacity = Capacity.CAPABLE
    proxy: Proxy | None = None
    images_until: Month = ""
    attested: bool = False


class ConsentWithdrawal(Draft):
    """`reason` says nothing about the patient. `sure`: "I know that it cannot be undone"."""

    reason: Annotated[str, Meta(max_length=1_000, pattern=NO_NUL)] = ""
    sure: bool = False


class AuthorInvitation(Draft):
    person_id: UUID


class Answer(Draft):
    accept: bool


class ContributionDraft(Draft):
    """What an author says of herself or himself: all roles claimed, which accepts those of them proposed.

    `byline` is the name as it is to be printed; empty: the one of the account.
    """

    roles: Annotated[dict[ContributorRole, Degree], Meta(max_length=14)]
    byline: Name = ""
    affiliations: Annotated[list[Line], Meta(max_length=6)] = []


class RoleProposal(Draft):
    """A role for another author, who accepts it or not."""

    author_id: UUID
    role: ContributorRole
    degree: Degree


class RoleAnswer(Draft):
    role: ContributorRole
    accept: bool


class DisputeDraft(Draft):
    """Why another author's role, or its degree, is doubted. All authors read it."""

    author_id: UUID
    role: ContributorRole
    reason: Reason


class DisputeRuling(Draft):
    """What an editor finds: the degree that the role has, or that the author does not have it ("none")."""

    outcome: Literal["lead", "equal", "supporting", "none"]
    reason: Reason


class AcknowledgementDraft(Draft):
    """Somebody to be thanked. A member (`person_id`) is asked.

    Of others an author attests that they agreed in writing, and on which day (ISO 8601).
    """

    text: Annotated[str, Meta(min_length=3, max_length=300, pattern=NO_NUL)]
    name: Name = ""
    person_id: UUID | None = None
    agreed_on: Annotated[str, Meta(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = ""
    attested: bool = False


class DisclosureDraft(Draft):
    """Either `none`, or a statement that names company and nature of each tie of the past 24 months.

    It may be left out where the ties on the author's record say all there is.
    """

    none: bool = False
    statement: Short = ""


class AuthorOrder(Draft):
    """The authors to be, first to last, by the ids of their entries; who is left out is to be taken out.

    `add`: members to be added at the end, once the case was handed in. `why` is for authors and editors.
    """

    author_ids: Annotated[list[UUID], Meta(min_length=1, max_length=50)]
    corresponding_id: UUID
    add: Annotated[list[UUID], Meta(max_length=10)] = []
    why: Annotated[str, Meta(max_length=1_000, pattern=NO_NUL)] = ""


class OrderAnswer(Draft):
    """`proposal_id`: one agrees to exactly that order. `reason` tells the others why not."""

    proposal_id: UUID
    agree: bool
    reason: Annotated[str, Meta(max_length=1_000, pattern=NO_NUL)] = ""


class MilestoneDraft(Draft):
    name: Annotated[str, Meta(min_length=1, max_length=120, pattern=NO_NUL)]


class RestoreDraft(Draft):
    """`to`: the version whose text is wanted again. `version` is the section's now."""

    to: Annotated[int, Meta(ge=0, le=1_000_000)]
    version: Annotated[int, Meta(ge=0, le=1_000_000)]


class WorksDraft(Draft):
    """DOIs or PubMed ids, one a line, or records as BibTeX, RIS, NBIB or CSL-JSON."""

    text: Annotated[str, Meta(min_length=1, max_length=500_000, pattern=NO_NUL)]


class SubmissionDraft(Draft):
    note: Short = ""


class ReviewerRequest(Draft):
    person_id: UUID


class ExceptionDraft(Draft):
    """Why somebody should review in spite of a reason against it; a second editor reads it."""

    person_id: UUID
    why: Annotated[str, Meta(min_length=10, max_length=1_000, pattern=NO_NUL)]


class Judgement(Draft):
    """The editor's review of a review, 1 (poor) to 5 (excellent); its reviewer never sees it."""

    rating: Annotated[int, Meta(ge=1, le=5)] | None = None


class Rating(Draft):
    """`score` 1 (poor) to 5 (excellent); 0 is not rated yet, which a draft may be."""

    score: Annotated[int, Meta(ge=0, le=5)] = 0
    text: Short = ""


class Remark(Draft):
    """About words of one section of the frozen manuscript; `quote` may be empty: about all of it."""

    section: Annotated[str, Meta(max_length=40, pattern=r"^[a-z_]*$")]
    comment: Annotated[str, Meta(min_length=1, max_length=4_000, pattern=NO_NUL)]
    quote: Annotated[str, Meta(max_length=500, pattern=NO_NUL)] = ""


class OpposedDraft(Draft):
    """Somebody who competes with the authors, and how; the editors read it."""

    person_id: UUID
    why: Annotated[str, Meta(min_length=10, max_length=500, pattern=NO_NUL)]


class ReviewDraft(Draft):
    """May be saved unfinished; `submit` wants all of it.

    `signed`: the name may stand under the review once the case is published. `trainee`: who reviewed along,
    with whose consent the name is given; nobody reads it unless the review is signed.
    """

    remarks: Annotated[list[Remark], Meta(max_length=50)] = []
    signed: bool = False
    trainee: Annotated[str, Meta(max_length=200, pattern=NO_NUL)] = ""
    answers: Annotated[dict[Criterion, Rating], Meta(max_length=10)] = {}
    recommendation: Decision | None = None
    comments_to_authors: Annotated[str, Meta(max_length=20_000, pattern=NO_NUL)] = ""
    note_to_editor: Short = ""


class RulingDraft(Draft):
    decision: Decision
    letter: Annotated[str, Meta(min_length=1, max_length=20_000, pattern=NO_NUL)]


class NoticeDraft(Draft):
    """A notice about a published case, for everybody to read. All say why, corrections also what changed."""

    kind: Kind
    reason: Annotated[str, Meta(min_length=10, max_length=4_000, pattern=NO_NUL)]
    changes: Short = ""


class CorrectionNote(Draft):
    """What authors and editors say to each other about a correction before it is published."""

    note: Annotated[str, Meta(min_length=10, max_length=4_000, pattern=NO_NUL)]


class RetractionDraft(Draft):
    reason: Annotated[str, Meta(min_length=10, max_length=4_000, pattern=NO_NUL)]


class ReversalDraft(Draft):
    """Why a decision is taken back; the authors read it."""

    reason: Annotated[str, Meta(min_length=10, max_length=4_000, pattern=NO_NUL)]


class WithdrawalDraft(Draft):
    reason: Annotated[str, Meta(max_length=1_000, pattern=NO_NUL)] = ""
