"""Mails about an account. What they say, in which language, is for the pages' side to write; see web."""

from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from core import outbox

KIND = "identity.letter"


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
    session: AsyncSession, letter: Letter, *, to: str, locale: str | None, path: str = ""
) -> None:
    """Queue a letter in the caller's transaction. `path` is where its link leads on this site."""
    payload: dict[str, object] = {"letter": letter.value, "to": to, "locale": locale or "en", "path": path}
    await outbox.enqueue(session, KIND, payload)
