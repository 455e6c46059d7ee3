"""Mail crosses the open net: it says that there is something to read here, never what."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from core.db import transaction
from core.settings import Settings
from identity import letters
from identity.letters import Letter
from tests.outlets.crawl import CANARY
from tests.outlets.truth import TRUTH
from tests.outlets.world import World, do_jobs

pytestmark = pytest.mark.xdist_group("outlets used")


def kept(settings: Settings) -> list[EmailMessage]:
    """All letters that left so far."""
    parse = policy.default
    files = sorted((settings.data / "mail").glob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=parse) for file in files]


def told(letter: EmailMessage) -> set[str]:
    """Canaries in headers and text, except the address it goes to."""
    said = "".join(str(value) for name, value in letter.items() if name != "To") + letter.get_content()
    return set(CANARY.findall(said.lower()))


async def test_no_letter_says_anything_of_what_happened_here(world: World, our_settings: Settings) -> None:
    async with transaction(world.sessions) as session:
        for each in Letter:
            to = world.cast["author"].person.email
            await letters.write(session, each, to=to, locale="en", path="/confirm?token=t")
    await do_jobs(world)
    mails = kept(our_settings)
    assert len(mails) > len(Letter)  # the registrar's decision in the world told the newcomer, too
    assert [told(mail) & set(TRUTH) for mail in mails if told(mail)] == []


async def test_a_letter_goes_to_one_address_and_names_no_other(world: World, our_settings: Settings) -> None:
    for mail in kept(our_settings):
        [address] = mail["To"].addresses
        assert f"{address.username}@{address.domain}" in {s.person.email for s in world.cast.values()}
        assert mail["Cc"] is mail["Bcc"] is None
