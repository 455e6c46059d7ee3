"""When the renderer changes, what it once wrote is rendered anew.

Every table with the columns `x`, `x_html` and `x_version` holds rendered text; finding them by their names
means that none can be forgotten.
"""

from collections.abc import AsyncIterator
from typing import Any

import structlog
from msgspec import Struct
from sqlalchemy import Column, MetaData, Table, and_, select, tuple_, update

from core.db import Base, Sessions, transaction
from core.errors import DomainError
from core.markdown.rendering import VERSION, render

logger = structlog.get_logger()

BATCH = 200
Key = tuple[Any, ...]
"""A row's primary key, in the order of its columns."""


class Source(Struct, frozen=True):
    """Where a text, its HTML and the version of the renderer live."""

    table: Table
    body: Column[Any]
    html: Column[Any]
    version: Column[Any]


class Outcome(Struct):
    """Rows rendered anew, and rows whose text today's renderer refuses; those keep their old HTML."""

    renewed: int = 0
    refused: int = 0


def sources(metadata: MetaData = Base.metadata) -> list[Source]:
    """All columns that hold rendered text and may be changed, in a fixed order."""
    return [
        Source(table, column, table.c[f"{column.name}_html"], table.c[f"{column.name}_version"])
        for table in metadata.sorted_tables
        if not table.info.get("append_only")
        for column in table.c
        if {f"{column.name}_html", f"{column.name}_version"} <= set(table.c.keys())
    ]


async def rerender(sessions: Sessions, *, metadata: MetaData = Base.metadata, batch: int = BATCH) -> Outcome:
    """Render every stale row anew, each in a short transaction of its own.

    It may stop at any time and be started again: a row's own version says whether it is done.
    """
    outcome = Outcome()
    for source in sources(metadata):
        async for row_id, body in _stale(sessions, source, batch):
            await _renew(sessions, source, row_id, body, outcome)
    return outcome


async def _stale(sessions: Sessions, source: Source, batch: int) -> AsyncIterator[tuple[Key, str]]:
    columns = source.table.primary_key.columns
    key = tuple_(*columns)
    page = select(*columns, source.body).where(source.version < VERSION).order_by(*columns).limit(batch)
    after: Key | None = None
    while True:
        async with sessions() as session:
            rows = (await session.execute(page if after is None else page.where(key > after))).all()
        for *row_key, body in rows:
            yield tuple(row_key), body
        if len(rows) < batch:
            return
        after = tuple(rows[-1][:-1])


async def _renew(sessions: Sessions, source: Source, row_key: Key, body: str, outcome: Outcome) -> None:
    try:
        rendered = render(body)
    except DomainError as refusal:
        await logger.awarning(
            "text not rendered anew", table=source.table.name, id=str(row_key), why=refusal.code
        )
        outcome.refused += 1
        return
    # An edit that came in between has rendered the row itself; its body is another one now.
    columns = source.table.primary_key.columns
    unchanged = and_(tuple_(*columns) == row_key, source.body == body, source.version < VERSION)
    # Rendering anew is no edit: columns such as edited_at keep their value.
    kept = {c: c for c in source.table.c if c.onupdate is not None}
    values = {**kept, source.html: rendered.html, source.version: rendered.version}
    async with transaction(sessions) as session:
        done = await session.execute(update(source.table).where(unchanged).values(values).returning(*columns))
    outcome.renewed += len(done.all())
