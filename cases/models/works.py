from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Entity


class Work(Entity):
    """A cited work of a write-up. `work` is core.references.Reference; None while `sought` is looked up."""

    __tablename__ = "cases_work"
    __table_args__ = (UniqueConstraint("case_id", "key"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases_case.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(40))  # what stands in [@key]
    work: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    sought: Mapped[str] = mapped_column(String(260), default="")  # "doi:10.1186/..." or "pmid:123"
    state: Mapped[str] = mapped_column(String(10))  # known, sought, unknown
    added_by: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
