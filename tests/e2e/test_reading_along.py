"""While one types, the page says what may tell who the patient is, and offers what could stand there."""

from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import expect

from identity.models import Person
from tests.e2e.conftest import Arrive
from tests.e2e.test_writing_together import (
    PHONE,
    WIDE,
    assert_usable,
    section,
    shared,  # noqa: F401
    shoot,
    sit_down,
)


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
async def test_words_that_tell_are_marked_as_one_types_and_replaced_by_a_button(
    arrive: Arrive,
    shared: UUID,  # noqa: F811
    ada: Person,
    size: Any,
) -> None:
    page = await sit_down(await arrive(ada, viewport=size), shared)
    await section(page, "Abstract").click()
    await page.keyboard.type("👩 seen by us, born on 12 March 1961, wrote to ann.lee@mail.example since.")
    marked = page.locator("[data-section=abstract] .tells")
    await expect(marked).to_have_text(["12 March 1961", "ann.lee@mail.example"])
    box = page.locator("[data-section=abstract] .doc-findings")
    await expect(box).to_contain_text("May tell who the patient is")
    await expect(box.get_by_role("listitem")).to_have_count(2)
    await shoot(page, f"reading-{size['width']}")
    await assert_usable(page)
    await box.get_by_role("listitem").nth(1).get_by_role("button").click()
    await expect(section(page, "Abstract")).not_to_contain_text("ann.lee")
    await expect(marked).to_have_count(1)
    await section(page, "Abstract").click()
    await page.keyboard.press("Control+a")
    await page.keyboard.type("A woman in her sixties.")
    await expect(box).to_be_hidden()
