"""How often somebody may upload, and have pictures blackened."""

from core import limits
from core.db import Sessions
from core.errors import SignInRequired, TooManyRequests
from core.policy import Viewer
from files.errors import UploadsTooOften

UPLOADS_AN_HOUR = 40
REDACTIONS_AN_HOUR = 300


async def before_upload(sessions: Sessions, viewer: Viewer) -> None:
    """Asked before the body is read. Raises UploadsTooOften."""
    try:
        await limits.spend(
            sessions, f"files.upload:{viewer.person_id}", limit=UPLOADS_AN_HOUR, per_seconds=3600
        )
    except TooManyRequests as error:
        raise UploadsTooOften(error.retry_after) from error


async def before_redaction(sessions: Sessions, viewer: Viewer) -> None:
    """Each decodes and paints a picture. Raises SignInRequired, TooManyRequests."""
    if viewer.person_id is None:
        raise SignInRequired
    bucket = f"files.redact:{viewer.person_id}"
    await limits.spend(sessions, bucket, limit=REDACTIONS_AN_HOUR, per_seconds=3600)
