"""What the letters of identity say, in the language of whom they go to."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core import mail, outbox
from core.settings import Settings
from identity.letters import Letter
from web.i18n import N_, spoken

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
    """The job behind identity.letters: words around the link, then off to core.mail."""

    async def write(session: AsyncSession, payload: dict[str, Any]) -> None:
        letter, say = Letter(payload["letter"]), spoken(payload["locale"])
        link = [settings.base_url + payload["path"]] if payload["path"] else []
        text = "\n\n".join([say(GREETING), say(TEXTS[letter]), *link, f"-- \n{say(SIGNED)}", ""])
        await mail.send(session, to=payload["to"], subject=say(SUBJECTS[letter]), text=text)

    return write
