"""A published case is discussed in a thread of its collection's board."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cases.models import Case, Version
from cases.states import Status
from core.policy import Viewer
from forums import service as forums

THREAD_TITLE = 200
KEPT_BACK = "The case that it is about is kept back."
SEALED = "The case that it is about was taken down."
BLANK = "A case that was taken down"


async def open_discussion(
    session: AsyncSession, viewer: Viewer, *, case: Case, version: Version, board_id: UUID
) -> None:
    """Open it in the editor's name. Raises what the forums refuse (BoardNotFound, MayNotPost)."""
    await forums.open_thread(
        session,
        viewer,
        board_id=board_id,
        title=version.title[:THREAD_TITLE],
        body=f"[{_in_brackets(version.title)}](/cases/{case.id})\n\n{version.summary}",
        kind="case",
        about=("case", case.id),
    )


async def follow_visibility(session: AsyncSession, case: Case) -> None:
    """The thread opens with the case's title and summary: it is kept back for as long as the case is."""
    about = ("case", case.id)
    if case.status == Status.TAKEN_DOWN:
        await take_words_away(session, case.id)
        return
    hidden = case.held_at is not None or case.removed_at is not None
    act = forums.hold_about if hidden else forums.release_about
    await act(session, about=about, reason=KEPT_BACK)


async def take_words_away(session: AsyncSession, case_id: UUID) -> int:
    """Nobody sees the threads about it, and they say nothing of it, former texts included. How many did."""
    about = ("case", case_id)
    await forums.hold_about(session, about=about, reason=SEALED)
    return await forums.blank_about(session, about=about, title=BLANK)


def _in_brackets(title: str) -> str:
    """A title that stays inside the brackets of a link."""
    return title.replace("\\", "").replace("[", "(").replace("]", ")")
