"""Evidence and ledger are append-only; what was wrong is reversed by another row."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Entity


class Provider(Entity):
    """Who may designate credit. Without an active accredited one only participation is recorded (CR-01)."""

    __tablename__ = "credit_provider"

    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("identity_organisation.id"))
    name: Mapped[str] = mapped_column(String(200))
    accreditation_status: Mapped[str] = mapped_column(String(20))


class Activity(Entity):
    """What a provider certified in advance: `certified_at` never after `first_available_at` (CR-01)."""

    __tablename__ = "credit_activity"

    provider_id: Mapped[UUID] = mapped_column(ForeignKey("credit_provider.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    format: Mapped[str] = mapped_column(String(40))
    certified_at: Mapped[datetime | None]
    first_available_at: Mapped[datetime]
    designated_quarters: Mapped[int]
    artefact_kind: Mapped[str] = mapped_column(String(40))
    artefact_id: Mapped[UUID]


class Evidence(Entity):
    """What an auditor may ask for. Each learner's pieces form a chain of hashes."""

    __tablename__ = "credit_evidence"
    __table_args__ = (
        Index("ix_credit_evidence_learner", "learner_id", "seq"),
        {"info": {"append_only": True}},
    )

    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    learner_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300))
    artefact_kind: Mapped[str] = mapped_column(String(40))
    artefact_id: Mapped[UUID]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    minutes: Mapped[int]
    detail: Mapped[dict[str, object]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Claim(Entity):
    """A learner's attested wish to count evidence in a system; the ledger says what came of it."""

    __tablename__ = "credit_claim"
    __table_args__ = ({"info": {"append_only": True}},)

    learner_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"), index=True)
    evidence_id: Mapped[UUID] = mapped_column(ForeignKey("credit_evidence.id"))
    system: Mapped[str] = mapped_column(String(40))
    quarters_max: Mapped[int]
    quarters_claimed: Mapped[int]
    reflection: Mapped[str] = mapped_column(Text)
    attested_at: Mapped[datetime]


class LedgerEntry(Base):
    """Never updated. `quarters` and `minutes` are negative in a reversal, which names what it reverses."""

    __tablename__ = "credit_ledger"
    __table_args__ = (
        Index("ix_credit_ledger_learner", "learner_id", "seq"),
        Index("ix_credit_ledger_artefact", "artefact_kind", "artefact_id"),
        # The same artefact never counts twice for one learner in one system.
        Index(
            "uq_credit_ledger_award",
            "learner_id",
            "system",
            "artefact_kind",
            "artefact_id",
            unique=True,
            postgresql_where=text("kind = 'award'"),
        ),
        Index(
            "uq_credit_ledger_reversal",
            "reverses_seq",
            unique=True,
            postgresql_where=text("reverses_seq IS NOT NULL"),
        ),
        {"info": {"append_only": True}},
    )

    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    day: Mapped[date]
    learner_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
    system: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    minutes: Mapped[int]
    quarters: Mapped[int]
    artefact_kind: Mapped[str] = mapped_column(String(40))
    artefact_id: Mapped[UUID]
    evidence_id: Mapped[UUID] = mapped_column(ForeignKey("credit_evidence.id"))
    rule: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(200))
    awarded_by: Mapped[str] = mapped_column(String(60))
    reverses_seq: Mapped[int | None] = mapped_column(ForeignKey("credit_ledger.seq"))


class ChosenSystem(Base):
    """A system whose progress a learner wants to see."""

    __tablename__ = "credit_chosen_system"

    learner_id: Mapped[UUID] = mapped_column(
        ForeignKey("identity_person.id", ondelete="CASCADE"), primary_key=True
    )
    system: Mapped[str] = mapped_column(String(40), primary_key=True)
