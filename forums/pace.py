"""How fast one person may write. Asked at the edge, before the work."""

from core import limits
from core.db import Sessions
from core.errors import SignInRequired
from core.policy import Viewer

_MINUTES = 600
_DAY = 86_400


async def writing(sessions: Sessions, viewer: Viewer) -> None:
    """Replies and edits: 40 in ten minutes. Raises SignInRequired, TooManyRequests."""
    await limits.spend(sessions, f"forums.write:{_who(viewer)}", limit=40, per_seconds=_MINUTES)


async def opening(sessions: Sessions, viewer: Viewer) -> None:
    """New threads: 60 a day, and they count as writing. Raises as `writing`."""
    await limits.spend(sessions, f"forums.open:{_who(viewer)}", limit=60, per_seconds=_DAY)
    await writing(sessions, viewer)


def _who(viewer: Viewer) -> str:
    if viewer.person_id is None:
        raise SignInRequired
    return str(viewer.person_id)
