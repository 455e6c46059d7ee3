from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Entity


class File(Entity):
    """An upload, of which only pixels are kept. `state`: see files.states.

    `owner_kind` and `owner_id` name the thing it belongs to (files.owners); `source` is what was sent.
    Neither the file's own name nor its first bytes are stored anywhere.
    """

    __tablename__ = "files_file"
    __table_args__ = (
        Index("ix_files_file_owner", "owner_kind", "owner_id"),
        Index("ix_files_file_waiting", "waiting_since", postgresql_where=text("state = 'waiting'")),
        Index("ix_files_file_uploader", "uploaded_by"),
    )

    owner_kind: Mapped[str] = mapped_column(String(20))
    owner_id: Mapped[UUID]
    uploaded_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))  # None: was erased
    source: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="open")
    must_clean: Mapped[bool] = mapped_column(default=False)
    stored: Mapped[int] = mapped_column(default=0)  # bytes of the pictures in full
    header_key: Mapped[str | None] = mapped_column(
        String(43)
    )  # of a DICOM object: what is left of its header
    object_key: Mapped[str | None] = mapped_column(String(43))  # and the whole, once it was looked at
    attested_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))
    waiting_since: Mapped[datetime | None]
    looker_id: Mapped[UUID | None] = mapped_column(ForeignKey("identity_person.id"))
    looker_until: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")


class FilePicture(Entity):
    """A page or frame. `key` is drawn by chance and names its objects in the store; new pixels, new key.

    `hints`: list of files.workshop.wire.Hint. `cleaned`: blackened, or said to need nothing.
    """

    __tablename__ = "files_picture"
    __table_args__ = (UniqueConstraint("file_id", "number"),)

    file_id: Mapped[UUID] = mapped_column(ForeignKey("files_file.id", ondelete="CASCADE"))
    number: Mapped[int]
    key: Mapped[str] = mapped_column(String(43), unique=True)
    width: Mapped[int]
    height: Mapped[int]
    hints: Mapped[list[Any]] = mapped_column(JSONB)
    cleaned: Mapped[bool] = mapped_column(default=False)
    blackened: Mapped[int] = mapped_column(default=0)
    small: Mapped[bool] = mapped_column(default=False)  # the derived sizes are there
