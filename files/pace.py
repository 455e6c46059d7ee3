"""How often somebody may upload."""

from core import limits
from core.db import Sessions
from core.errors import TooManyRequests
from core.policy import Viewer
from files.errors import UploadsTooOften

UPLOADS_AN_HOUR = 40


async def before_upload(sessions: Sessions, viewer: Viewer) -> None:
    """Asked before the body is read. Raises UploadsTooOften."""
    try:
        await limits.spend(
            sessions, f"files.upload:{viewer.person_id}", limit=UPLOADS_AN_HOUR, per_seconds=3600
        )
    except TooManyRequests as error:
        raise UploadsTooOften(error.retry_after) from error
