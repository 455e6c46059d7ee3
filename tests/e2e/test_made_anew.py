"""A write-up that was made anew on the service while somebody wrote without a line."""

from pathlib import Path
from uuid import UUID

from playwright.async_api import Dialog, Page, expect
from sqlalchemy import update

from core.db import Sessions, transaction
from core.ids import new_id
from identity.models import Person
from realtime.models import Document
from tests.e2e.conftest import Arrive
from tests.e2e.test_writing_together import section, shared, sit_down

__all__ = ["shared"]

DATABASES = "async () => (await indexedDB.databases()).map((one) => one.name)"


async def made_anew(sessions: Sessions, case_id: UUID) -> None:
    async with transaction(sessions) as session:
        await session.execute(update(Document).where(Document.id == case_id).values(generation=new_id()))


async def written_offline(page: Page, sessions: Sessions, case_id: UUID) -> None:
    """Only the first sentence is on the service, and the document is another since."""
    await section(page, "Abstract").click()
    await page.keyboard.type("Saved. ")
    await expect(page.locator(".doc-state")).to_contain_text("All changes are saved")
    await page.context.set_offline(True)
    await page.keyboard.type("Never saved.")
    await expect(page.locator(".doc-state")).to_contain_text("Offline. Kept on this device:")
    await made_anew(sessions, case_id)
    await page.context.set_offline(False)


async def test_text_that_was_not_saved_is_kept_aside_until_its_author_lets_it_go(
    arrive: Arrive, sessions: Sessions, shared: UUID, ada: Person
) -> None:
    page = await sit_down(await arrive(ada), shared)
    await written_offline(page, sessions, shared)
    await expect(page.locator("#main")).to_contain_text(
        "The write-up was made anew on the service. Keep what"
    )
    await sit_down(page, shared)
    await expect(section(page, "Abstract")).to_have_text("Saved. ")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Download the text kept aside").click()
    assert "Saved. Never saved." in Path(await (await download.value).path()).read_text("utf-8")
    assert len(await page.evaluate(DATABASES)) == 1
    await page.reload()
    page.once("dialog", Dialog.accept)
    await page.get_by_role("button", name="Discard it").click()
    await expect(page.get_by_text("Text of yours is kept aside")).to_be_hidden()
    await sit_down(page, shared)
    await expect(page.get_by_text("Text of yours is kept aside")).to_be_hidden()


async def test_a_copy_of_which_all_was_saved_goes_without_a_word(
    arrive: Arrive, sessions: Sessions, shared: UUID, ada: Person
) -> None:
    page = await sit_down(await arrive(ada), shared)
    await page.context.set_offline(True)
    await expect(page.locator(".doc-state")).to_contain_text("Offline")
    await made_anew(sessions, shared)
    await page.context.set_offline(False)
    await expect(page.locator("#main")).to_contain_text(
        "The write-up was made anew on the service. Keep what"
    )
    await sit_down(page, shared)
    await expect(page.get_by_text("Text of yours is kept aside")).to_be_hidden()
    assert len(await page.evaluate(DATABASES)) == 1
