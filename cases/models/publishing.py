from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Entity


class Version(Entity):
    """What was published, for good. `content` is a cases.schemas.Publication, `content_hash` its SHA-256."""

    __tablename__ = "cases_version"
    __table_args__ = (UniqueConstraint("case_id", "number"), {"info": {"append_only": True}})

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases_case.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    byline: Mapped[list[str]]
    summary: Mapped[str] = mapped_column(String(400))
    content: Mapped[dict[str, object]]
    content_hash: Mapped[str] = mapped_column(String(64))


class Notice(Entity):
    """Said about a version after its publication, in the version `said_in_id`; `kind`: cases.states.Kind.

    Notices of old may have no version of their own: `said_in_id` is None there.
    """

    __tablename__ = "cases_notice"
    __table_args__ = (Index("ix_cases_notice_case", "case_id"), {"info": {"append_only": True}})

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases_case.id"))
    version_id: Mapped[UUID] = mapped_column(ForeignKey("cases_version.id"))
    said_in_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases_version.id"))
    kind: Mapped[str] = mapped_column(String(20))
    changes: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text)
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))


class Rendition(Entity):
    """A file made of a version: JATS or PDF. Made anew when something is said about the version.

    None of it is the record: the version is, and the file can be made of it again. `pictures`: images of the
    patient are in it, so that it is handed out only while consent covers them.
    """

    __tablename__ = "cases_rendition"
    __table_args__ = (UniqueConstraint("version_id", "format"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("cases_version.id"))
    format: Mapped[str] = mapped_column(String(10))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    pictures: Mapped[bool] = mapped_column(default=False, server_default=false())


class Registration(Entity):
    """How the DOI of a version fares. `state`: waiting (to be sent), sent, registered or refused; removing
    and removed where the registry is told that the version is there no more.

    `name`: of the deposit's file; `said`: what the registry answered last, or why there was no answer.
    """

    __tablename__ = "cases_registration"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("cases_version.id"), unique=True)
    doi: Mapped[str] = mapped_column(String(200), unique=True)
    state: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(100), default="")
    said: Mapped[str] = mapped_column(String(1000), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    registered_at: Mapped[datetime | None]
