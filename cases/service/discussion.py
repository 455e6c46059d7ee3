"""A published case is discussed in a thread of its collection's board."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cases.models import Case, Version
from core.policy import Viewer
from forums import service as forums

THREAD_TITLE = 200


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


def _in_brackets(title: str) -> str:
    """A title that stays inside the brackets of a link."""
    return title.replace("\\", "").replace("[", "(").replace("]", ")")
