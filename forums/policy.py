"""Who may see and do what in the forums. Every outlet asks here.

The visibility claims are SQL conditions on `Board`, `Thread` and `Post`; a query that selects from a thread
joins its board and asks both, one that selects posts asks all three.
"""

from typing import Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from core.policy import Role, Viewer
from forums.models import Board, BoardMember, Post, Shown, Thread, Visibility, Who


class BoardFacts(Protocol):
    """What the claims need to know of a board; rows and entities both have it."""

    @property
    def board_id(self) -> UUID: ...
    @property
    def threads_by(self) -> str: ...
    @property
    def replies_by(self) -> str: ...


def boards_visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Public boards are everybody's; a moderator sees what he or she moderates."""
    if viewer.has(Role.MODERATOR):
        return true()
    kinds = [Visibility.PUBLIC, *([Visibility.CLINICIANS] if viewer.is_verified else [])]
    open_to_all = Board.visibility.in_([str(kind) for kind in kinds])
    if not viewer.signed_in:
        return open_to_all
    belongs = select(BoardMember.board_id).where(BoardMember.person_id == viewer.person_id)
    return or_(open_to_all, Board.id.in_(belongs), Board.id.in_(viewer.scopes_of(Role.MODERATOR)))


def visible_board_ids(viewer: Viewer) -> Select[UUID]:
    """The same claim for what belongs to a board elsewhere: rooms."""
    return select(Board.id).where(boards_visible_to(viewer))


def threads_visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """To be used with `boards_visible_to` on the thread's board."""
    return _shown_to(viewer, Thread.shown, Thread.author_id, Thread.board_id)


def posts_visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """To be used with the two above: what is kept back is for its author and the moderators."""
    return _shown_to(viewer, Post.shown, Post.author_id, Thread.board_id)


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """The whole rule for a query that joins Post, Thread and Board."""
    return and_(boards_visible_to(viewer), threads_visible_to(viewer), posts_visible_to(viewer))


def _shown_to(
    viewer: Viewer,
    shown: InstrumentedAttribute[str],
    author: InstrumentedAttribute[UUID],
    board: InstrumentedAttribute[UUID],
) -> ColumnElement[bool]:
    if viewer.has(Role.MODERATOR):
        return true()
    scopes = viewer.scopes_of(Role.MODERATOR)
    return or_(
        shown == Shown.VISIBLE,
        author == viewer.person_id if viewer.signed_in else false(),
        board.in_(scopes) if scopes else false(),
    )


def may_see_kept_back(viewer: Viewer, *, board_id: UUID, author_id: UUID) -> bool:
    """The same rule for a row already read."""
    return may_moderate(viewer, board_id) or (viewer.signed_in and viewer.person_id == author_id)


def may_manage_boards(viewer: Viewer) -> bool:
    return viewer.has(Role.ADMINISTRATOR)


def may_moderate(viewer: Viewer, board_id: UUID) -> bool:
    return viewer.has(Role.MODERATOR, board_id)


def may_open_thread(viewer: Viewer, board: BoardFacts) -> bool:
    """For somebody who may see the board."""
    return _is_one_of(viewer, board.threads_by, board.board_id)


def may_reply(viewer: Viewer, board: BoardFacts) -> bool:
    """For somebody who may see the thread. Whether the thread is locked is not a matter of who."""
    return _is_one_of(viewer, board.replies_by, board.board_id)


def may_edit(viewer: Viewer, *, author_id: UUID) -> bool:
    """Moderators do not put words into people's mouths: they hold, remove, or ask for an edit."""
    return viewer.signed_in and viewer.person_id == author_id


def may_mark_answer(viewer: Viewer, *, asker_id: UUID, board_id: UUID) -> bool:
    return viewer.signed_in and (viewer.person_id == asker_id or may_moderate(viewer, board_id))


def _is_one_of(viewer: Viewer, who: str, board_id: UUID) -> bool:
    if may_moderate(viewer, board_id):
        return True
    allowed = {Who.MEMBERS: viewer.signed_in, Who.CLINICIANS: viewer.is_verified, Who.MODERATORS: False}
    return allowed[Who(who)]
