from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cases.care import ArticleType
from cases.states import Status
from core.db import Entity


class Collection(Entity):
    """A journal in miniature. Its editors hold Role.EDITOR with its id as scope."""

    __tablename__ = "cases_collection"

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(String(1000), default="")
    blind_mode: Mapped[str] = mapped_column(String(10))
    reviews_needed: Mapped[int] = mapped_column(default=1)  # reviews that count, before a case is accepted
    review_days: Mapped[int] = mapped_column(default=21)
    publishes_reviews: Mapped[bool] = mapped_column(default=False)
    board_id: Mapped[UUID | None] = mapped_column(ForeignKey("forums_board.id"))


class Case(Entity):
    __tablename__ = "cases_case"
    __table_args__ = (
        Index(
            "ix_cases_case_shown",
            "current_version_id",
            postgresql_where=text("current_version_id IS NOT NULL"),
        ),
        Index("ix_cases_case_desk", "collection_id", "status"),
    )

    collection_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases_collection.id"))
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))  # None: imported
    status: Mapped[str] = mapped_column(String(20), default=Status.DRAFT)
    article_type: Mapped[str] = mapped_column(String(20), default=ArticleType.CASE_REPORT)
    title: Mapped[str] = mapped_column(String(300), default="")  # a copy of the section, for lists
    specialty: Mapped[str] = mapped_column(String(60), default="")
    source_thread_id: Mapped[UUID | None] = mapped_column(ForeignKey("forums_thread.id"))
    round: Mapped[int] = mapped_column(default=0)  # how often it was submitted
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    current_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases_version.id", use_alter=True))
    correction: Mapped[str] = mapped_column(String(10), default="")  # cases.states.Correction
    correction_note: Mapped[str] = mapped_column(Text, default="")  # what was said of it last
    doi: Mapped[str | None] = mapped_column(String(200), unique=True)  # of an imported case
    held_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    hidden_reason: Mapped[str | None] = mapped_column(String(1000))


class Section(Entity):
    """One slot's present text. `version` counts saves; a save names the version it began from."""

    __tablename__ = "cases_section"
    __table_args__ = (UniqueConstraint("case_id", "key"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases_case.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(Text, default="")
    body_html: Mapped[str] = mapped_column(Text, default="")
    body_version: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)
    edited_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))
    edited_at: Mapped[datetime | None]


class SectionRevision(Entity):
    """A text that somebody saved; `version` is the section's after the save."""

    __tablename__ = "cases_section_revision"
    __table_args__ = (UniqueConstraint("case_id", "key", "version"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases_case.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    editor_id: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))
