"""The sample community in Chromium: read by axe, on a wide screen and on a phone, from left and right."""

from typing import Any

import pytest
from playwright.async_api import ViewportSize
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from identity.models import Person
from tests.browsing import Browse
from tests.web.axe import assert_accessible

WIDE = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=8_000)  # so high that the bar at the foot covers nothing
LOOKS: dict[str, dict[str, Any]] = {
    "wide and light": {"viewport": WIDE, "color_scheme": "light"},
    "wide and dark": {"viewport": WIDE, "color_scheme": "dark"},
    "on a phone": {"viewport": PHONE, "color_scheme": "dark"},
    "from the right": {"viewport": PHONE, "color_scheme": "light", "locale": "ar"},
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("who", ["", "ben"])
async def test_the_first_page_is_accessible(
    browse: Browse, session: AsyncSession, who: str, look: str
) -> None:
    person = await session.scalar(select(Person).where(Person.email == f"{who}@example.org"))
    page = await browse(person, **LOOKS[look])
    await page.goto("/")
    await assert_accessible(page)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.complaints == []  # type: ignore[attr-defined]
