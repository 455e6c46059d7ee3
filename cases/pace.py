"""How often one author's words are read while they are typed. Asked at the edge, before the work."""

from core import limits
from core.db import Sessions
from core.errors import SignInRequired
from core.policy import Viewer


async def reading_along(sessions: Sessions, viewer: Viewer) -> None:
    """Ninety texts a minute. Raises SignInRequired, TooManyRequests."""
    if viewer.person_id is None:
        raise SignInRequired
    await limits.spend(sessions, f"cases.read_along:{viewer.person_id}", limit=90, per_seconds=60)
