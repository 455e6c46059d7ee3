"""Who is behind an alias, and who might be. Only cases.blind reads these tables; tests see to that."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Entity


class ReviewerIdentity(Base):
    __tablename__ = "cases_reviewer_identity"

    review_id: Mapped[UUID] = mapped_column(
        ForeignKey("cases_review.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"), index=True)
    trainee: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))


class ReviewerException(Entity):
    """An editor wants somebody against whom there is a reason; a second editor decides.

    `state`: open, granted or refused. `reasons` are codes of cases.picking.
    """

    __tablename__ = "cases_reviewer_exception"
    __table_args__ = (
        Index(
            "uq_cases_reviewer_exception_open",
            "case_id",
            "person_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases_case.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"), index=True)
    reasons: Mapped[list[str]] = mapped_column(ARRAY(String(40)))
    why: Mapped[str] = mapped_column(String(1000))
    state: Mapped[str] = mapped_column(String(10), default="open")
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))
    decided_at: Mapped[datetime | None]
