"""What is frozen into submissions and versions. New fields have defaults: old rows stay readable."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct


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
    figures: list[Figure] = []


class FrozenRole(Struct, frozen=True, kw_only=True):
    role: str
    degree: str


class FrozenDisclosure(Struct, frozen=True, kw_only=True):
    none: bool
    statement: str
    definition_version: str
    signed_at: datetime


class FrozenAuthor(Struct, frozen=True, kw_only=True):
    """`person_id` is None for an author without an account."""

    person_id: UUID | None
    name: str
    affiliation: str = ""
    corresponding: bool = False
    roles: list[FrozenRole] = []
    disclosure: FrozenDisclosure | None = None


class FrozenReview(Struct, frozen=True, kw_only=True):
    """How it was reviewed. `peer_reviewed`: as many acceptable reviews as the collection asks for."""

    blind_mode: str
    rounds: int
    acceptable_reviews: int
    peer_reviewed: bool


class Source(Struct, frozen=True, kw_only=True):
    """Where an imported case was published first."""

    doi: str
    citation: str
    url: str


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
