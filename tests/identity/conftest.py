from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from core.db import Sessions
from core.policy import Role
from identity.models import Person
from tests.conftest import someone

Counted = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def queries() -> Counted:
    """The statements sent inside the block."""

    @contextmanager
    def listening() -> Iterator[list[str]]:
        asked: list[str] = []

        def hear(_: Any, __: Any, statement: str, *___: Any) -> None:
            asked.append(statement)

        event.listen(Engine, "before_cursor_execute", hear)
        try:
            yield asked
        finally:
            event.remove(Engine, "before_cursor_execute", hear)

    return listening


@pytest.fixture
async def amy(sessions: Sessions) -> Person:
    """The administrator."""
    return await someone(sessions, "Amy Kowalski", Role.ADMINISTRATOR)


@pytest.fixture
async def rex(sessions: Sessions) -> Person:
    """The registrar."""
    return await someone(sessions, "Rex Andersen", Role.REGISTRAR)
