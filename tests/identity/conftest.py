import re
from collections.abc import Awaitable, Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from core.db import Sessions, transaction
from core.policy import Grant, Role, Viewer
from core.settings import Settings
from identity import passwords, service
from identity.models import Person
from identity.policy import OPERATOR
from tests.conftest import someone

PASSWORD = "seven quiet herons at dusk"
Post = Callable[[], Awaitable[list[EmailMessage]]]


@pytest.fixture
async def amy(sessions: Sessions) -> Person:
    """The administrator."""
    return await someone(sessions, "Amy Kowalski", Role.ADMINISTRATOR)


@pytest.fixture
async def rex(sessions: Sessions) -> Person:
    """The registrar."""
    return await someone(sessions, "Rex Andersen", Role.REGISTRAR)


@pytest.fixture
async def zoe(sessions: Sessions) -> Person:
    """Somebody who has a password and knows it."""
    async with transaction(sessions) as session:
        person_id = await service.add_person(
            session,
            actor=OPERATOR,
            name="Zoe Marchetti",
            email="zoe@example.org",
            password_hash=await passwords.hash_password(PASSWORD),
        )
        return await session.get_one(Person, person_id)


@pytest.fixture
def post(do_jobs: Callable[[], Awaitable[int]], settings: Settings) -> Post:
    """All letters that were sent so far, the oldest first."""

    async def fetch() -> list[EmailMessage]:
        await do_jobs()
        files = sorted((settings.data / "mail").glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    return fetch


def words_of(letter: EmailMessage) -> str:
    return str(letter.get_content())


def link_in(letter: EmailMessage) -> str:
    found = re.search(r"http://testserver(/\S+)", words_of(letter))
    assert found
    return found[1]


def viewer(person: Person, *roles: Role) -> Viewer:
    return Viewer(person_id=person.id, name=person.name, grants=frozenset(Grant(role) for role in roles))
