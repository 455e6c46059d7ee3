"""How many statements a piece of work sends to PostgreSQL.

async with count_queries(sessions) as queries:
    await browser.get("/boards")
assert len(queries) <= 3, queries
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from core import asking
from core.db import Sessions


@asynccontextmanager
async def count_queries(sessions: Sessions | AsyncEngine) -> AsyncIterator[list[str]]:
    """The statements sent meanwhile by this engine, in order; BEGIN and COMMIT are not among them."""
    engine = sessions if isinstance(sessions, AsyncEngine) else sessions.kw["bind"]
    sent: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", hear)
    try:
        with asking.heard(sent.append):
            yield sent
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", hear)
