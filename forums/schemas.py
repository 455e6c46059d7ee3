"""What travels between the forums and everybody else: drafts in, views out."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from forums.models import ThreadKind, Visibility, Who

__all__ = [
    "BODY_LENGTH",
    "TITLE_LENGTH",
    "AnswerDraft",
    "BoardDraft",
    "BoardView",
    "Body",
    "Document",
    "Draft",
    "EditDraft",
    "Filter",
    "LockDraft",
    "Placed",
    "PostView",
    "Reason",
    "ReplyDraft",
    "ScreeningText",
    "Slug",
    "ThreadDraft",
    "ThreadHead",
    "ThreadKind",
    "ThreadRow",
    "Title",
    "VersionView",
    "View",
    "Visibility",
    "Who",
]

TITLE_LENGTH = 200
BODY_LENGTH = 20_000

Title = Annotated[str, Meta(min_length=3, max_length=TITLE_LENGTH)]
Body = Annotated[str, Meta(min_length=1, max_length=BODY_LENGTH)]
Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", min_length=2, max_length=60)]
Reason = Annotated[str, Meta(min_length=3, max_length=500)]


class Filter(StrEnum):
    """Which threads of a board a list shows."""

    ALL = "all"
    UNANSWERED = "unanswered"
    QUESTIONS = "questions"
    CASES = "cases"


class View(Struct, frozen=True, kw_only=True, rename="camel"):
    """Something shown."""


class Draft(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Something sent to us."""


class BoardDraft(Draft, frozen=True, kw_only=True):
    slug: Slug
    name: Annotated[str, Meta(min_length=2, max_length=120)]
    purpose: Annotated[str, Meta(max_length=500)] = ""
    rules: Annotated[str, Meta(max_length=2000)] = ""
    specialty: Annotated[str, Meta(max_length=60)] | None = None
    parent_id: UUID | None = None
    position: Annotated[int, Meta(ge=0, le=10_000)] = 0
    visibility: Visibility = Visibility.PUBLIC
    threads_by: Who = Who.MEMBERS
    replies_by: Who = Who.MEMBERS


class ThreadDraft(Draft, frozen=True, kw_only=True):
    """`key` is made by the client, once a form: the same key sent twice opens one thread."""

    title: Title
    body: Body
    kind: ThreadKind = ThreadKind.QUESTION
    key: UUID | None = None


class ReplyDraft(Draft, frozen=True, kw_only=True):
    """`quoted_id` is a post of the same thread; `key` as in ThreadDraft."""

    body: Body
    quoted_id: UUID | None = None
    key: UUID | None = None


class EditDraft(Draft, frozen=True, kw_only=True):
    """`version` is the one the edit began from. `title` counts for an opening post only."""

    body: Body
    version: Annotated[int, Meta(ge=1, le=1_000_000)]
    title: Title | None = None


class AnswerDraft(Draft, frozen=True, kw_only=True):
    post_id: UUID


class LockDraft(Draft, frozen=True, kw_only=True):
    reason: Reason


class BoardView(View, frozen=True, kw_only=True):
    """`followed` is the viewer's; `last_post_at` is None while a board is empty."""

    id: UUID
    slug: str
    name: str
    purpose: str
    rules: str
    specialty: str | None
    parent_id: UUID | None
    position: int
    visibility: Visibility
    threads_by: Who
    replies_by: Who
    followed: bool = False
    last_post_at: datetime | None = None

    @property
    def board_id(self) -> UUID:
        return self.id


class ThreadRow(View, frozen=True, kw_only=True):
    """A thread in a list. `last_post_id` is the cursor of lists by activity; `unread` counts what came since
    the viewer last looked, and is None for somebody who has never opened the thread.
    """

    id: UUID
    board_id: UUID
    title: str
    kind: ThreadKind
    shown: str
    answered: bool
    locked: bool
    author_id: UUID
    reply_count: int
    created_at: datetime
    last_post_id: UUID
    last_post_at: datetime
    last_author_id: UUID
    unread: int | None


class ThreadHead(View, frozen=True, kw_only=True):
    """A thread with what its page needs of its board, and how the viewer stands to it."""

    id: UUID
    title: str
    kind: ThreadKind
    shown: str
    author_id: UUID
    created_at: datetime
    about_kind: str | None
    about_id: UUID | None
    answer_post_id: UUID | None
    answer_number: int | None
    locked_at: datetime | None
    lock_reason: str
    pinned_note: str
    pinned_note_html: str
    post_count: int
    reply_count: int
    last_number: int
    last_post_at: datetime
    board_id: UUID
    board_slug: str
    board_name: str
    board_visibility: Visibility
    threads_by: Who
    replies_by: Who
    last_read: int | None = None
    followed: bool = False


class PostView(View, frozen=True, kw_only=True):
    id: UUID
    thread_id: UUID
    number: int
    author_id: UUID
    body: str
    body_html: str
    version: int
    created_at: datetime
    edited_at: datetime | None
    quoted_id: UUID | None
    disclosure: str | None
    shown: str
    shown_reason: str


class VersionView(View, frozen=True, kw_only=True):
    """One state of a post's text; the current one has the highest version."""

    version: int
    title: str | None
    body: str
    body_html: str
    shown: str
    written_at: datetime


class Placed(View, frozen=True, kw_only=True):
    """Where a text ended up. `repeated`: this form had been sent before, nothing new was written."""

    thread_id: UUID
    post_id: UUID
    number: int
    version: int = 1
    shown: str = "visible"
    repeated: bool = False


class ScreeningText(View, frozen=True, kw_only=True):
    """What a screen reads: `title` is the thread's, for an opening post only."""

    post_id: UUID
    thread_id: UUID
    board_id: UUID
    author_id: UUID
    number: int
    version: int
    title: str | None
    text: str
    shown: str


class Document(View, frozen=True, kw_only=True):
    """What search keeps of a board, thread or post. Ask `visible_ids` before showing a hit to anybody.

    `visibility` is the board's; `shown` is "visible" only when the post and its thread's opening both are.
    """

    kind: str
    id: UUID
    title: str
    text: str
    board_id: UUID
    thread_id: UUID | None
    author_id: UUID | None
    specialty: str | None
    visibility: Visibility
    shown: str
    created_at: datetime
    href: str
