"""Rooms, who was in them and when, what was said, and what was acknowledged before entry."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Entity
from core.ids import new_id


class Room(Entity):
    """A meeting. It belongs to a board or a case, whose readers it is for, or stands alone.

    Without `starts_at` it is open from the moment it was made until everybody has gone. `epoch` and
    `last_seq` number its chat. `settled_at`: attendance was counted, nobody comes in again.
    """

    __tablename__ = "realtime_room"
    __table_args__ = (
        Index("ix_realtime_room_open", "starts_at", postgresql_where=text("ended_at IS NULL")),
        Index("ix_realtime_room_board", "board_id"),
        Index("ix_realtime_room_case", "case_id"),
    )

    title: Mapped[str] = mapped_column(String(160))
    programme: Mapped[str] = mapped_column(String(2000), default="")
    host_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
    board_id: Mapped[UUID | None] = mapped_column(ForeignKey("forums_board.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases_case.id", ondelete="CASCADE"))
    clinicians_only: Mapped[bool] = mapped_column(default=False)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    epoch: Mapped[UUID] = mapped_column(default=new_id)
    last_seq: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]


class Ticket(Base):
    """Lets one account into one room once, within a minute. Only the hash is stored."""

    __tablename__ = "realtime_ticket"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    room_id: Mapped[UUID] = mapped_column(ForeignKey("realtime_room.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime]


class Presence(Entity):
    """One visit with one device (LV-1). Until `left_at` is known a visit ends at its last heartbeat."""

    __tablename__ = "realtime_presence"
    __table_args__ = (Index("ix_realtime_presence_room", "room_id", "person_id"),)

    room_id: Mapped[UUID] = mapped_column(ForeignKey("realtime_room.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"), index=True)
    device: Mapped[str] = mapped_column(String(64))
    joined_at: Mapped[datetime]
    last_heartbeat_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class Chat(Entity):
    """A line of chat; `key` is the browser's, so that a line sent twice is said once."""

    __tablename__ = "realtime_chat"
    __table_args__ = (UniqueConstraint("room_id", "seq"), UniqueConstraint("room_id", "person_id", "key"))

    room_id: Mapped[UUID] = mapped_column(ForeignKey("realtime_room.id", ondelete="CASCADE"))
    seq: Mapped[int]
    key: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"), index=True)
    text: Mapped[str] = mapped_column(Text)


class Acknowledgement(Entity):
    """Disclosures as they were shown to a person before entering (IN-13, LV-5)."""

    __tablename__ = "realtime_acknowledgement"
    __table_args__ = (UniqueConstraint("room_id", "person_id", "statement_hash"),)

    room_id: Mapped[UUID] = mapped_column(ForeignKey("realtime_room.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"), index=True)
    statement_hash: Mapped[bytes] = mapped_column(LargeBinary)
    statement: Mapped[str] = mapped_column(Text)


class Barred(Base):
    """Sent out by a host; this account does not come back (LV-10)."""

    __tablename__ = "realtime_barred"

    room_id: Mapped[UUID] = mapped_column(
        ForeignKey("realtime_room.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("identity_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    by_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
    at: Mapped[datetime]


class Document(Base):
    """A text that several people write at once; its id is that of what it belongs to, a case.

    `generation` tells a copy of another making from this one. `last_seq` numbers the updates; what they
    say up to `settled_seq` has been passed to the owner's own tables. `state` is a Yjs update with all up
    to `state_seq`, whose rows are gone.
    """

    __tablename__ = "realtime_document"

    id: Mapped[UUID] = mapped_column(ForeignKey("cases_case.id", ondelete="CASCADE"), primary_key=True)
    generation: Mapped[UUID] = mapped_column(default=new_id)
    created_at: Mapped[datetime]
    last_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    settled_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    state_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    state: Mapped[bytes] = mapped_column(LargeBinary)
    bytes: Mapped[int] = mapped_column(BigInteger)  # of the state and of the updates after it


class DocumentUpdate(Base):
    """A Yjs update, stored before anybody else sees it."""

    __tablename__ = "realtime_document_update"

    document_id: Mapped[UUID] = mapped_column(
        ForeignKey("realtime_document.id", ondelete="CASCADE"), primary_key=True
    )
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
    created_at: Mapped[datetime]
    update: Mapped[bytes] = mapped_column(LargeBinary)


class DocumentClient(Base):
    """Whose a Yjs client id is: who wrote what. The first who used it stays."""

    __tablename__ = "realtime_document_client"

    document_id: Mapped[UUID] = mapped_column(
        ForeignKey("realtime_document.id", ondelete="CASCADE"), primary_key=True
    )
    client: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
