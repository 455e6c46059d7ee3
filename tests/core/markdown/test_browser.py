"""Chromium itself, without any policy to help, runs nothing of what the corpus tries."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Dialog, Page, Route, sync_playwright

from core.markdown import render
from tests.core.markdown.vectors import VECTORS

HOME = "http://pages.test/"
RAISE_THE_ALARM = (
    "for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => console.log('ALARM');"
)
# Everything a person might do with an element, without leaving the page.
POKE = """() => {
    for (const element of document.querySelectorAll('body *')) {
        for (const kind of ['pointerover', 'mouseover', 'mouseenter', 'pointerdown', 'mousedown', 'mouseup'])
            element.dispatchEvent(new MouseEvent(kind, {bubbles: true}));
        for (const kind of ['focus', 'blur', 'toggle', 'load', 'error', 'animationstart'])
            element.dispatchEvent(new Event(kind));
        if (element.click) element.click();
    }
}"""


class Browser:
    """A page and what happened in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.alarms: list[str] = []
        self.requests: list[str] = []
        self.document = ""
        page.add_init_script(RAISE_THE_ALARM)
        page.on(
            "console", lambda message: self.alarms.append(message.text) if message.text == "ALARM" else None
        )
        page.on("dialog", self._dismiss)
        page.route("**/*", self._answer)

    def _dismiss(self, dialog: Dialog) -> None:
        self.alarms.append(dialog.message)
        dialog.dismiss()

    def _answer(self, route: Route) -> None:
        if route.request.url == HOME:
            route.fulfill(content_type="text/html; charset=utf-8", body=self.document)
            return
        if not route.request.is_navigation_request():
            self.requests.append(route.request.url)
        route.fulfill(status=204)

    def open(self, html: str) -> None:
        """`html` as a document of its own, poked everywhere."""
        self.document = f"<!DOCTYPE html><meta charset=utf-8><title>t</title><body>{html}"
        self.page.goto(HOME, wait_until="load")
        self._poke()

    def insert(self, html: str) -> None:
        """`html` put into a page by script, poked everywhere."""
        self.document = "<!DOCTYPE html><title>t</title><body><main></main>"
        self.page.goto(HOME)
        self.page.evaluate("html => { document.querySelector('main').innerHTML = html }", html)
        self._poke()

    def _poke(self) -> None:
        for link in self.page.locator("a").all()[:3]:
            link.dispatch_event("click")
        self.page.evaluate(POKE)
        self.page.wait_for_timeout(20)

    def strangers(self) -> list[str]:
        return [
            url for url in self.requests if not url.startswith((HOME + "files/", "http://pages.test/favicon"))
        ]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield Browser(browser.new_page())
        browser.close()


@pytest.fixture
def browser(chromium: Browser) -> Browser:
    chromium.alarms.clear()
    chromium.requests.clear()
    return chromium


@pytest.mark.parametrize(
    "control",
    [
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        '<a href="javascript:alert(1)">x</a>',
        "<p onmouseover=confirm(1)>x</p>",
        '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    ],
)
def test_the_alarm_works(browser: Browser, control: str) -> None:
    browser.open(control)
    assert browser.alarms


def test_a_request_to_a_stranger_is_noticed(browser: Browser) -> None:
    browser.open('<img src="https://evil.test/track.gif">')
    assert browser.strangers() == ["https://evil.test/track.gif"]


def test_the_corpus_has_teeth(browser: Browser) -> None:
    """Shown as they are, many of the vectors do run."""
    biting = 0
    for vector in VECTORS.values():
        browser.alarms.clear()
        browser.open(vector.encode("utf-8", "replace").decode())
        biting += bool(browser.alarms)
        if biting == 40:
            return
    pytest.fail(f"only {biting} vectors run")


def test_no_attack_runs_as_a_document(browser: Browser) -> None:
    # A few at a time; nothing well-formed can reach into its neighbour.
    rendered = [render(vector).html for vector in VECTORS.values()]
    for start in range(0, len(rendered), 8):
        browser.open("\n".join(rendered[start : start + 8]))
        assert not browser.alarms, list(VECTORS)[start : start + 8]
        assert not browser.strangers(), list(VECTORS)[start : start + 8]


def test_no_attack_runs_when_put_into_a_page(browser: Browser) -> None:
    browser.insert("\n".join(render(vector).html for vector in VECTORS.values()))
    assert not browser.alarms
    assert not browser.strangers()
    assert browser.page.locator("main a").count() > 30


def test_a_second_parse_changes_nothing(browser: Browser) -> None:
    """What mutates when the browser writes and reads it again is how filtered HTML comes back to life."""
    again = """htmls => htmls.map(html => {
        const main = document.createElement('main'); main.innerHTML = html; return main.innerHTML })"""
    browser.open("")
    once = browser.page.evaluate(again, [render(vector).html for vector in VECTORS.values()])
    assert browser.page.evaluate(again, once) == once
    browser.insert("\n".join(once))
    assert not browser.alarms
    assert not browser.strangers()
