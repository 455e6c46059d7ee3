from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from cases.states import ReviewStatus, Status
from core.db import Entity


class Submission(Entity):
    """What the authors handed in, frozen. `content` holds no author's name: reviewers read that.

    `explained`: what a privacy screen found and why it stays; editors read it.
    """

    __tablename__ = "cases_submission"
    __table_args__ = (UniqueConstraint("case_id", "round"), {"info": {"append_only": True}})

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases_case.id"))
    round: Mapped[int]
    content: Mapped[dict[str, object]]
    explained: Mapped[list[dict[str, object]]] = mapped_column(
        JSONB, default=list, server_default=text("'[]'")
    )
    note: Mapped[str] = mapped_column(Text, default="")  # from the authors to the editor, not to reviewers


class Review(Entity):
    """One reviewer's work on one round. It knows an alias, never a person."""

    __tablename__ = "cases_review"
    __table_args__ = (
        UniqueConstraint("case_id", "round", "alias"),
        Index("ix_cases_review_case", "case_id"),
        Index("ix_cases_review_due", "due_on", postgresql_where=text("status IN ('invited', 'accepted')")),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases_case.id", ondelete="CASCADE"))
    round: Mapped[int]
    alias: Mapped[str] = mapped_column(String(40))
    blind_mode: Mapped[str] = mapped_column(String(10))  # as it was when the reviewer was asked
    status: Mapped[str] = mapped_column(String(12), default=ReviewStatus.INVITED)
    due_on: Mapped[date]
    answers: Mapped[dict[str, object]] = mapped_column(default=dict)
    recommendation: Mapped[str | None] = mapped_column(String(10))
    comments_to_authors: Mapped[str] = mapped_column(Text, default="")
    note_to_editor: Mapped[str] = mapped_column(Text, default="")
    remarks: Mapped[list[dict[str, str]]] = mapped_column(JSONB, default=list, server_default=text("'[]'"))
    signed: Mapped[bool] = mapped_column(default=False, server_default=text("false"))  # once published
    published: Mapped[bool] = mapped_column(default=False, server_default=text("false"))  # as it was asked
    with_trainee: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    saved_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]  # when the editor marked it acceptable
    rating: Mapped[int | None]  # the editor's, 1 (poor) to 5 (excellent); its reviewer never sees it
    reminded_at: Mapped[datetime | None]  # that it will be due
    overdue_at: Mapped[datetime | None]  # when it was told that it is overdue


class Ruling(Entity):
    """An editor's decision on a round, with the letter to the authors."""

    __tablename__ = "cases_ruling"
    __table_args__ = (Index("ix_cases_ruling_case", "case_id"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases_case.id", ondelete="CASCADE"))
    round: Mapped[int]
    decision: Mapped[str] = mapped_column(String(10))
    letter: Mapped[str] = mapped_column(Text)
    letter_html: Mapped[str] = mapped_column(Text)
    letter_version: Mapped[int]
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
    state_before: Mapped[str] = mapped_column(String(20), default=Status.IN_REVIEW)
    reversed_at: Mapped[datetime | None]
    reversed_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))
    reversal: Mapped[str] = mapped_column(String(4000), default="")  # why it was taken back
