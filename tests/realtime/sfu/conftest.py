"""Engines, the browser and the page it opens."""

import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from realtime.sfu.engine import EmbeddedEngine
from tests.realtime.sfu.harness import Harness

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
HERE = Path(__file__).parent
ROOT = HERE.parents[2]


@pytest.fixture
async def engine() -> AsyncIterator[EmbeddedEngine]:
    async with EmbeddedEngine(listen=["127.0.0.1"]) as engine:
        yield engine


@pytest.fixture(scope="session")
def script(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    out = tmp_path_factory.mktemp("page") / "page.js"
    bundler = ROOT / "web" / "node_modules" / ".bin" / "rolldown"
    subprocess.run([bundler, HERE / "page.ts", "--file", out, "--format", "esm"], check=True, cwd=ROOT)
    return out.read_bytes()


@pytest.fixture
async def house(engine: EmbeddedEngine, script: bytes) -> AsyncIterator[Harness]:
    async with Harness(engine, script) as harness:
        yield harness


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        await browser.close()
