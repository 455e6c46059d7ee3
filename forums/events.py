"""What happens in the forums. Nobody's text travels in an event; ask the service for it."""

from uuid import UUID

from core.events import Event


class BoardChanged(Event, frozen=True, kw_only=True):
    """A board was created, renamed, moved, or its readers changed."""

    board_id: UUID


class ThreadOpened(Event, frozen=True, kw_only=True):
    """`post_id` is the opening post; no PostWritten is published for it."""

    thread_id: UUID
    post_id: UUID
    board_id: UUID
    author_id: UUID


class PostWritten(Event, frozen=True, kw_only=True):
    """A reply."""

    post_id: UUID
    thread_id: UUID
    board_id: UUID
    author_id: UUID


class PostEdited(Event, frozen=True, kw_only=True):
    """The text of a post changed, or with an opening post the thread's title."""

    post_id: UUID
    thread_id: UUID
    editor_id: UUID


class PostVisibilityChanged(Event, frozen=True, kw_only=True):
    """A post was held, released, removed or restored. With an opening post the whole thread was."""

    post_id: UUID
    thread_id: UUID


class ThreadChanged(Event, frozen=True, kw_only=True):
    """Title, state (answered, locked), note or visibility of a thread changed."""

    thread_id: UUID
