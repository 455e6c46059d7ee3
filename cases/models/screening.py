from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Entity


class Explanation(Entity):
    """Why words that a privacy screen found may stay in a section. `finding` is `cases.screening.key_of`."""

    __tablename__ = "cases_explanation"
    __table_args__ = (UniqueConstraint("case_id", "section", "finding"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases_case.id", ondelete="CASCADE"))
    section: Mapped[str] = mapped_column(String(40))
    finding: Mapped[str] = mapped_column(String(32))
    why: Mapped[str] = mapped_column(String(1000))
    explained_by: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
