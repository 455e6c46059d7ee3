"""Mails about an account. What they say, in which language, is for the pages' side to write; see web."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core import outbox
from identity import links

KIND = "identity.letter"
JOIN, RESET = "/confirm?token=", "/reset/new?token="  # a token follows


class Letter(StrEnum):
    JOIN = "join"
    JOINED_ALREADY = "joined_already"
    NO_ACCOUNT = "no_account"
    RESET = "reset"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a letter
    TWO_STEP_ON = "two_step_on"
    TWO_STEP_OFF = "two_step_off"
    VERIFICATION_DECIDED = "verification_decided"


async def write(
    session: AsyncSession,
    letter: Letter,
    *,
    to: str,
    locale: str | None,
    path: str = "",
    link_id: UUID | None = None,
) -> None:
    """Queue a letter in the caller's transaction. `path` is where its link leads on this site.

    The token of `link_id` (see identity.links) follows the path. Only the id waits in the outbox, for
    dead letters and backups keep what waits there.
    """
    payload: dict[str, object] = {"letter": letter.value, "to": to, "locale": locale or "en", "path": path}
    await outbox.enqueue(session, KIND, payload | ({"link_id": str(link_id)} if link_id else {}))


def is_secret(payload: dict[str, Any]) -> bool:
    """Whether the finished letter opens something, and so must not be queued."""
    return "link_id" in payload


async def path_of(session: AsyncSession, payload: dict[str, Any]) -> str:
    """Where the letter's link leads; a token is made for it now. Raises BadLink when its time is over."""
    path: str = payload["path"]
    if not is_secret(payload):
        return path
    return path + await links.issue(session, link_id=UUID(payload["link_id"]))
