"""What the letters of identity say, in the language of whom they go to."""

from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from core import mail, outbox
from core.settings import Settings
from identity import letters
from identity.errors import BadLink
from identity.letters import Letter
from web.i18n import N_, spoken

logger = structlog.get_logger(__name__)

GREETING = N_("Hello,")
SIGNED = N_(
    "Consilium. This letter was sent because of something done with your address; nobody reads replies."
)

SUBJECTS = {
    Letter.JOIN: N_("Finish signing up"),
    Letter.JOINED_ALREADY: N_("You have an account already"),
    Letter.NO_ACCOUNT: N_("There is no account with this address"),
    Letter.RESET: N_("Choose a new password"),
    Letter.PASSWORD_CHANGED: N_("Your password was changed"),
    Letter.TWO_STEP_ON: N_("Two-step sign-in is on"),
    Letter.TWO_STEP_OFF: N_("Two-step sign-in is off"),
    Letter.VERIFICATION_DECIDED: N_("Your verification was decided"),
}
TEXTS = {
    Letter.JOIN: N_(
        "Open this link within 24 hours to choose your password and finish signing up. "
        "If you did not ask for this, do nothing: no account is made."
    ),
    Letter.JOINED_ALREADY: N_(
        "Somebody, probably you, tried to sign up with this address, which has an account. "
        "Sign in with it. If you forgot the password, this link lets you choose a new one within an hour."
    ),
    Letter.NO_ACCOUNT: N_(
        "Somebody, probably you, asked for a new password for this address, which has no account. "
        "You may have used another address, or you can sign up."
    ),
    Letter.RESET: N_(
        "Open this link within an hour to choose a new password. "
        "If you did not ask for this, do nothing: your password stays as it is."
    ),
    Letter.PASSWORD_CHANGED: N_(
        "Your password was changed and all other devices were signed out. "
        "If this was not you, reset your password at once and tell us."
    ),
    Letter.TWO_STEP_ON: N_(
        "Signing in now asks for a code. If this was not you, reset your password at once and tell us."
    ),
    Letter.TWO_STEP_OFF: N_(
        "Signing in no longer asks for a code. If this was not you, reset your password at once and tell us."
    ),
    Letter.VERIFICATION_DECIDED: N_("A registrar has decided on your request. Sign in to read the decision."),
}


def writer(settings: Settings) -> outbox.Handler:
    """The job behind identity.letters: words around the link, then off to core.mail.

    A letter that opens something goes to the mail server at once, within this job: in the queue it could be
    read from a dead letter or a backup. When the server refuses it, the next try makes another token.
    """
    deliver = mail.sender(settings)

    async def write(session: AsyncSession, payload: dict[str, Any]) -> None:
        try:
            path = await letters.path_of(session, payload)
        except BadLink:
            logger.info("letter not sent, its link is over", letter=payload["letter"])
            return
        finished = compose(settings, payload, path)
        if letters.is_secret(payload):
            await deliver(session, finished)
        else:
            await mail.send(session, **finished)

    return write


def compose(settings: Settings, payload: dict[str, Any], path: str) -> dict[str, str]:
    letter, say = Letter(payload["letter"]), spoken(payload["locale"])
    link = [settings.base_url + path] if path else []
    text = "\n\n".join([say(GREETING), say(TEXTS[letter]), *link, f"-- \n{say(SIGNED)}", ""])
    return {"to": payload["to"], "subject": say(SUBJECTS[letter]), "text": text}
