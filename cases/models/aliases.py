"""Who is behind an alias. Only cases.blind reads this table; tests see to that."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class ReviewerIdentity(Base):
    __tablename__ = "cases_reviewer_identity"

    review_id: Mapped[UUID] = mapped_column(
        ForeignKey("cases_review.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"), index=True)
