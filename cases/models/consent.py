from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Entity


class ConsentEntry(Entity):
    """One line of a case's consent ledger. `kind`: recorded, confirmed, withdrawn. Lines never change.

    `record` is a cases.schemas.ConsentRecord in lines that record; the others are about such a line
    (`about_id`). The signed form is never stored. Lines go only with a draft that was never handed in.
    """

    __tablename__ = "cases_consent_entry"
    __table_args__ = (Index("ix_cases_consent_entry_case", "case_id"), {"info": {"append_only": True}})

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases_case.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(12))
    about_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases_consent_entry.id", ondelete="CASCADE"))
    record: Mapped[dict[str, object]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(Text, default="")
    written_by: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))


class TakeDown(Entity):
    """The way out of sight of a case whose consent was withdrawn. `created_at` is when it began."""

    __tablename__ = "cases_take_down"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases_case.id"), unique=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("cases_consent_entry.id"))
    completed_at: Mapped[datetime | None]


class TakeDownStep(Entity):
    """One place that the case is taken out of. `state`: waiting, failed (it is tried again), done.

    `taken` is how many copies were taken away; `error` is what kept it from being done the last time.
    """

    __tablename__ = "cases_take_down_step"
    __table_args__ = (UniqueConstraint("take_down_id", "name"),)

    take_down_id: Mapped[UUID] = mapped_column(ForeignKey("cases_take_down.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    taken: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(200), default="")
    tried_at: Mapped[datetime | None]
