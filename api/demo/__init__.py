"""A sample community to look around in: people, boards, cases, conferences, flags and credit.

Everything is done by invented people through the services, as if it had happened in the past weeks.
"""

from itertools import chain

import api.tables
from api.demo import articles, boards, conferences, judging, people, threads, writeups
from api.demo.people import PASSPHRASE, email
from api.demo.stage import Stage, data, play
from core import clock
from core.db import Sessions, transaction
from identity import service as identity

__all__ = ["ACCOUNTS", "PASSPHRASE", "SIGN_IN", "email", "load"]

MODULES = (people, boards, threads, writeups, judging, articles, conferences)
ACCOUNTS = {
    "ada": "clinician, author",
    "ben": "clinician, neurology",
    "noor": "reviewer",
    "ed": "editor",
    "mia": "moderator",
    "cora": "credit officer",
    "rui": "registrar",
    "alma": "administrator",
    "gil": "not verified yet",
}
SIGN_IN = "\n".join(
    [
        "A sample community is there to look around in; its people are invented. Sign in as",
        *(f"  {email(key):<19} {what}" for key, what in ACCOUNTS.items()),
        f"with the passphrase: {PASSPHRASE}",
    ]
)


async def load(sessions: Sessions) -> bool:
    """Fill the house, all of it or nothing. False when the sample people are there already."""
    api.tables.load()
    async with transaction(sessions) as session:
        if await is_loaded(Stage(session, clock.now())):
            return False
        stage = Stage(session, clock.now())
        await play(stage, chain.from_iterable(module.acts(stage.begun) for module in MODULES))
    return True


async def is_loaded(stage: Stage) -> bool:
    """Whether any of the sample people has an account."""
    found = [await identity.person_with(stage.session, email(person["key"])) for person in data("people")]
    return any(found)
