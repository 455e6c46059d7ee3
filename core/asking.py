"""Reading without ceremony: hot pages hand their statements to asyncpg directly.

SQLAlchemy puts a statement together once; after that, sending it through a session costs several times what
PostgreSQL and asyncpg need. Statements of columns that a page asks on every visit go this way, in the
session's own connection.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple, Protocol, cast
from weakref import WeakKeyDictionary

import asyncpg
from sqlalchemy import ARRAY, Result, Row, Select
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import AsyncSession

_WIRE = "core.asking.wire"
_DIALECT = PGDialect_asyncpg()  # type: ignore[no-untyped-call]


class Record(Protocol):
    """A row of asyncpg: `row["name"]`, `row[0]`, `View(**row)`; iterates over its values."""

    def __getitem__(self, key: Any, /) -> Any: ...
    def __iter__(self) -> Iterator[Any]: ...
    def keys(self) -> Iterable[str]: ...


class Compiled(NamedTuple):
    """The words for the server, and its arguments in order: a name that is asked for, or a constant."""

    sql: str
    names: tuple[str | None, ...]
    constants: tuple[object, ...]


_compiled: WeakKeyDictionary[Select[*tuple[Any, ...]], Compiled] = WeakKeyDictionary()
_listeners: list[Callable[[str], None]] = []


async def ask(
    session: AsyncSession, statement: Select[*tuple[Any, ...]], **parameters: object
) -> list[Record]:
    """The rows of a SELECT of plain columns. Keep the statement: it is compiled when it is first asked.

    Locks nothing: the first statement of a transaction may run before it has begun. What fails is asked again
    through the session: it may succeed there, and errors and broken connections are treated as everywhere.
    """
    sql, names, constants = _compiled.get(statement) or _compile(statement)
    if session.new or session.dirty or session.deleted:
        await session.flush()
    wire = await _wire(session)
    for hear in _listeners:
        hear(sql)
    values = [
        constant if name is None else parameters[name]
        for name, constant in zip(names, constants, strict=True)
    ]
    try:
        return cast("list[Record]", await wire.fetch(sql, *values))
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        return _records(await session.execute(statement, parameters))


def _records(rows: Result[Any]) -> list[Record]:
    """What a second try through the session brought: after a migration under us, the plan was stale."""
    return [_Again(row) for row in rows]


class _Again:
    """A row of SQLAlchemy that reads like one of asyncpg."""

    def __init__(self, row: Row[Any]) -> None:
        self._row = row

    def __getitem__(self, key: Any, /) -> Any:
        return self._row[key] if isinstance(key, int | slice) else self._row._mapping[key]  # noqa: SLF001

    def __iter__(self) -> Iterator[Any]:
        return iter(self._row)

    def keys(self) -> Iterable[str]:
        return self._row._fields


@contextmanager
def heard(hear: Callable[[str], None]) -> Iterator[None]:
    """Call `hear` with each statement asked meanwhile, whatever the session: for tests that count."""
    _listeners.append(hear)
    try:
        yield
    finally:
        _listeners.remove(hear)


def _compile(statement: Select[*tuple[Any, ...]]) -> Compiled:
    compiled = statement.compile(dialect=_DIALECT)
    for column in compiled._result_columns:  # noqa: SLF001
        if column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None) is not None:
            raise TypeError(f"{column.keyname} needs SQLAlchemy to read it: use session.execute")
    for bind in compiled.binds.values():
        kind = bind.type.item_type if isinstance(bind.type, ARRAY) else bind.type  # lists it sends itself
        if kind.dialect_impl(_DIALECT).bind_processor(_DIALECT) is not None:
            raise TypeError(f"{bind.key} needs SQLAlchemy to send it: use session.execute")
    asked = {name for name, bind in compiled.binds.items() if bind.required}
    state = compiled.construct_expanded_state(dict.fromkeys(asked))
    order = state.positiontup or []
    for value in state.parameters.values():
        if isinstance(value, datetime):
            raise TypeError("a moment in a statement that is kept stands still: make it a parameter")
    made = Compiled(
        state.statement,
        tuple(name if name in asked else None for name in order),
        tuple(state.parameters[name] for name in order),
    )
    _compiled[statement] = made
    return made


async def _wire(session: AsyncSession) -> Any:
    """The asyncpg connection behind the session, looked up once a transaction."""
    held = session.info.get(_WIRE)
    if held is not None and held[0] is session.sync_session.get_transaction():
        return held[1]
    connection = await session.connection()
    wire = (await connection.get_raw_connection()).driver_connection
    session.info[_WIRE] = session.sync_session.get_transaction(), wire
    return wire
