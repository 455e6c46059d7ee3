"""What is frozen into submissions and versions. New fields have defaults: old rows stay readable."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import force_setattr

from core.references import Reference


class FrozenSection(Struct, frozen=True, kw_only=True):
    key: str
    body: str
    html: str
    markdown_version: int
    heading: str = ""  # of an imported section that fits no slot


class FrozenConsent(Struct, frozen=True, kw_only=True):
    type: str
    scope: list[str]
    patient_saw_text: bool
    held_by: str
    obtained_in: str
    confirmed: bool = False  # that nobody can be recognised, by an editor


class ConsentRecord(Struct, frozen=True, kw_only=True):
    """A line of the consent ledger: cases.schemas.ConsentDraft as it was attested.

    `shown`: the text the patient saw, as the version of each section at that moment.
    """

    type: str
    scope: list[str] = []
    patient_saw_text: bool = False
    held_by: str
    obtained_in: str = ""
    withdrawal_contact: str = ""
    language: str = ""
    capacity: str = ""
    proxy: str = ""
    images_until: str = ""
    shown: dict[str, int] = {}


class FrozenWork(Struct, frozen=True, kw_only=True):
    """A work that the text cites by `[@key]`: as printed, and as data."""

    key: str
    line: str
    work: Reference

    @property
    def address(self) -> str:
        """Where it is read; empty when nobody told."""
        return f"https://doi.org/{self.work.doi}" if self.work.doi else self.work.url or ""


class Figure(Struct, frozen=True, kw_only=True):
    """An image of the write-up. `file`: id for `/files/{file}/{size}`; width and height: pixels of "full".

    Names neither who uploaded it nor what the file was called.
    """

    file: UUID
    caption: str
    alt: str
    width: int
    height: int
    media_type: str = "image/webp"
    licence: str = ""
    pictures: int = 1  # pages or frames; the first is shown in the text


class Manuscript(Struct, frozen=True, kw_only=True):
    """The write-up itself, naming no author: what reviewers read."""

    schema: int = 1
    title: str
    keywords: list[str]
    specialty: str
    sections: list[FrozenSection]
    consent: FrozenConsent | None = None
    article_type: str = "case_report"
    works: list[FrozenWork] = []  # in the order of their first citation
    figures: list[Figure] = []


class FrozenRole(Struct, frozen=True, kw_only=True):
    role: str
    degree: str


class FrozenTie(Struct, frozen=True, kw_only=True):
    """A relationship of the last 24 months, as it stood on the author's record (IN-07)."""

    company: str
    nature: str
    products: str = ""


class FrozenDisclosure(Struct, frozen=True, kw_only=True):
    """Either `none`, or the `statement` in the author's words; `ties` are those on record, in structure."""

    none: bool
    statement: str
    definition_version: str
    signed_at: datetime
    ties: list[FrozenTie] = []


class FrozenAuthor(Struct, frozen=True, kw_only=True):
    """`person_id` is None for an author without an account; `orcid` is bare ("0000-0002-1825-0097").

    `affiliation` is what versions carried before an author could have several: read `affiliations`.
    """

    person_id: UUID | None
    name: str
    orcid: str = ""
    affiliation: str = ""
    affiliations: list[str] = []
    corresponding: bool = False
    roles: list[FrozenRole] = []
    disclosure: FrozenDisclosure | None = None

    def __post_init__(self) -> None:
        if self.affiliation and not self.affiliations:
            force_setattr(self, "affiliations", [self.affiliation])


class FrozenAcknowledgement(Struct, frozen=True, kw_only=True):
    """Somebody who agreed to be thanked by name; `text` says what for."""

    name: str
    text: str = ""


class FrozenRemark(Struct, frozen=True, kw_only=True):
    section: str
    quote: str
    comment: str


class FrozenReport(Struct, frozen=True, kw_only=True):
    """A review as it is published: under an alias, or the name of whoever signed it."""

    alias: str
    round: int
    name: str = ""
    trainee: str = ""
    recommendation: str = ""
    answers: dict[str, dict[str, object]] = {}
    remarks: list[FrozenRemark] = []
    comments: str = ""


class FrozenReview(Struct, frozen=True, kw_only=True):
    """How it was reviewed. `peer_reviewed`: as many acceptable reviews as the collection asks for.

    `reports`: the reviews themselves where the collection publishes them. `signed`: names of reviewers who
    signed, where it does not.
    """

    blind_mode: str
    rounds: int
    acceptable_reviews: int
    peer_reviewed: bool
    reports: list[FrozenReport] = []
    signed: list[str] = []


class Source(Struct, frozen=True, kw_only=True):
    """Where an imported case was published first."""

    doi: str
    citation: str
    url: str


class FrozenNotice(Struct, frozen=True, kw_only=True):
    """Why there is this version. `about`: the number of the version that it corrects or speaks of.

    `kind`: cases.states.Kind; `changes`, `reason`: Markdown, what was changed and why.
    """

    kind: str
    about: int
    reason: str
    changes: str = ""


class Publication(Struct, frozen=True, kw_only=True):
    """All that a published version says."""

    schema: int = 1
    manuscript: Manuscript
    authors: list[FrozenAuthor]
    collection: str
    licence: str
    published_at: datetime
    review: FrozenReview | None = None
    source: Source | None = None
    notice: FrozenNotice | None = None
    acknowledgements: list[FrozenAcknowledgement] = []
