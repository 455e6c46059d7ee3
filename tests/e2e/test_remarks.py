"""Comments and suggestions beside a shared write-up, in Chromium, against the web process as it runs."""

import re
from typing import Any
from uuid import UUID

from playwright.async_api import Locator, Page, expect

from cases import service
from core.db import Sessions, transaction
from identity.models import Person
from tests.cases.conftest import viewing
from tests.e2e.conftest import Arrive
from tests.e2e.test_writing_together import (
    PHONE,
    WIDE,
    abstract,
    assert_usable,
    section,
    shared,
    shoot,
    sit_down,
)

__all__ = ["shared"]

WORDS = "A man of 60 fainted twice."


def margin(page: Page) -> Locator:
    return page.get_by_role("group", name="Comments and suggestions on: Abstract")


async def saved(page: Page) -> None:
    await expect(page.locator(".doc-state")).to_contain_text("All changes are saved")


async def offline(*pages: Page) -> None:
    for page in pages:
        await page.context.set_offline(True)
        await expect(page.locator(".doc-state[data-state=offline]")).to_be_visible()


async def written(page: Page, words: str = WORDS) -> None:
    await section(page, "Abstract").click()
    await page.keyboard.type(words)
    await saved(page)


async def select_last_word(page: Page) -> None:
    """`twice`, without the full stop."""
    await section(page, "Abstract").click()
    await page.keyboard.press("Control+End")
    await page.keyboard.press("ArrowLeft")
    for _ in "twice":
        await page.keyboard.press("Shift+ArrowLeft")


async def suggest(page: Page, words: str) -> None:
    await select_last_word(page)
    await page.get_by_role("button", name="Suggest for: Abstract").click()
    await page.get_by_label("Write this instead").fill(words)
    await page.keyboard.press("Control+Enter")


async def test_a_comment_hangs_on_its_words_is_answered_and_resolved(
    arrive: Arrive, sessions: Sessions, shared: UUID, ada: Person, ben: Person
) -> None:
    one = await sit_down(await arrive(ada, viewport=WIDE), shared)
    other = await sit_down(await arrive(ben, viewport=PHONE), shared)
    await written(one)
    await select_last_word(one)
    await one.get_by_role("button", name="Comment on: Abstract").click()
    await one.get_by_label("Your comment").fill("Or three times?")
    await margin(one).get_by_role("button", name="Send").click()
    await expect(margin(other)).to_contain_text("Or three times?")
    await expect(margin(other).locator(".doc-who").first).to_contain_text(ada.name)
    await expect(margin(other).get_by_role("button", name="Resolve")).to_have_accessible_description(
        re.compile(rf"^{ada.name} [^:]* Or three times\?$")
    )
    await section(other, "Abstract").click()
    await other.keyboard.press("Control+Home")
    await other.keyboard.type("Before: ")
    await expect(one.locator(".remarked")).to_have_text("twice")
    await margin(other).get_by_text("Reply", exact=True).click()
    await margin(other).get_by_label("Your reply").fill("Twice, I asked him.")
    await margin(other).get_by_role("button", name="Send").click()
    await expect(margin(one).locator(".doc-replies")).to_contain_text("Twice, I asked him.")
    for page, name in ((one, "wide"), (other, "phone")):
        await assert_usable(page)
        await shoot(page, f"remarks-{name}")
    assert await other.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await margin(one).get_by_role("button", name="Resolve").click()
    await expect(margin(other).get_by_text("Settled: 1")).to_be_visible()
    await expect(other.locator(".remarked")).to_have_count(0)
    await saved(one)
    await sit_down(one, shared)
    await margin(one).get_by_text("Settled: 1").click()
    await expect(margin(one)).to_contain_text("Twice, I asked him.")
    await expect(margin(one)).to_contain_text(f"Resolved by {ada.name}")
    assert await abstract(sessions, ada, shared) == f"Before: {WORDS}"
    assert [*one.complaints, *other.complaints] == []  # type: ignore[attr-defined]


async def test_a_suggestion_stands_beside_the_text_until_it_is_accepted(
    arrive: Arrive, sessions: Sessions, shared: UUID, ada: Person, ben: Person
) -> None:
    one = await sit_down(await arrive(ada, color_scheme="dark", viewport=PHONE), shared)
    other = await sit_down(await arrive(ben), shared)
    await written(one)
    await suggest(one, "three times")
    await expect(other.locator(".replaced")).to_have_text("twice")
    await expect(other.locator(".suggested")).to_have_text("three times")
    await saved(one)
    assert await abstract(sessions, ada, shared) == WORDS
    await assert_usable(one)
    await shoot(one, "remarks-dark")
    await margin(other).get_by_role("button", name="Accept").click()
    await expect(section(one, "Abstract")).to_have_text("A man of 60 fainted three times.")
    await expect(margin(one).get_by_text("Settled: 1")).to_be_visible()
    await expect(margin(one).locator(".doc-outcome")).to_have_text(f"Accepted by {ben.name}")
    await saved(other)
    assert await abstract(sessions, ada, shared) == "A man of 60 fainted three times."


async def test_a_rejected_suggestion_leaves_the_text_as_it_was(
    arrive: Arrive, sessions: Sessions, shared: UUID, ada: Person
) -> None:
    page = await sit_down(await arrive(ada), shared)
    await written(page)
    await suggest(page, "never")
    await margin(page).get_by_role("button", name="Reject").click()
    await expect(page.locator(".suggested")).to_have_count(0)
    await saved(page)
    assert await abstract(sessions, ada, shared) == WORDS


async def test_a_suggestion_about_words_that_changed_cannot_be_accepted(
    arrive: Arrive, shared: UUID, ada: Person
) -> None:
    page = await sit_down(await arrive(ada), shared)
    await written(page)
    await suggest(page, "never")
    await expect(margin(page).get_by_role("button", name="Accept")).to_be_visible()
    await select_last_word(page)
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Backspace")
    await expect(margin(page)).to_contain_text("The words it is about have changed since.")
    await expect(margin(page).get_by_role("button", name="Accept")).to_be_hidden()


async def test_two_who_accept_at_the_same_moment_put_the_words_in_once(
    arrive: Arrive, sessions: Sessions, shared: UUID, ada: Person, ben: Person
) -> None:
    one = await sit_down(await arrive(ada), shared)
    other = await sit_down(await arrive(ben), shared)
    await written(one)
    await suggest(one, "three times")
    await expect(other.locator(".suggested")).to_have_text("three times")
    await saved(one)
    pages: list[Any] = [one, other]
    await offline(*pages)
    for page in pages:
        await margin(page).get_by_role("button", name="Accept").click()
        await expect(section(page, "Abstract")).to_have_text("A man of 60 fainted three times.")
    for page in pages:
        await page.context.set_offline(False)
    for page in pages:
        await saved(page)
        await expect(section(page, "Abstract")).to_have_text("A man of 60 fainted three times.")
    won = await other.locator(".doc-outcome").first.text_content()
    await expect(one.locator(".doc-outcome").first).to_have_text(won or "")
    assert await abstract(sessions, ada, shared) == "A man of 60 fainted three times."


async def test_who_accepted_at_the_same_moment_and_reloads_leaves_the_words_once(
    arrive: Arrive, sessions: Sessions, shared: UUID, ada: Person, ben: Person
) -> None:
    """Nobody is left who remembers an acceptance of the own: what the document says must do."""
    one = await sit_down(await arrive(ada), shared)
    other = await sit_down(await arrive(ben), shared)
    await written(one)
    await suggest(one, "three times")
    await expect(other.locator(".suggested")).to_have_text("three times")
    await saved(one)
    await offline(one, other)
    for page in (one, other):
        await margin(page).get_by_role("button", name="Accept").click()
        await expect(page.locator(".doc-state")).to_contain_text("Kept on this device")
        await page.goto("about:blank")
    for page in (one, other):
        await page.context.set_offline(False)
        await sit_down(page, shared)
        await expect(section(page, "Abstract")).to_have_text("A man of 60 fainted three times.")
        if page is one:
            await page.goto("about:blank")
    await expect(margin(other).locator(".doc-outcome")).to_have_count(1)
    await saved(other)
    assert await abstract(sessions, ada, shared) == "A man of 60 fainted three times."


async def test_words_that_others_put_into_an_accepted_suggestion_outlive_the_other_acceptance(
    arrive: Arrive, sessions: Sessions, shared: UUID, ada: Person, ben: Person
) -> None:
    one = await sit_down(await arrive(ada), shared)
    other = await sit_down(await arrive(ben), shared)
    await written(one)
    await suggest(one, "three times")
    await expect(other.locator(".suggested")).to_have_text("three times")
    await saved(one)
    await offline(one, other)
    for page, number in ((one, "1"), (other, "2")):
        await margin(page).get_by_role("button", name="Accept").click()
        await section(page, "Abstract").click()
        await page.keyboard.press("Control+End")
        for _ in "times.":
            await page.keyboard.press("ArrowLeft")
        await page.keyboard.type(f"whole{number} ")
    for page in (one, other):
        await page.context.set_offline(False)
    for page in (one, other):
        await saved(page)
    text = await section(one, "Abstract").inner_text()
    assert text.count("three") == text.count("times") == 1
    assert "whole1" in text
    assert "whole2" in text
    await expect(section(other, "Abstract")).to_have_text(text.strip())


async def test_whoever_is_only_invited_sees_what_was_said_and_can_do_nothing_with_it(  # noqa: PLR0917
    arrive: Arrive, sessions: Sessions, shared: UUID, ada: Person, ben: Person, mia: Person
) -> None:
    page = await sit_down(await arrive(ada), shared)
    await written(page)
    await suggest(page, "never")
    await saved(page)
    async with transaction(sessions) as session:
        await service.invite_author(session, viewer=viewing(ada), case_id=shared, person_id=mia.id)
    reader = await arrive(mia)
    await reader.goto(f"/cases/{shared}/document")
    await expect(margin(reader)).to_contain_text("never")
    for name in ("Accept", "Reject", "Comment on: Abstract", "Suggest for: Abstract"):
        await expect(reader.get_by_role("button", name=name)).to_have_count(0)
