"""Flags, what they were about, who reported and decided what, and people's disclosures."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Entity


class State(StrEnum):
    """Where a flag stands. `proposed`: a removal waits for a second moderator; `waiting`: for the author."""

    OPEN = "open"
    PROPOSED = "proposed"
    WAITING = "waiting"
    CLOSED = "closed"


class Flag(Entity):
    """A post or case that somebody should look at; at most one that is not closed for each.

    `scope_id` is the board of a post: its moderators see the flag. `companies` are keys of the company list;
    `signals` and `score` sum up the present snapshot and the reports.
    """

    __tablename__ = "moderation_flag"
    __table_args__ = (
        Index(
            "uq_moderation_flag_open",
            "subject_kind",
            "subject_id",
            unique=True,
            postgresql_where=text("state <> 'closed'"),
        ),
        Index("ix_moderation_flag_state", "state", "id"),
        Index("ix_moderation_flag_subject", "subject_kind", "subject_id"),
    )

    subject_kind: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[UUID]
    scope_id: Mapped[UUID | None]
    title: Mapped[str] = mapped_column(String(300))
    author_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    companies: Mapped[list[str]] = mapped_column(ARRAY(String(60)))
    signals: Mapped[list[str]] = mapped_column(ARRAY(String(4)))
    score: Mapped[int]
    held: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default=State.OPEN)
    snapshot_id: Mapped[UUID]
    claimed_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))
    claimed_until: Mapped[datetime | None]
    escalated_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))
    closed_at: Mapped[datetime | None]


class Snapshot(Entity):
    """The text as it was screened or reported, with what was found in it. It outlives the text."""

    __tablename__ = "moderation_snapshot"

    flag_id: Mapped[UUID] = mapped_column(ForeignKey("moderation_flag.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    score: Mapped[int]


class Report(Entity):
    """One open report for each person and subject. `upheld` is None until a moderator has decided."""

    __tablename__ = "moderation_report"
    __table_args__ = (
        Index("uq_moderation_report_open", "reporter_id", "flag_id", unique=True),
        Index("ix_moderation_report_flag", "flag_id"),
    )

    flag_id: Mapped[UUID] = mapped_column(ForeignKey("moderation_flag.id"))
    reporter_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
    reason: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text, default="")
    upheld: Mapped[bool | None]


class Proposal(Entity):
    """A removal that one moderator proposes on a text. `confirmed` is None until another one answers.

    Not confirmed and answered by nobody: the author changed the text, and the proposal is void.
    """

    __tablename__ = "moderation_proposal"
    __table_args__ = (
        Index(
            "uq_moderation_proposal_open", "flag_id", unique=True, postgresql_where=text("confirmed IS NULL")
        ),
    )

    flag_id: Mapped[UUID] = mapped_column(ForeignKey("moderation_flag.id"))
    snapshot_id: Mapped[UUID] = mapped_column(ForeignKey("moderation_snapshot.id"))
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
    rule_id: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    confirmed: Mapped[bool | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))


class Decision(Entity):
    """What was decided on a snapshot, by which rule and why. Never changed; an appeal stands beside it."""

    __tablename__ = "moderation_decision"
    __table_args__ = (
        Index("ix_moderation_decision_authors", "author_ids", postgresql_using="gin"),
        Index("ix_moderation_decision_flag", "flag_id"),
        {"info": {"append_only": True}},
    )

    flag_id: Mapped[UUID] = mapped_column(ForeignKey("moderation_flag.id"))
    snapshot_id: Mapped[UUID] = mapped_column(ForeignKey("moderation_snapshot.id"))
    subject_kind: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[UUID]
    scope_id: Mapped[UUID | None]
    title: Mapped[str] = mapped_column(String(300))
    author_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    companies: Mapped[list[str]] = mapped_column(ARRAY(String(60)))
    outcome: Mapped[str] = mapped_column(String(16))
    rule_id: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    was_held: Mapped[bool]
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
    seconded_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))


class Appeal(Entity):
    """An author's objection to a decision. `overturned` is None until another moderator has answered."""

    __tablename__ = "moderation_appeal"
    __table_args__ = (Index("ix_moderation_appeal_open", "id", postgresql_where=text("overturned IS NULL")),)

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("moderation_decision.id"), unique=True)
    appellant_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
    text: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime]
    overturned: Mapped[bool | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))
    answered_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")


class Disclosure(Entity):
    """What a person declared for a period. The latest counts; earlier ones stay as they were signed (IN-07).

    `items` are {company, nature, products}; `definition_version` is the definition of an ineligible company
    that the person was shown (IN-08).
    """

    __tablename__ = "moderation_disclosure"
    __table_args__ = (Index("ix_moderation_disclosure_person", "person_id", "id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
    period_from: Mapped[date]
    period_to: Mapped[date]
    none: Mapped[bool]
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    definition_version: Mapped[str] = mapped_column(String(20))
    signed_at: Mapped[datetime]
