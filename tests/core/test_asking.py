"""Hot statements go to asyncpg directly, in the session's own connection and transaction."""

from unittest.mock import patch
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import PickleType, bindparam, select, type_coerce
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from core import asking, clock
from core.asking import ask, heard
from core.db import Sessions, transaction
from core.policy import GUEST, Grant, Role, Viewer
from forums.service import gate
from identity.models import Person

BY_EMAIL = select(Person.id, Person.name).where(Person.email == bindparam("email"))


def somebody(email: str = "new@example.org") -> Person:
    return Person(name="Nadia", email=email)


async def test_what_the_session_has_not_sent_yet_is_found(session: AsyncSession) -> None:
    session.add(somebody())
    rows = await ask(session, BY_EMAIL, email="new@example.org")
    assert [row["name"] for row in rows] == ["Nadia"]


async def test_a_transaction_that_fails_takes_back_what_was_asked_meanwhile(sessions: Sessions) -> None:
    with pytest.raises(RuntimeError):
        async with transaction(sessions) as session:
            session.add(somebody())
            assert await ask(session, BY_EMAIL, email="new@example.org")
            raise RuntimeError
    async with transaction(sessions) as session:
        assert await ask(session, BY_EMAIL, email="new@example.org") == []


async def test_one_session_asks_again_after_a_commit(sessions: Sessions) -> None:
    async with sessions() as session:
        session.add(somebody())
        await session.commit()
        assert len(await ask(session, BY_EMAIL, email="new@example.org")) == 1
        await session.rollback()
        assert len(await ask(session, BY_EMAIL, email="new@example.org")) == 1


async def test_an_error_is_the_one_that_sqlalchemy_raises(session: AsyncSession) -> None:
    with pytest.raises(DBAPIError):
        await ask(session, BY_EMAIL, email=7)


async def test_a_broken_connection_is_given_up_and_the_next_session_works(sessions: Sessions) -> None:
    async with sessions() as session:
        await ask(session, BY_EMAIL, email="a@example.org")
        raw = (await (await session.connection()).get_raw_connection()).driver_connection
        assert raw is not None
        raw.terminate()
        with pytest.raises(DBAPIError):
            await ask(session, BY_EMAIL, email="a@example.org")
    for _ in range(3):
        async with sessions() as session:
            assert await ask(session, BY_EMAIL, email="a@example.org") == []


async def test_columns_that_sqlalchemy_must_read_are_refused(session: AsyncSession) -> None:
    pickled = type_coerce(Person.name, PickleType).label("pickled")
    with pytest.raises(TypeError, match="pickled"):
        await ask(session, select(pickled))


async def test_values_that_sqlalchemy_must_send_are_refused(session: AsyncSession) -> None:
    with pytest.raises(TypeError, match="pickled"):
        await ask(session, select(Person.id).where(Person.name == bindparam("pickled", type_=PickleType)))


async def test_a_second_try_that_succeeds_is_the_answer(sessions: Sessions) -> None:
    """As after a migration under a running process: what asyncpg had prepared is refused once."""
    async with sessions() as session:
        session.add(somebody())
        await session.commit()
        wire = await asking._wire(session)
        with patch.object(type(wire), "fetch", side_effect=asyncpg.InvalidCachedStatementError("stale")):
            [row] = await ask(session, BY_EMAIL, email="new@example.org")
    assert (row["name"], row[1], dict(row)["name"], list(row)[1]) == ("Nadia",) * 4


async def test_a_moment_is_never_kept_in_a_statement(session: AsyncSession) -> None:
    """What is built once for a person and kept would otherwise go on asking as of then."""
    with pytest.raises(TypeError, match="moment"):
        await ask(session, select(Person.id).where(Person.created_at < clock.now()))


async def test_what_is_asked_is_heard(session: AsyncSession) -> None:
    said: list[str] = []
    with heard(said.append):
        await ask(session, BY_EMAIL, email="a@example.org")
    await ask(session, BY_EMAIL, email="a@example.org")
    assert len(said) == 1
    assert "identity_person" in said[0]


async def test_rights_are_part_of_a_kept_statement() -> None:
    """Two viewers, or one whose grants changed, never share a statement."""
    scope, me = uuid4(), uuid4()
    plain = Viewer(person_id=me, grants=frozenset({Grant(Role.MEMBER)}))
    moderator = Viewer(person_id=me, grants=plain.grants | {Grant(Role.MODERATOR, scope)})
    made = [gate._head(v.person_id, v.grants) for v in (GUEST, plain, moderator)]
    assert len({id(statement) for statement in made}) == 3
