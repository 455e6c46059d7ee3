"""Addresses of pictures. One that not everybody may see is signed, for one person and some minutes.

The signature is no permission: the policy is asked at every fetch. It keeps an address that was copied,
logged or left in a history from opening anything later, or for somebody else.
"""

import hmac
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from core import clock

LIFETIME = timedelta(minutes=10)


def plain(file_id: UUID, size: str, number: int = 1) -> str:
    """The lasting address of what everybody may see."""
    return f"/files/{file_id}/{size}" + (f"?number={number}" if number != 1 else "")


def signed(secret: str, person_id: UUID | None, file_id: UUID, size: str, number: int = 1) -> str:
    until = int((clock.now() + LIFETIME).timestamp())
    mark = _mark(secret, person_id, file_id, size, number, until)
    return f"/files/{file_id}/{size}?number={number}&until={until}&mark={mark}"


def good(  # noqa: PLR0917
    secret: str, person_id: UUID | None, file_id: UUID, size: str, number: int, until: int, mark: str
) -> bool:
    """Whether the link is ours, this person's, and of today."""
    wanted = _mark(secret, person_id, file_id, size, number, until)
    return (
        hmac.compare_digest(wanted.encode(), mark.encode(errors="replace"))
        and until >= clock.now().timestamp()
    )


def _mark(  # noqa: PLR0917
    secret: str, person_id: UUID | None, file_id: UUID, size: str, number: int, until: int
) -> str:
    said = f"files.link:{person_id}:{file_id}:{size}:{number}:{until}"
    return hmac.new(secret.encode(), said.encode(), sha256).hexdigest()[:43]
