"""How often one person may report or appeal. Asked at the edge, before the work."""

from core import limits
from core.db import Sessions
from core.errors import SignInRequired
from core.policy import Viewer

_DAY = 86_400


async def reporting(sessions: Sessions, viewer: Viewer) -> None:
    """20 reports and appeals a day. Raises SignInRequired, TooManyRequests."""
    if viewer.person_id is None:
        raise SignInRequired
    await limits.spend(sessions, f"moderation.report:{viewer.person_id}", limit=20, per_seconds=_DAY)
