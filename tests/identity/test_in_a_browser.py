"""The pages of identity in Chromium: what axe finds, and whether they fit a phone."""

from typing import Any

import pytest

from core.db import Sessions, transaction
from core.policy import Role
from core.settings import Settings
from identity import service
from identity.models import Person
from identity.policy import OPERATOR
from tests.browsing import Browse
from tests.identity.test_verification import ask
from tests.web.axe import assert_accessible

PHONE = {"width": 390, "height": 2600}  # tall: nothing lies under the bar at its foot, as axe would say
WIDE = {"width": 1280, "height": 900}


@pytest.fixture
async def rita(sessions: Sessions, zoe: Person, settings: Settings) -> Person:
    """Zoe with an office, something to decide, and two-step sign-in half set up."""
    async with transaction(sessions) as session:
        for role in (Role.ADMINISTRATOR, Role.REGISTRAR):
            await service.grant_role(session, actor=OPERATOR, person_id=zoe.id, role=role)
        await service.begin_second_factor(session, person_id=zoe.id, secret=settings.secret)
    await ask(sessions, zoe)
    return zoe


def complaints(page: Any) -> list[str]:
    return page.complaints  # type: ignore[no-any-return]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
async def test_the_pages_of_identity_are_accessible(browse: Browse, rita: Person, size: Any) -> None:
    page = await browse(rita, viewport=size)
    for path in (
        "/account",
        "/account/security",
        "/account/security/two-step",
        "/account/tokens",
        "/account/verification",
        "/account/data",
        f"/people/{rita.id}",
        "/office",
        "/office/people",
        f"/office/people/{rita.id}",
        "/office/verifications",
        "/office/organisations/new",
    ):
        await page.goto(path)
        await assert_accessible(page)
        assert await page.evaluate("document.documentElement.scrollWidth") == size["width"], path
    assert complaints(page) == []


@pytest.mark.parametrize("locale", ["en-GB", "ar"])
async def test_the_pages_of_guests_are_accessible(browse: Browse, locale: str) -> None:
    page = await browse(viewport=PHONE, locale=locale)
    for path in ("/sign-in", "/sign-up", "/sign-up/sent", "/reset"):
        await page.goto(path)
        await assert_accessible(page)
        assert await page.evaluate("document.documentElement.scrollWidth") == 390, path


async def test_the_picture_for_the_phone_is_drawn_under_our_policy(browse: Browse, rita: Person) -> None:
    page = await browse(rita)
    await page.goto("/account/security/two-step")
    box = await page.locator(".qr-frame svg").bounding_box()
    assert box is not None
    assert box["width"] > 150
    assert complaints(page) == []
