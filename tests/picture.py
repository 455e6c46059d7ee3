"""The picture of the README: `python -m tests.picture`, after `make serve` has built everything once.

It starts a service of its own with the sample community and looks at it as one of its members.
"""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import ViewportSize, async_playwright

from api.demo import PASSPHRASE, email
from tests.api.consilium import REPOSITORY, Service

PICTURE = REPOSITORY / "docs" / "picture.png"
CHROMIUM = Path("/usr/bin/chromium")
WIDE = ViewportSize(width=1280, height=800)


async def take(address: str, target: Path, key: str) -> None:
    """The first page as that member sees it."""
    async with async_playwright() as playwright:
        path = str(CHROMIUM) if CHROMIUM.exists() else None
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = await browser.new_page(base_url=address, viewport=WIDE, color_scheme="light")
        await page.goto("/sign-in")
        await page.fill("input[name=email]", email(key))
        await page.fill("input[name=password]", PASSPHRASE)
        await page.press("input[name=password]", "Enter")
        await page.wait_for_url(f"{address}/")
        await page.screenshot(path=target)
        await browser.close()


def main() -> None:
    with TemporaryDirectory() as folder:
        service = Service(Path(folder) / "data")
        try:
            service.wait_for("Consilium is ready")
            asyncio.run(take(f"http://127.0.0.1:{service.port}", PICTURE, "ben"))
        finally:
            service.stop()
    sys.stdout.write(f"{PICTURE.relative_to(REPOSITORY)}: {PICTURE.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    main()
