"""Passwords are worked out two at a time; whoever waits in that line keeps no connection from others."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
from anyio import CapacityLimiter
from httpx import AsyncClient, Response
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db import Sessions, transaction
from identity import links, passwords
from identity.models import Person
from tests.conftest import Enter
from tests.identity.conftest import PASSWORD

NEW = "eleven grey owls at dawn"
OWN = {"present_password": PASSWORD}


@pytest.fixture
async def line() -> AsyncIterator[CapacityLimiter]:
    """The line of passwords, in which nothing moves."""
    await passwords.verify(None, "the line is there after the first")
    limiter = passwords._limiter.get()
    places = [object(), object()]
    for place in places:
        await limiter.acquire_on_behalf_of(place)
    yield limiter
    for place in places:
        if place in limiter.statistics().borrowers:
            limiter.release_on_behalf_of(place)


async def move(line: CapacityLimiter) -> None:
    for place in line.statistics().borrowers:
        line.release_on_behalf_of(place)


async def answer_in_line(
    sessions: Sessions, line: CapacityLimiter, browser: AsyncClient, path: str, data: dict[str, Any]
) -> Response:
    """Send the form, look at the connections in use while its password waits, and let it go on."""
    engine: AsyncEngine = sessions.kw["bind"]
    asked = asyncio.create_task(browser.post(path, data=data))
    while not line.statistics().tasks_waiting:
        assert not asked.done(), asked.result().text
        await asyncio.sleep(0.01)
    assert cast("Any", engine.pool).checkedout() == 0
    await move(line)
    return await asked


async def link_for(sessions: Sessions, purpose: str, email: str, person: Person | None = None) -> str:
    async with transaction(sessions) as session:
        whose = person.id if person else None
        link = await links.prepare(session, purpose=purpose, email=email, name="Noor", person_id=whose)
        return await links.issue(session, link_id=link)


async def test_a_new_member_waits_without_a_connection(
    zoe: Person, sessions: Sessions, line: CapacityLimiter, as_: Enter
) -> None:
    token = await link_for(sessions, "join", "noor@example.org")
    form = {"token": token, "password": NEW}
    joined = await answer_in_line(sessions, line, await as_(zoe), "/confirm", form)
    assert joined.headers["location"] == "/account"


async def test_who_forgot_the_password_waits_without_a_connection(
    zoe: Person, sessions: Sessions, line: CapacityLimiter, as_: Enter
) -> None:
    token = await link_for(sessions, "reset", zoe.email, zoe)
    form = {"token": token, "password": NEW}
    changed = await answer_in_line(sessions, line, await as_(zoe), "/reset/new", form)
    assert changed.headers["location"] == "/sign-in"


@pytest.mark.parametrize("password", [PASSWORD, "not this one at all"])
async def test_who_signs_in_waits_without_a_connection(
    zoe: Person, sessions: Sessions, line: CapacityLimiter, as_: Enter, password: str
) -> None:
    """Also in a browser that sends a cookie, for which somebody has been looked up."""
    form = {"email": zoe.email, "password": password}
    entered = await answer_in_line(sessions, line, await as_(zoe), "/sign-in", form)
    assert entered.status_code == (303 if password == PASSWORD else 401)


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("/account/security/password", OWN | {"password": NEW}, 303),
        ("/account/security/two-step/begin", OWN, 303),
        ("/account/security/two-step/codes", OWN, 409),  # it is not on
        ("/account/security/two-step/off", OWN, 409),
        ("/account/data/erase", OWN | {"sure": "1"}, 200),
    ],
)
async def test_who_proves_the_password_waits_without_a_connection(  # noqa: PLR0917
    zoe: Person,
    sessions: Sessions,
    line: CapacityLimiter,
    as_: Enter,
    path: str,
    form: dict[str, str],
    status: int,
) -> None:
    assert (await answer_in_line(sessions, line, await as_(zoe), path, form)).status_code == status
