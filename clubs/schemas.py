"""What travels between the clubs and everybody else."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from core.references import Author, Reference


class AbstractSection(Struct, frozen=True):
    """A paragraph of an abstract; `label` may be empty."""

    label: str
    text: str


class Details(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the columns of an article do not hold, named as in core.references.Reference."""

    type: str = "article-journal"
    authors: list[Author] = []
    volume: str = ""
    issue: str = ""
    page: str = ""
    url: str | None = None
    keywords: list[str] = []
    abstract: list[AbstractSection] = []


class ArticleDraft(Struct, frozen=True, kw_only=True):
    """`abstract` replaces the one of the reference when it has labelled sections."""

    reference: Reference
    abstract: list[AbstractSection] = []
    specialty: str = ""


class Added(Struct, frozen=True, kw_only=True, rename="camel"):
    """`outcome`: new, changed (what was missing was filled in), unchanged."""

    id: UUID
    outcome: str


class ArticleRow(Struct, frozen=True, kw_only=True, rename="camel"):
    id: UUID
    title: str
    container_title: str
    issued_year: int | None
    doi: str | None
    pmid: str | None
    specialty: str
    created_at: datetime


class ArticleView(ArticleRow, frozen=True, kw_only=True, rename="camel"):
    details: Details
    case_id: UUID | None = None


class ArticleDocument(Struct, frozen=True, kw_only=True):
    """For the search index."""

    id: UUID
    title: str
    text: str
    authors: list[str]
    container_title: str
    keywords: list[str]
    specialty: str
    created_at: datetime
