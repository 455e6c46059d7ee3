from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Entity


class Milestone(Entity):
    """A state of a write-up that has a name. `sections`: the version of each section at that moment."""

    __tablename__ = "cases_milestone"
    __table_args__ = (Index("ix_cases_milestone_case", "case_id"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases_case.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120), default="")
    round: Mapped[int | None]  # of a state that was handed in, which has no other name
    sections: Mapped[dict[str, int]] = mapped_column(JSONB)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
