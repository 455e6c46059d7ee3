"""People, what they may do, and how they are recognised."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Entity


class Person(Entity):
    """`specialty`, `profession`, `career_stage` are codes of identity.words, `languages` ISO 639-1 codes."""

    __tablename__ = "identity_person"
    __table_args__ = (Index("uq_identity_person_email", text("lower(email)"), unique=True),)

    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    email_confirmed_at: Mapped[datetime | None]
    password_hash: Mapped[str | None] = mapped_column(String(200))
    specialty: Mapped[str | None] = mapped_column(String(60))
    locale: Mapped[str | None] = mapped_column(String(8))
    erased_at: Mapped[datetime | None]
    theme: Mapped[str | None] = mapped_column(String(8))
    profession: Mapped[str | None] = mapped_column(String(40))
    career_stage: Mapped[str | None] = mapped_column(String(40))
    languages: Mapped[list[str]] = mapped_column(ARRAY(String(8)), default=list, server_default="{}")
    orcid: Mapped[str | None] = mapped_column(String(19))
    affiliation: Mapped[str | None] = mapped_column(String(160))
    organisation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("identity_organisation.id", ondelete="SET NULL"), index=True
    )
    public_author_since: Mapped[datetime | None]


class RoleGrant(Entity):
    """`scope_id` is a board or a collection; None means everywhere."""

    __tablename__ = "identity_role_grant"
    __table_args__ = (
        Index(
            "uq_identity_role_grant",
            "person_id",
            "role",
            "scope_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_identity_role_grant_role", "role"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(40))
    scope_id: Mapped[UUID | None]
    granted_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))


class SignIn(Entity):
    """A server-side session. The cookie carries a random token, this row its SHA-256."""

    __tablename__ = "identity_sign_in"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    agent: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(64), default="")


class HalfSignIn(Entity):
    """The password was right, the code of the second factor is awaited."""

    __tablename__ = "identity_half_sign_in"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class MailedLink(Entity):
    """A link sent by mail. `purpose` is join (no person yet: name and address wait here) or reset."""

    __tablename__ = "identity_mailed_link"

    purpose: Mapped[str] = mapped_column(String(10))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    locale: Mapped[str | None] = mapped_column(String(8))
    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("identity_person.id", ondelete="CASCADE"), index=True
    )


class SecondFactor(Entity):
    """An authenticator app. The secret is sealed with the service's key; a time step counts once."""

    __tablename__ = "identity_second_factor"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id", ondelete="CASCADE"), unique=True)
    sealed_secret: Mapped[bytes]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Entity):
    __tablename__ = "identity_recovery_code"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[bytes] = mapped_column(unique=True)
    used_at: Mapped[datetime | None]


class ApiToken(Entity):
    """`scopes` is some of read, write. `hint` is the token's last four characters, to tell tokens apart."""

    __tablename__ = "identity_api_token"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    hint: Mapped[str] = mapped_column(String(8))
    scopes: Mapped[list[str]] = mapped_column(ARRAY(String(20)))
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class VerificationRequest(Entity):
    """One open request a person; decided ones stay as the record of who decided and why."""

    __tablename__ = "identity_verification_request"
    __table_args__ = (
        Index(
            "uq_identity_verification_request_open",
            "person_id",
            unique=True,
            postgresql_where=text("state = 'pending'"),
        ),
        Index("ix_identity_verification_request_number", "register", "number"),
        CheckConstraint("state IN ('pending', 'granted', 'refused', 'withdrawn')", name="state"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id", ondelete="CASCADE"), index=True)
    profession: Mapped[str] = mapped_column(String(40))
    jurisdiction: Mapped[str] = mapped_column(String(80))
    register: Mapped[str] = mapped_column(String(20))
    number: Mapped[str] = mapped_column(String(40))
    evidence: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default="pending", index=True)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(1000))


class Organisation(Entity):
    """Eligibility in the sense of the ACCME Standards (domain.md 2.1); unknown is handled as ineligible."""

    __tablename__ = "identity_organisation"
    __table_args__ = (
        Index("uq_identity_organisation_name", text("lower(name)"), unique=True),
        CheckConstraint("eligibility IN ('eligible', 'ineligible', 'unknown')", name="eligibility"),
    )

    name: Mapped[str] = mapped_column(String(160))
    country: Mapped[str | None] = mapped_column(String(2))
    eligibility: Mapped[str] = mapped_column(String(12), default="unknown")
    eligibility_reason: Mapped[str] = mapped_column(String(1000), default="")
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id", use_alter=True))
    decided_at: Mapped[datetime | None]


class OrganisationLink(Entity):
    """`kind` is parent_of (from the parent to the child) or sister_of."""

    __tablename__ = "identity_organisation_link"
    __table_args__ = (
        Index("uq_identity_organisation_link", "from_id", "to_id", unique=True),
        CheckConstraint("from_id <> to_id", name="not_itself"),
        CheckConstraint("kind IN ('parent_of', 'sister_of')", name="kind"),
    )

    from_id: Mapped[UUID] = mapped_column(ForeignKey("identity_organisation.id", ondelete="CASCADE"))
    to_id: Mapped[UUID] = mapped_column(
        ForeignKey("identity_organisation.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(10))
