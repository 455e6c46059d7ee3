from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Entity


class Article(Entity):
    """Metadata of a published work; never its text. `details` is a clubs.schemas.Details.

    `title_hash` is a SHA-256, see clubs.adding. DOI and PMID are in the written form of
    core.references.identifiers. `case_id`: it is one of our own cases.
    """

    __tablename__ = "clubs_article"
    __table_args__ = (
        Index("uq_clubs_article_doi", "doi", unique=True),
        Index("uq_clubs_article_pmid", "pmid", unique=True),
        Index("ix_clubs_article_title_hash", "title_hash"),
    )

    title: Mapped[str] = mapped_column(String(2000))
    title_hash: Mapped[str] = mapped_column(String(64))
    doi: Mapped[str | None] = mapped_column(String(250))
    pmid: Mapped[str | None] = mapped_column(String(9))
    container_title: Mapped[str] = mapped_column(String(1000), default="")
    issued_year: Mapped[int | None]
    specialty: Mapped[str] = mapped_column(String(60), default="")
    details: Mapped[dict[str, object]]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases_case.id"), unique=True)
    hidden_at: Mapped[datetime | None]  # while the case that it is may not be seen
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id", ondelete="SET NULL"))
