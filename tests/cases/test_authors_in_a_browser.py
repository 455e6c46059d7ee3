"""The pages of authorship in Chromium: on a phone and wide, right to left, and without script."""

from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import expect

from cases import service
from cases.contributions import ContributorRole, Degree
from cases.events import ThanksOffered
from cases.schemas import AcknowledgementDraft, RoleProposal
from core.db import Sessions, transaction
from core.events import Bus
from identity.models import Person
from tests.browsing import Browse
from tests.cases.authoring import act, dispute, entry, propose, say, seen
from tests.cases.test_in_a_browser import PHONE, WIDE, judge, shoot
from tests.cases.test_publishing import heard


@pytest.mark.parametrize(("size", "locale"), [(PHONE, "en-GB"), (WIDE, "ar")], ids=["phone", "wide-ar"])
async def test_the_pages_of_authorship_are_accessible(  # noqa: PLR0917
    browse: Browse,
    sessions: Sessions,
    two: UUID,
    ada: Person,
    ben: Person,
    mia: Person,
    ed: Person,
    bus: Bus,
    size: Any,
    locale: str,
) -> None:
    offered = heard(bus, ThanksOffered)
    async with transaction(sessions) as session:
        for person in (ben, mia, ed):
            (await session.get_one(Person, person.id)).locale = locale[:2]
    found = await dispute(sessions, ada, ben, two)
    await act(sessions, service.ask_for_ruling, ada, two, dispute_id=found)
    mine = entry(await seen(sessions, ada, two), ben).id
    role = RoleProposal(author_id=mine, role=ContributorRole.SOFTWARE, degree=Degree.EQUAL)
    await act(sessions, service.propose_role, ada, two, draft=role)
    thanks = AcknowledgementDraft(person_id=mia.id, text="Reading the films")
    await act(sessions, service.acknowledge, ada, two, draft=thanks)
    await propose(sessions, ada, two, ben, ada, why="Ben wrote more of it.")
    page = await browse(ben, viewport=size, locale=locale)
    base = f"/cases/{two}"
    await judge(page, f"{base}/write", f"{base}/submit", f"{base}/acknowledgements?q=rex")
    await judge(page, f"{base}/authors?q=rex")
    await shoot(page, f"authors-{locale}", size)
    editor = await browse(ed, viewport=size, locale=locale)
    await judge(editor, f"{base}/disputes")
    await shoot(editor, f"disputes-{locale}", size)
    asked = await browse(mia, viewport=size, locale=locale)
    await judge(asked, f"/acknowledgements/{offered[0].acknowledgement_id}", "/inbox")


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
async def test_a_change_after_submission_is_agreed_to_and_confirmed_by_hand(  # noqa: PLR0917
    browse: Browse,
    sessions: Sessions,
    handed_in: UUID,
    ada: Person,
    ben: Person,
    mia: Person,
    ed: Person,
    size: Any,
) -> None:
    base = f"/cases/{handed_in}"
    first = await browse(ada, viewport=size, java_script_enabled=False)
    await first.goto(f"{base}/authors?q=mia")
    await first.get_by_label("Why is Mia").fill("Mia read the films.")
    await first.get_by_role("button", name="Propose Mia").click()
    await expect(first.get_by_text("Proposed. It holds once all agree.")).to_be_visible()
    proposal = (await seen(sessions, ada, handed_in)).order.proposal
    assert proposal is not None
    await say(sessions, ben, handed_in, proposal.id)
    looking = await browse(mia, viewport=size)
    await judge(looking, f"{base}/authors")
    await shoot(looking, "added", size)
    new = await browse(mia, viewport=size, java_script_enabled=False)
    await new.goto(f"{base}/authors")
    await new.get_by_role("button", name="I agree to this list").click()
    await expect(new.get_by_text("All agreed. The list holds once the editor confirms it.")).to_be_visible()
    looking = await browse(ed, viewport=size)
    await judge(looking, f"{base}/editorial")
    await shoot(looking, "confirming", size)
    editor = await browse(ed, viewport=size, java_script_enabled=False)
    await editor.goto(f"{base}/editorial")
    await editor.get_by_text("End the proposal").click()
    await editor.get_by_role("button", name="End it").click()
    await expect(editor.get_by_text("Say why the authors change")).to_be_visible()
    await editor.get_by_role("button", name="Confirm the list").click()
    await expect(editor.get_by_text("Confirmed. The authors are told.")).to_be_visible()
    assert entry(await seen(sessions, mia, handed_in), mia).state == "accepted"


async def test_a_refused_dispute_keeps_its_text_and_is_open(browse: Browse, two: UUID, ada: Person) -> None:
    page = await browse(ada, viewport=PHONE, java_script_enabled=False)
    await page.goto(f"/cases/{two}/authors")
    await page.get_by_text("Dispute a role", exact=True).click()
    await page.get_by_label("Why do you see it differently?").fill("No.")
    await page.get_by_role("button", name="Dispute it").click()
    await expect(page.get_by_label("Why do you see it differently?")).to_have_value("No.")
    await expect(page.get_by_text("Write a little more.").first).to_be_visible()
