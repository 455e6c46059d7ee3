"""What a person is told. No contribution's text is kept here: it is fetched, and judged, when it is shown."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Entity

OPEN = text("read_at IS NULL AND subject_id IS NOT NULL")


class Notification(Entity):
    """While unread, news of one kind about one subject are one row: `count` grows, `link` stays at the first.

    `position` orders the news of a subject (a post's number), so that hearing of one twice counts once.
    """

    __tablename__ = "inbox_notification"
    __table_args__ = (
        Index(
            "uq_inbox_notification_open",
            "person_id",
            "kind",
            "subject_id",
            unique=True,
            postgresql_where=OPEN,
        ),
        Index("ix_inbox_notification_person", "person_id", "id"),
        Index("ix_inbox_notification_unread", "person_id", postgresql_where=text("read_at IS NULL")),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str | None] = mapped_column(String(20))
    subject_id: Mapped[UUID | None]
    link: Mapped[str] = mapped_column(String(300))
    params: Mapped[dict[str, object]] = mapped_column(default=dict)
    count: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=0)
    told_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
