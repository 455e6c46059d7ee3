"""Somebody at a browser, who finds the way by what links, buttons and labels say."""

from typing import Any

from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.test_room import COUNT_CONNECTIONS
from tests.web.axe import assert_accessible

WIDE: Any = {"width": 1280, "height": 900}
PHONE: Any = {"width": 390, "height": 844}
# Said by Chromium of any answer that is not 2xx, which a page may well be meant to be.
NOT_OURS = "Failed to load resource"


class Visitor:
    """`seen` are the addresses this person looked at, to be looked at again in Arabic."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seen: list[str] = []
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self._hear(said.type, said.text))

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and NOT_OURS not in text:
            self.complaints.append(text)

    async def look(self) -> None:
        """The page is accessible on a desk and on a phone."""
        self.seen.append(self.page.url)
        await self._examine()

    async def _examine(self) -> None:
        """As high as the page is: a link half under the fixed bar of a phone is scrolled free by people."""
        for size in (PHONE, WIDE):
            await self.page.set_viewport_size(size)
            height = 0
            while (now := await self.page.evaluate("document.documentElement.scrollHeight")) > height:
                height = max(now, size["height"])
                await self.page.set_viewport_size({"width": size["width"], "height": height})
            await assert_accessible(self.page)
        await self.page.set_viewport_size(WIDE)

    async def look_again_in_arabic(self) -> None:
        """Every page seen, once more from right to left."""
        await self.page.goto("/preferences")
        await self.page.locator("main").get_by_role("button", name="العربية").click()
        for url in dict.fromkeys(self.seen):
            await self.page.goto(url)
            assert await self.page.evaluate("document.documentElement.dir") == "rtl", url
            await self._examine()

    async def go(self, *links: str) -> None:
        """Follow links one after the other, by their whole text; the first is of the main navigation."""
        for link in links:
            await self.link(link).click()

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name, exact=True).first

    async def press(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).first.click()

    async def fill(self, **fields: str) -> None:
        """Fields by their label, with underscores for blanks."""
        for label, text in fields.items():
            await self.page.locator("main").get_by_label(label.replace("_", " ")).first.fill(text)

    async def choose(self, group: str, option: str) -> None:
        """A radio button of a group."""
        there = self.page.get_by_role("group", name=group).get_by_label(option, exact=True)
        await there.first.check()

    async def reads(self, text: str) -> None:
        await expect(self.page.locator("main")).to_contain_text(text)

    async def sign_in(self, email: str, password: str) -> None:
        await self.page.goto("/")
        await self.go("Sign in")
        await self.page.locator("main").get_by_label("E-mail address").fill(email)
        await self.page.locator("main").get_by_label("Password").fill(password)
        await self.page.locator("main").get_by_role("button", name="Sign in").click()
        await expect(self.page.get_by_text("Your menu")).to_be_attached()


async def visitor(browser: Browser, origin: str) -> Visitor:
    """A browser of one's own."""
    context = await browser.new_context(base_url=origin, viewport=WIDE, locale="en-GB")
    await context.add_init_script(COUNT_CONNECTIONS)
    return Visitor(await context.new_page())
