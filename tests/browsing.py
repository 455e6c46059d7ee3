"""A browser whose requests go straight into the app: no server, no port."""

import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient, Response
from playwright.async_api import Browser, ConsoleMessage, Page, Request, Route

from identity.models import Person
from tests import browser
from tests.conftest import ORIGIN, Enter
from web import static

WEB = Path(__file__).parents[1] / "web"
_HOP = {"content-encoding", "content-length", "transfer-encoding"}


@pytest.fixture(scope="session")
def front() -> None:
    """The built front; made here when `make` has not done it."""
    if not (static.DIST / "manifest.json").exists():
        subprocess.run(["npm", "run", "build"], cwd=WEB, check=True, capture_output=True)


@pytest.fixture(scope="session")
async def chromium(front: None) -> AsyncIterator[Browser]:
    async with browser.chromium() as running:
        yield running


Browse = Callable[..., Awaitable[Page]]


@pytest.fixture
async def browse(chromium: Browser, as_: Enter) -> AsyncIterator[Browse]:
    """Open a page as somebody; what the browser complains about ends up in `page.complaints`."""
    async with AsyncExitStack() as stack:

        async def enter(person: Person | None = None, **options: Any) -> Page:
            client = await as_(person)
            context = await chromium.new_context(base_url=ORIGIN, **options)
            stack.push_async_callback(context.close)
            await context.route("**/*", _into(client))
            page = await context.new_page()
            _listen(page)
            return page

        yield enter


def _into(client: AsyncClient) -> Callable[[Route, Request], Awaitable[None]]:
    async def answer(route: Route, request: Request) -> None:
        sent = {
            name: value for name, value in (await request.all_headers()).items() if not name.startswith(":")
        }
        sent.pop("cookie", None)
        sent |= {"sec-fetch-site": "same-origin"}
        response = await client.request(
            request.method, request.url, headers=sent, content=request.post_data_buffer, follow_redirects=True
        )
        headers = {n: v for n, v in response.headers.items() if n not in _HOP and n != "set-cookie"}
        if told := _for_scripts(response):
            headers["set-cookie"] = told
        await route.fulfill(status=response.status_code, headers=headers, body=response.content)

    return answer


def _for_scripts(response: Response) -> str:
    """The cookies that a script may read; the client keeps the others. Also those set on the way here."""
    set_ = [line for each in [*response.history, response] for line in each.headers.get_list("set-cookie")]
    return "\n".join(line for line in set_ if "httponly" not in line.lower())


def _listen(page: Page) -> None:
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        """The test's host name has no HTTPS, which is all that Chromium says of this header."""
        if message.type == "error" and "Cross-Origin-Opener-Policy" not in message.text:
            complaints.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.complaints = complaints  # type: ignore[attr-defined]
