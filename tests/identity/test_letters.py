"""What opens an account stands in the letter, and nowhere on its way there."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

import msgspec
import pytest
from httpx import AsyncClient
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession

from api import wiring
from core import clock
from core.db import Sessions, transaction
from core.outbox import Job
from core.outbox.queue import MAX_ATTEMPTS
from core.outbox.worker import drain
from core.settings import Settings
from identity import links
from identity.errors import BadLink
from identity.models import Person
from tests.api.consilium import free_port
from tests.identity.conftest import Post, link_in

TOKEN = re.compile(r"token=[\w-]")


async def ask_for_letters(client: AsyncClient) -> None:
    """A link to join, one for whoever has an account already, and one to reset the password."""
    await client.post("/sign-up", data={"name": "Noor Rahman", "email": "noor@example.org"})
    await client.post("/sign-up", data={"name": "Zoe", "email": "zoe@example.org"})
    await client.post("/reset", data={"email": "zoe@example.org"})


@pytest.fixture
def try_in_vain(sessions: Sessions, settings: Settings) -> Callable[[], Awaitable[int]]:
    """Do the jobs while the mail server is away."""
    away = msgspec.structs.replace(settings, smtp_host="127.0.0.1", smtp_port=free_port())

    async def run() -> int:
        return await drain(sessions, wiring.jobs(away))

    return run


async def kept_in_outbox(session: AsyncSession) -> list[str]:
    rows = await session.scalars(text("SELECT payload::text || coalesce(last_error, '') FROM core_outbox"))
    return list(rows)


async def test_no_token_waits_in_the_outbox_nor_stays_there_when_a_letter_fails_for_good(
    client: AsyncClient, zoe: Person, session: AsyncSession, try_in_vain: Callable[[], Awaitable[int]]
) -> None:
    await ask_for_letters(client)
    waiting = await kept_in_outbox(session)
    await session.execute(update(Job).values(attempts=MAX_ATTEMPTS - 1))
    await session.commit()
    await try_in_vain()
    dead = await session.scalars(text("SELECT kind FROM core_outbox WHERE dead_at IS NOT NULL"))
    assert list(dead) == ["identity.letter"] * 3
    for kept in (waiting, await kept_in_outbox(session)):
        assert len(kept) >= 3
        assert not any(TOKEN.search(job) for job in kept), kept


async def test_a_letter_that_failed_is_sent_later_with_a_link_that_works(
    client: AsyncClient, zoe: Person, post: Post, try_in_vain: Callable[[], Awaitable[int]]
) -> None:
    await ask_for_letters(client)
    await try_in_vain()
    with clock.at(clock.now() + timedelta(minutes=5)):
        letters = await post()
        assert len(letters) == 3
        for letter in letters:
            assert (await client.get(link_in(letter))).status_code == 200


async def test_a_letter_whose_link_is_over_is_not_sent(client: AsyncClient, zoe: Person, post: Post) -> None:
    await client.post("/reset", data={"email": "zoe@example.org"})
    with clock.at(clock.now() + timedelta(hours=2)):
        assert await post() == []


async def test_a_link_opens_nothing_before_it_is_issued_and_one_token_at_a_time_after(
    sessions: Sessions, zoe: Person
) -> None:
    async with transaction(sessions) as session:
        link = await links.prepare(session, purpose="reset", email=zoe.email, person_id=zoe.id)
        first = await links.issue(session, link_id=link)
        second = await links.issue(session, link_id=link)
        assert (await links.look(session, purpose="reset", token=second)).person_id == zoe.id
        with pytest.raises(BadLink):
            await links.look(session, purpose="reset", token=first)
