from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Entity


class Author(Entity):
    """`position` starts at 1. `state`: invited, accepted, declined, left (also: not invited any more).

    `byline` is the name as it is to be printed; empty: the one of the account.
    """

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
    byline: Mapped[str] = mapped_column(String(120), default="")
    affiliations: Mapped[list[str]] = mapped_column(default=list)
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))
    answered_at: Mapped[datetime | None]


class Contribution(Entity):
    """A CRediT role of an author and its degree. Proposed by another author it waits until it is accepted."""

    __tablename__ = "cases_contribution"
    __table_args__ = (UniqueConstraint("author_id", "role"),)

    author_id: Mapped[UUID] = mapped_column(ForeignKey("cases_author.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(40))
    degree: Mapped[str] = mapped_column(String(12))
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))  # None: by oneself
    accepted_at: Mapped[datetime | None]


class RoleDispute(Entity):
    """An author doubts a role of another. `state`: open, asked (an editor), settled, taken_back, ruled.

    `degree` is what was doubted; `outcome` what an editor ruled, where "none" takes the role away.
    """

    __tablename__ = "cases_role_dispute"
    __table_args__ = (Index("ix_cases_role_dispute_case", "case_id", "state"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases_case.id", ondelete="CASCADE"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("cases_author.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(40))
    degree: Mapped[str] = mapped_column(String(12))
    raised_by: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="open")
    outcome: Mapped[str] = mapped_column(String(12), default="")
    ruling: Mapped[str] = mapped_column(Text, default="")
    ruled_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))
    closed_at: Mapped[datetime | None]


class BylineProposal(Entity):
    """Who the authors are to be, first to last, and who corresponds. Holds once all of them agreed.

    `state`: open, waiting (for the editor), done, refused, void. `reason`: why it was refused.
    """

    __tablename__ = "cases_byline_proposal"
    __table_args__ = (Index("ix_cases_byline_proposal_case", "case_id", "state"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases_case.id", ondelete="CASCADE"))
    author_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    corresponding_id: Mapped[UUID]
    asked: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))  # persons whose agreement it needs
    why: Mapped[str] = mapped_column(Text, default="")
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))
    state: Mapped[str] = mapped_column(String(10), default="open")
    reason: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None]


class BylineAnswer(Entity):
    __tablename__ = "cases_byline_answer"
    __table_args__ = (UniqueConstraint("proposal_id", "person_id"),)

    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("cases_byline_proposal.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
    agrees: Mapped[bool]


class Disclosure(Entity):
    """What an author signed about ties to companies (IN-07, IN-08, IN-13). The latest one counts.

    `ties` are those that stood on the person's record at that moment, as cases.schemas.FrozenTie.
    """

    __tablename__ = "cases_disclosure"
    __table_args__ = (Index("ix_cases_disclosure_author", "author_id", "signed_at"),)

    author_id: Mapped[UUID] = mapped_column(ForeignKey("cases_author.id", ondelete="CASCADE"))
    none: Mapped[bool]
    statement: Mapped[str] = mapped_column(Text, default="")
    ties: Mapped[list[dict[str, str]]] = mapped_column(JSONB, default=list)
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


class Acknowledgement(Entity):
    """Somebody to be thanked by name. `state`: asked, agreed, refused, attested (agreed in writing).

    `agreed_on`: the day of an agreement, of which an author attests where there is no account.
    """

    __tablename__ = "cases_acknowledgement"
    __table_args__ = (Index("ix_cases_acknowledgement_case", "case_id"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases_case.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(String(300))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    agreed_on: Mapped[date | None]
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
