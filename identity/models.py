"""People, what they may do, and how they are recognised."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Entity


class Person(Entity):
    __tablename__ = "identity_person"
    __table_args__ = (Index("uq_identity_person_email", text("lower(email)"), unique=True),)

    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    email_confirmed_at: Mapped[datetime | None]
    password_hash: Mapped[str | None] = mapped_column(String(200))
    specialty: Mapped[str | None] = mapped_column(String(60))
    locale: Mapped[str | None] = mapped_column(String(8))
    erased_at: Mapped[datetime | None]


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
