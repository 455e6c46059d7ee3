"""Suggestion mode: what is typed is proposed, the text stays until somebody accepts."""

import re
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Page, expect

from core.db import Sessions
from identity.models import Person
from tests.e2e.conftest import Arrive
from tests.e2e.test_writing_together import (
    PHONE,
    WIDE,
    abstract,
    assert_usable,
    section,
    shared,  # noqa: F401
    shoot,
    sit_down,
)

ACCEPT = "Accept"


async def suggesting(page: Page) -> None:
    await page.get_by_role("button", name="Suggest while typing").click()
    await expect(page.get_by_role("button", name="Suggest while typing")).to_have_attribute(
        "aria-pressed", "true"
    )


@pytest.fixture
async def begun(arrive: Arrive, shared: UUID, ada: Person) -> Page:  # noqa: F811
    """Ada at the write-up, whose abstract has a sentence."""
    page = await sit_down(await arrive(ada, viewport=WIDE), shared)
    await section(page, "Abstract").click()
    await page.keyboard.type("A man of 60 fainted.")
    await expect(page.locator(".doc-state")).to_contain_text("All changes are saved")
    return page


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
async def test_words_typed_are_one_suggestion_and_the_other_author_accepts_it(  # noqa: PLR0917
    begun: Page,
    arrive: Arrive,
    sessions: Sessions,
    shared: UUID,  # noqa: F811
    ada: Person,
    ben: Person,
    size: Any,
) -> None:
    other = await sit_down(await arrive(ben, viewport=size), shared)
    await suggesting(other)
    await section(other, "Abstract").click()
    await other.keyboard.press("Control+End")
    await other.keyboard.type(" He recoverd")
    await other.keyboard.press("Backspace")
    await other.keyboard.type("ed.")
    await expect(other.locator("ins.suggested")).to_have_text(" He recovered.")
    await expect(begun.locator("ins.suggested")).to_have_text(" He recovered.")
    assert await abstract(sessions, ada, shared) == "A man of 60 fainted."
    await shoot(other, f"suggesting-{size['width']}")
    await assert_usable(other)
    await begun.get_by_role("button", name=ACCEPT).click()
    await expect(section(other, "Abstract")).to_contain_text("A man of 60 fainted. He recovered.")
    await expect(begun.locator(".doc-state")).to_contain_text("All changes are saved")
    assert await abstract(sessions, ada, shared) == "A man of 60 fainted. He recovered."


async def test_words_deleted_are_struck_through_and_stay(begun: Page) -> None:
    await suggesting(begun)
    await section(begun, "Abstract").click()
    await begun.keyboard.press("Control+End")
    for _ in "fainted.":
        await begun.keyboard.press("Backspace")
    await expect(begun.locator(".replaced")).to_have_text("fainted.")
    await begun.keyboard.type("collapsed.")
    await expect(begun.locator("ins.suggested")).to_have_text("collapsed.")
    await expect(begun.get_by_role("button", name=ACCEPT)).to_have_count(1)
    await assert_usable(begun)
    await begun.get_by_role("button", name=ACCEPT).click()
    await expect(section(begun, "Abstract")).to_have_text("A man of 60 collapsed.")


async def test_a_screen_reader_tells_what_goes_what_comes_and_what_a_button_is_about(
    begun: Page, ada: Person
) -> None:
    text = section(begun, "Abstract")
    await suggesting(begun)
    await text.click()
    await begun.keyboard.press("Control+Home")
    for _ in "A man":
        await begun.keyboard.press("Shift+ArrowRight")
    await begun.keyboard.type("Somebody")
    await expect(text.get_by_role("deletion")).to_have_text("A man")
    await expect(text.get_by_role("insertion")).to_have_text("Somebody")
    accept = begun.get_by_role("button", name=ACCEPT)
    await expect(accept).to_have_accessible_description(
        re.compile(rf"^{ada.name} .* Suggests instead: Somebody$")
    )


async def test_a_selection_typed_over_and_a_paste_are_suggestions_each_where_it_was(begun: Page) -> None:
    await suggesting(begun)
    await section(begun, "Abstract").click()
    await begun.keyboard.press("Control+Home")
    for _ in "A man":
        await begun.keyboard.press("Shift+ArrowRight")
    await begun.keyboard.type("Somebody")
    await begun.keyboard.press("Control+End")
    await begun.keyboard.insert_text(" We learnt.")
    await expect(begun.locator("ins.suggested")).to_have_text(["Somebody", " We learnt."])
    await expect(begun.locator(".replaced")).to_have_text("A man")
    for _ in range(2):
        await begun.get_by_role("button", name=ACCEPT).first.click()
    await expect(section(begun, "Abstract")).to_have_text("Somebody of 60 fainted. We learnt.")


async def test_what_is_typed_and_taken_back_leaves_no_suggestion(begun: Page) -> None:
    await suggesting(begun)
    await section(begun, "Abstract").click()
    await begun.keyboard.press("Control+End")
    await begun.keyboard.type("oh")
    await expect(begun.locator("ins.suggested")).to_have_text("oh")
    await begun.keyboard.press("Backspace")
    await begun.keyboard.press("Backspace")
    await expect(begun.locator("ins.suggested")).to_have_count(0)
    await expect(begun.get_by_role("button", name=ACCEPT)).to_have_count(0)


async def test_off_again_typing_changes_the_text(begun: Page) -> None:
    await suggesting(begun)
    await begun.get_by_role("button", name="Suggest while typing").click()
    await section(begun, "Abstract").click()
    await begun.keyboard.press("Control+End")
    await begun.keyboard.type(" Then home.")
    await expect(section(begun, "Abstract")).to_have_text("A man of 60 fainted. Then home.")
    await expect(begun.locator("ins.suggested")).to_have_count(0)


async def test_a_keyboard_that_composes_words_suggests_them_too(begun: Page) -> None:
    await suggesting(begun)
    await section(begun, "Abstract").click()
    await begun.keyboard.press("Control+End")
    line = await begun.context.new_cdp_session(begun)
    for so_far in ("に", "にほ", "日本"):
        await line.send(
            "Input.imeSetComposition",
            {"text": so_far, "selectionStart": len(so_far), "selectionEnd": len(so_far)},
        )
    await line.send("Input.insertText", {"text": "日本"})
    await expect(begun.locator("ins.suggested")).to_have_text("日本")


async def test_undo_takes_the_suggestion_back_and_leaves_the_text(begun: Page) -> None:
    """In as many steps as there were pauses in the typing."""
    words = " He recovered."
    suggested = begun.locator("ins.suggested")
    await suggesting(begun)
    await section(begun, "Abstract").click()
    await begun.keyboard.press("Control+End")
    await begun.keyboard.type(words)
    await expect(suggested).to_have_text(words)
    for key, until in (("Control+z", ""), ("Control+Shift+Z", words)):
        for _ in words:
            await begun.keyboard.press(key)
            if "".join(await suggested.all_text_contents()) == until:
                break
        await expect(suggested).to_have_text([until] if until else [])
        await expect(section(begun, "Abstract")).to_have_text("A man of 60 fainted." + until)
    await begun.get_by_role("button", name="Suggest while typing").click()
    await section(begun, "Abstract").click()
    await begun.keyboard.press("Control+z")
    await expect(suggested).to_have_text([words])
    await expect(section(begun, "Abstract")).not_to_contain_text("fainted.")


async def test_undo_leaves_suggestions_of_others_and_what_was_decided(  # noqa: PLR0917
    begun: Page,
    arrive: Arrive,
    sessions: Sessions,
    shared: UUID,  # noqa: F811
    ada: Person,
    ben: Person,
) -> None:
    other = await sit_down(await arrive(ben), shared)
    for page, words in ((other, " He recovered."), (begun, " Then home.")):
        await suggesting(page)
        await section(page, "Abstract").click()
        await page.keyboard.press("Control+End")
        await page.keyboard.type(words)
        await expect(begun.locator("ins.suggested").get_by_text(words)).to_be_visible()
    await (
        other.get_by_role("listitem").filter(has_text="Then home.").get_by_role("button", name=ACCEPT).click()
    )
    await expect(section(begun, "Abstract")).to_contain_text("A man of 60 fainted. Then home.")
    await section(begun, "Abstract").click()
    await begun.keyboard.press("Control+z")
    await expect(begun.locator("ins.suggested")).to_have_text(" He recovered.")
    await expect(begun.get_by_text("Settled: 1")).to_be_visible()
    await expect(section(begun, "Abstract")).to_contain_text("Then home.")
    await expect(begun.locator(".doc-state")).to_contain_text("All changes are saved")
    assert await abstract(sessions, ada, shared) == "A man of 60 fainted. Then home."


async def test_rows_are_added_to_a_table_by_a_button(begun: Page, sessions: Sessions, ada: Person) -> None:
    add = begun.get_by_role("button", name="Add a row to: Timeline")
    await add.click()
    await begun.keyboard.type("Day 1")
    await add.click()
    await begun.keyboard.type("Day 3")
    text = await section(begun, "Timeline").inner_text()
    rows = [line for line in text.split("\n") if line.startswith("|")]
    assert rows[0] == "| When | What happened |"
    assert [row.split("|")[1].strip() for row in rows[2:]] == ["Day 1", "Day 3"]
