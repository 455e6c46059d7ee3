from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Entity


class Author(Entity):
    """`position` starts at 1. `state`: invited, accepted, declined."""

    __tablename__ = "cases_author"
    __table_args__ = (
        UniqueConstraint("case_id", "person_id"),
        Index("ix_cases_author_person", "person_id", "state"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases_case.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
    position: Mapped[int]
    corresponding: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10))
    affiliation: Mapped[str] = mapped_column(String(300), default="")
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))
    answered_at: Mapped[datetime | None]


class Contribution(Entity):
    """A CRediT role that an author claims, and its degree."""

    __tablename__ = "cases_contribution"
    __table_args__ = (UniqueConstraint("author_id", "role"),)

    author_id: Mapped[UUID] = mapped_column(ForeignKey("cases_author.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(40))
    degree: Mapped[str] = mapped_column(String(12))


class Disclosure(Entity):
    """What an author signed about ties to companies (IN-07, IN-08, IN-13). The latest one counts."""

    __tablename__ = "cases_disclosure"
    __table_args__ = (Index("ix_cases_disclosure_author", "author_id", "signed_at"),)

    author_id: Mapped[UUID] = mapped_column(ForeignKey("cases_author.id", ondelete="CASCADE"))
    none: Mapped[bool]
    statement: Mapped[str] = mapped_column(Text, default="")
    definition_version: Mapped[str] = mapped_column(String(20))
    signed_at: Mapped[datetime]


class Opposed(Entity):
    """Somebody whom an author would not have review, because they compete; editors read why."""

    __tablename__ = "cases_opposed"
    __table_args__ = (UniqueConstraint("case_id", "person_id"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases_case.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"), index=True)
    why: Mapped[str] = mapped_column(String(500))
    named_by: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
