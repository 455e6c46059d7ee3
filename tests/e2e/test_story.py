"""The main job from end to end, on the real service with its sample community, by clicking as people do."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from cases.sheets import COMMON
from tests.api.consilium import Service
from tests.browser import chromium
from tests.e2e.test_room import sees_and_hears
from tests.e2e.visitor import Visitor, visitor
from web.pages.cases.labels import CRITERIA, SECTIONS

PASSPHRASE = "two owls read charts"  # of the sample community
OWN_PASSPHRASE = "seven herons over a quiet marsh"
NAME = "Nadia Petrenko"
QUESTION = "Syncope while swimming in a student"
CASE = "Collapse after a cold swim: a case report"
PITCH = (
    "Jardiance is a real game-changer, simply the best drug I have prescribed, no side effects. "
    "Ask your rep for free samples."
)
WORDS = "The patient fainted in cold water, was pulled out at once and came round within a minute or so. "
TEXTS = {
    "keywords": "syncope, cold water, long QT",
    "abstract": WORDS * 3,
    "introduction": WORDS,
    "patient_information": WORDS,
    "clinical_findings": WORDS,
    "timeline": "Day 1 faint, day 2 tracing, day 9 home",
    "diagnostic_assessment": WORDS,
    "therapeutic_interventions": WORDS,
    "follow_up": WORDS,
    "discussion": WORDS * 2,
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """What `make serve` starts, with the sample community."""
    service = Service(tmp_path_factory.mktemp("story") / "data")
    service.wait_for("Ctrl-C stops it.", seconds=180)
    yield service
    service.stop()


@pytest.fixture
async def people(service: Service, front: None) -> AsyncIterator["People"]:
    async with chromium() as browser:
        yield People(browser, service)


class People:
    """Everybody who takes part, each at a browser of their own."""

    def __init__(self, browser: Browser, service: Service) -> None:
        self.browser, self.service = browser, service
        self.there: dict[str, Visitor] = {}

    async def newcomer(self) -> Visitor:
        made = await visitor(self.browser, f"http://127.0.0.1:{self.service.port}")
        self.there["newcomer"] = made
        return made

    async def of(self, key: str) -> Visitor:
        """Somebody of the sample community, signed in."""
        if key not in self.there:
            self.there[key] = await visitor(self.browser, f"http://127.0.0.1:{self.service.port}")
            await self.there[key].sign_in(f"{key}@example.org", PASSPHRASE)
        return self.there[key]

    async def mailed_link(self, to: str) -> str:
        """The path of the link in the latest letter to that address."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            for letter in sorted((Path(self.service.data) / "mail").glob("*.eml"), reverse=True):
                text = letter.read_text().replace("=\n", "").replace("=3D", "=")
                if to in text:
                    return str(re.findall(r"http://[^/\s]+(/\S+)", text)[0])
            await asyncio.sleep(0.2)
        raise AssertionError("no letter came")


async def join(people: People) -> Visitor:
    """Signs up by a mailed link."""
    me = await people.newcomer()
    await me.page.goto("/")
    await me.look()
    await me.go("Join")
    await me.look()
    await me.fill(Your_name=NAME)
    await me.page.get_by_label("E-mail address").fill("nadia@example.org")
    await me.press("Send the link")
    await me.look()
    await me.page.goto(await people.mailed_link("nadia@example.org"))
    await me.look()
    await me.fill(Password=OWN_PASSPHRASE)
    await me.press("Finish signing up")
    await expect(me.page.get_by_text("Your menu")).to_be_attached()
    await me.look()
    return me


async def prove_the_profession(people: People, me: Visitor) -> None:
    await me.page.goto("/account/verification")
    await me.look()
    await me.page.get_by_label("Profession").select_option(label="Physician")
    await me.fill(Country_or_state="United Kingdom", Registration_number="7012345")
    await me.page.get_by_label("Register", exact=True).select_option(
        label="United Kingdom: General Medical Council"
    )
    await me.fill(How_can_a_registrar_check_it="My entry in the public register shows my hospital.")
    await me.press("Send the request")
    await me.reads("Waiting for a registrar")

    rui = await people.of("rui")
    await rui.go("Office")
    await rui.look()
    await rui.page.locator("main").get_by_role("link", name="Verifications").first.click()
    await rui.look()
    await rui.go(NAME)
    await rui.look()
    await rui.choose("Is the profession proven?", "Yes, verify")
    await rui.fill(Reason="The register names this hospital.")
    await rui.press("Decide")
    await me.page.goto("/account/verification")
    await me.reads("Your profession is verified.")


async def ask_on_a_board(me: Visitor) -> None:
    await me.go("Boards")
    await me.look()
    await me.go("Cardiology")
    await me.look()
    await me.go("New thread")
    await me.look()
    await me.fill(
        Title=QUESTION, Text="A student of 20 fainted in the pool. Which tracing would you ask for?"
    )
    await me.press("Open the thread")
    await expect(me.page.get_by_role("heading", name=QUESTION)).to_be_visible()
    await me.look()


async def write_a_case_up(people: People, me: Visitor) -> None:
    await me.go("Cases")
    await me.look()
    await me.go("Start a write-up")
    await me.look()
    await me.fill(Title=CASE)
    await me.page.get_by_label("Specialty").select_option(label="Cardiology")
    await me.page.get_by_label("Collection").select_option(label="Consilium Case Reports")
    await me.press("Start writing")
    await me.look()
    for key, text in TEXTS.items():
        await me.go(SECTIONS[key])
        await me.fill(Text=text)
        await me.press("Save")
        await me.reads("Saved")
        await me.go(CASE)
    await me.go("Informed consent")
    await me.look()
    await me.choose("State of consent", "The patient agreed in writing")
    for box in ("Peer review", "Publication that everybody can read"):
        await me.page.get_by_label(box, exact=True).check()
    await me.page.get_by_label("The text, as it stands now, was shown to the person who agreed").check()
    await me.fill(Year_and_month="2026-10", Language_in_which_the_person_was_asked="en")
    await me.page.get_by_label("I attest that this is so").check()
    await me.press("Save the record")
    await with_a_co_author(people, me)
    await me.page.get_by_role("link", name="Cases", exact=True).first.click()
    await me.go("My write-ups", CASE, "Hand in")
    await me.reads("Everything is there.")
    await me.look()
    await me.fill(Note_to_the_editors="We look forward to the reviews.")
    await me.page.locator("main").get_by_role("button", name="Hand in").click()
    await me.reads("Submitted")


async def with_a_co_author(people: People, me: Visitor) -> None:
    await me.go("Authors, roles, disclosures")
    await me.look()
    await me.fill(Name_of_a_member="Ada")
    await me.page.get_by_role("search", name="Find a member").get_by_role("button", name="Search").click()
    await me.press("Invite Ada Okafor")
    await own_part(me)
    ada = await people.of("ada")
    await ada.go("Cases", "My write-ups", CASE)
    await ada.look()
    await ada.press("Accept")
    await own_part(ada)
    await me.page.reload()
    await me.look()
    await me.press("Propose this list")
    await ada.page.goto("/inbox")
    await ada.page.get_by_role("link", name=re.compile("Do you agree to the authors")).first.click()
    await ada.look()
    await ada.press("I agree to this list")
    await ada.reads("All agreed to this order")


async def own_part(author: Visitor) -> None:
    """Roles and disclosure, which everybody gives for themselves."""
    await author.page.get_by_label("Conceptualization").select_option(label="Lead")
    await author.press("Save your roles")
    await author.page.get_by_label("I have nothing to disclose").check()
    await author.press("Sign")
    await author.reads("Nothing to disclose")


async def have_it_reviewed(people: People, me: Visitor) -> None:
    ed, noor = await people.of("ed"), await people.of("noor")
    await ed.go("Cases", "Editor’s desk")
    await ed.look()
    await ed.go(CASE)
    await ed.look()
    await ed.fill(Name_of_a_member="Noor")
    await ed.page.get_by_role("search", name="Find a member").get_by_role("button", name="Search").click()
    await ed.press("Ask Noor Rahman")

    await noor.go("Cases", "My reviews")
    await noor.look()
    await noor.go(CASE)
    await noor.look()
    assert NAME not in await noor.page.locator("main").inner_text()
    await noor.press("Accept")
    await noor.look()
    for criterion in COMMON:
        await noor.choose(CRITERIA[criterion], "4, good")
    await noor.choose("Recommendation", "Accept")
    await noor.fill(Comments_to_the_authors="Clear and worth reading. Say how deep the water was.")
    await noor.press("Hand in the review")
    await noor.reads("Handed in")

    await ed.page.reload()
    await ed.press("Mark as acceptable")
    await ed.choose("Decision", "Accept")
    await ed.fill(Letter_to_the_authors="Dear authors, thank you. We are glad to publish this.")
    await ed.press("Send the decision")
    await ed.press("Publish")
    await expect(ed.page.get_by_role("heading", name=CASE, level=1)).to_be_visible()
    await ed.look()
    await me.go("Cases", CASE)
    await me.look()
    await me.reads(NAME)
    await me.reads("Ada Okafor")
    assert "Noor Rahman" not in await me.page.locator("main").inner_text()


async def meet(people: People, me: Visitor) -> None:
    """In a live room, each seeing and hearing the other."""
    ada = await people.of("ada")
    await me.go("Conferences")
    await me.look()
    await me.go("New conference")
    await me.look()
    await me.fill(Title="What cold water does to a heart")
    await me.press("Make the room")
    await me.look()
    await ada.go("Conferences", "What cold water does to a heart")
    await ada.look()
    for each in (me, ada):
        await each.go("Join")
        await each.look()
        await each.page.get_by_label("I have seen these disclosures").check()
        await each.press("Enter the room")
        await expect(each.page.locator("[data-part=call]")).to_be_visible()
    await sees_and_hears(me.page)
    await sees_and_hears(ada.page)
    for each in (ada, me):
        await each.press("Leave")
        await expect(each.page.get_by_role("heading", name="You left the room")).to_be_visible()


async def see_the_credit(people: People, me: Visitor) -> None:
    noor = await people.of("noor")
    for who, entry in ((me, "Case write-up published"), (noor, "Review accepted by the editor")):
        await who.page.goto("/")
        await who.go("Credit")
        await who.look()
        await who.reads(entry)
        await who.page.get_by_role("row", name=re.compile(entry)).get_by_role("link").first.click()
        await who.look()
        await who.page.get_by_text("For an auditor").click()
        await who.reads("Hash (SHA-256)")


async def keep_commerce_out(people: People) -> None:
    ben, leila, mia = await people.of("ben"), await people.of("leila"), await people.of("mia")
    await ben.go("Boards", "Cardiology", QUESTION)
    await ben.fill(Text=PITCH)
    await ben.press("Reply")
    await ben.reads("Only you and the moderators see this post")
    await ben.look()

    await leila.go("Moderation")
    await leila.look()
    await leila.page.get_by_role("listitem").filter(has_text="Jardiance").get_by_role("link").first.click()
    await leila.look()
    await leila.press("Claim")
    await leila.choose("Outcome", "Remove")
    await leila.fill(Reason="This praises one product and offers samples. Say what the trials show instead.")
    await leila.press("Decide")

    await mia.go("Moderation")
    await mia.page.get_by_role("link", name=re.compile("Needs a second person")).click()
    await mia.look()
    await mia.page.get_by_role("listitem").filter(has_text="Jardiance").get_by_role("link").first.click()
    await mia.look()
    await mia.press("Confirm the removal")

    await ben.page.goto("/inbox")
    await ben.look()
    await ben.page.get_by_role("link", name=re.compile("A moderator decided")).first.click()
    await ben.reads("This praises one product")
    await ben.reads("Jardiance")
    await ben.look()


async def find_it_again(me: Visitor) -> None:
    for words, found in (
        ("cardiology", "Cardiology"),
        ("syncope swimming student", QUESTION),
        ("collapse cold swim", CASE),
        ("nadia petrenko", NAME),
    ):
        await search(me, words, found)
    await me.look()
    await me.page.goto("/search?q=Jardiance+game-changer")
    assert "Ask your rep" not in await me.page.locator("main").inner_text()


async def search(me: Visitor, words: str, found: str) -> None:
    """The index follows within seconds."""
    result = me.page.get_by_role("list", name="Results").get_by_role("link", name=found, exact=True)
    until = time.monotonic() + 30
    while True:
        box = me.page.get_by_role("searchbox").first
        await box.fill(words)
        await box.press("Enter")
        await me.page.wait_for_load_state()
        if await result.count():
            return
        assert time.monotonic() < until, await me.page.locator("main").inner_text()
        await asyncio.sleep(0.5)


@pytest.mark.timeout(600)
async def test_a_newcomer_does_the_main_job(people: People) -> None:
    me = await join(people)
    await prove_the_profession(people, me)
    await ask_on_a_board(me)
    await write_a_case_up(people, me)
    await have_it_reviewed(people, me)
    await meet(people, me)
    await see_the_credit(people, me)
    await keep_commerce_out(people)
    await find_it_again(me)
    assert {key: one.complaints for key, one in people.there.items() if one.complaints} == {}
    for one in people.there.values():
        await one.look_again_in_arabic()
