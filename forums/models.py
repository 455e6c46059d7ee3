"""Boards, threads, posts and what each person keeps about them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Entity


class Visibility(StrEnum):
    """Who may read a board. From the most open to the strictest."""

    PUBLIC = "public"
    CLINICIANS = "clinicians"
    PRIVATE = "private"


class Who(StrEnum):
    """Who of those who may read a board may write there."""

    MEMBERS = "members"
    CLINICIANS = "clinicians"
    MODERATORS = "moderators"


class ThreadKind(StrEnum):
    QUESTION = "question"
    CASE = "case"
    DISCUSSION = "discussion"
    ARTICLE = "article"


class Shown(StrEnum):
    """Held: waits for a moderator. Removed: decided. Both are still seen by the author and the moderators."""

    VISIBLE = "visible"
    HELD = "held"
    REMOVED = "removed"


class Board(Entity):
    __tablename__ = "forums_board"
    __table_args__ = (Index("ix_forums_board_parent", "parent_id", "position"),)

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(String(500), default="")
    rules: Mapped[str] = mapped_column(String(2000), default="")
    specialty: Mapped[str | None] = mapped_column(String(60), index=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("forums_board.id"))
    position: Mapped[int] = mapped_column(default=0)
    visibility: Mapped[str] = mapped_column(String(12), default=Visibility.PUBLIC)
    threads_by: Mapped[str] = mapped_column(String(12), default=Who.MEMBERS)
    replies_by: Mapped[str] = mapped_column(String(12), default=Who.MEMBERS)


class BoardMember(Base):
    """Who may read a private board."""

    __tablename__ = "forums_board_member"

    board_id: Mapped[UUID] = mapped_column(
        ForeignKey("forums_board.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("identity_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Thread(Entity):
    """`shown` follows the first post: a thread whose opening is held or removed is not there for readers.

    `post_count` is the highest number given to a post, `reply_count` counts visible replies only, and the
    `last_*` columns speak of the last visible post. Ids grow with time, so `last_post_id` orders by activity.
    """

    __tablename__ = "forums_thread"
    __table_args__ = (
        Index("ix_forums_thread_board_activity", "board_id", "last_post_id"),
        Index("ix_forums_thread_about", "about_kind", "about_id"),
        CheckConstraint("(about_kind IS NULL) = (about_id IS NULL)", name="about_whole"),
    )

    board_id: Mapped[UUID] = mapped_column(ForeignKey("forums_board.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(12))
    shown: Mapped[str] = mapped_column(String(8), default=Shown.VISIBLE)
    about_kind: Mapped[str | None] = mapped_column(String(20))
    about_id: Mapped[UUID | None]
    answer_post_id: Mapped[UUID | None]
    locked_at: Mapped[datetime | None]
    lock_reason: Mapped[str] = mapped_column(String(500), default="")
    pinned_note: Mapped[str] = mapped_column(Text, default="")
    pinned_note_html: Mapped[str] = mapped_column(Text, default="")
    pinned_note_version: Mapped[int] = mapped_column(default=0)
    post_count: Mapped[int] = mapped_column(default=0)
    reply_count: Mapped[int] = mapped_column(default=0)
    last_post_id: Mapped[UUID]
    last_number: Mapped[int]
    last_post_at: Mapped[datetime]
    last_author_id: Mapped[UUID]


class Post(Entity):
    """`number` counts within the thread from 1, the opening; it makes permalinks and pages."""

    __tablename__ = "forums_post"
    __table_args__ = (
        Index("uq_forums_post_number", "thread_id", "number", unique=True),
        Index("uq_forums_post_form_key", "author_id", "form_key", unique=True),
        Index("ix_forums_post_kept_back", "thread_id", postgresql_where=text("shown <> 'visible'")),
    )

    thread_id: Mapped[UUID] = mapped_column(ForeignKey("forums_thread.id", ondelete="CASCADE"))
    number: Mapped[int]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id"))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    body_version: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    edited_at: Mapped[datetime | None]
    quoted_id: Mapped[UUID | None] = mapped_column(ForeignKey("forums_post.id", ondelete="SET NULL"))
    disclosure: Mapped[str | None] = mapped_column(Text)
    shown: Mapped[str] = mapped_column(String(8), default=Shown.VISIBLE)
    shown_reason: Mapped[str] = mapped_column(String(2000), default="")
    form_key: Mapped[UUID | None]


class PostVersion(Base):
    """What a post said before an edit. `shown` is what the post was then: a text superseded while it was held
    or removed stays between the author and the moderators after the post is released.
    """

    __tablename__ = "forums_post_version"

    post_id: Mapped[UUID] = mapped_column(ForeignKey("forums_post.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str | None] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    body_version: Mapped[int]
    shown: Mapped[str] = mapped_column(String(8))
    written_at: Mapped[datetime]


class Follow(Entity):
    """A person follows a board or a thread."""

    __tablename__ = "forums_follow"
    __table_args__ = (
        CheckConstraint("(board_id IS NULL) <> (thread_id IS NULL)", name="one_subject"),
        Index("uq_forums_follow_board", "board_id", "person_id", unique=True),
        Index("uq_forums_follow_thread", "thread_id", "person_id", unique=True),
        Index("ix_forums_follow_person", "person_id"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_person.id", ondelete="CASCADE"))
    board_id: Mapped[UUID | None] = mapped_column(ForeignKey("forums_board.id", ondelete="CASCADE"))
    thread_id: Mapped[UUID | None] = mapped_column(ForeignKey("forums_thread.id", ondelete="CASCADE"))


class Reading(Base):
    """How far a person has read a thread: the number of the last post seen."""

    __tablename__ = "forums_reading"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("identity_person.id", ondelete="CASCADE"), primary_key=True
    )
    thread_id: Mapped[UUID] = mapped_column(
        ForeignKey("forums_thread.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    last_number: Mapped[int]
