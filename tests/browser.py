"""A real Chromium with a fake camera and microphone, for the tests of rooms."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, async_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
    "--allow-loopback-in-peer-connection",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]


def executable() -> str:
    """Where Chromium is. Without one the test is skipped; on CI that is a failure."""
    found = "/usr/bin/chromium" if os.path.exists("/usr/bin/chromium") else shutil.which("chromium")  # noqa: PTH110
    if not found and not os.environ.get("CI"):
        pytest.skip("Chromium is not installed")
    return found or "chromium"


@asynccontextmanager
async def chromium(*, refuse: bool = False) -> AsyncIterator[Browser]:
    """`refuse`: the person says no when asked for camera and microphone."""
    asks = "--use-fake-ui-for-media-stream"
    flags = [flag for flag in FLAGS if flag != asks] + ["--deny-permission-prompts"] if refuse else FLAGS
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable(), args=flags)
        yield browser
        await browser.close()
