"""Records into the database: a transaction a batch, a savepoint a record."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from msgspec import Struct, field
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from api.imports.records import Fault
from core.db import Sessions, transaction
from core.errors import DomainError, Invalid

T = TypeVar("T")
BATCH = 50
UNFIT = "There is something in this record that is not text, such as a null character."
Take = Callable[[AsyncSession, T], Awaitable[str]]


class Tally(Struct):
    """How it went: how many of each outcome, and what could not be taken in."""

    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)


async def take_all(
    sessions: Sessions,
    records: Iterable[tuple[int, T] | Fault],
    take: Take[T],
    *,
    told: Callable[[int], None],
) -> Tally:
    """`take` each record and count what it answers. A record that is refused costs no other one."""
    tally = Tally()
    for batch in _batches(records):
        async with transaction(sessions) as session:
            for record in batch:
                await _one(session, record, take, tally)
        told(len(batch))
    return tally


async def _one(session: AsyncSession, record: tuple[int, T] | Fault, take: Take[T], tally: Tally) -> None:
    if isinstance(record, Fault):
        tally.faults.append(record)
        return
    line, value = record
    try:
        async with session.begin_nested():
            tally.outcomes[await take(session, value)] += 1
    except DomainError as error:
        tally.faults.append(Fault(line, _said(error)))
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        tally.faults.append(Fault(line, UNFIT))
    except UnicodeError:
        tally.faults.append(Fault(line, UNFIT))


def _said(error: DomainError) -> str:
    fields = error.fields.items() if isinstance(error, Invalid) else ()
    return " ".join([error.message, *(f"({name}: {said})" for name, said in fields)])


def _batches(records: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(records)
    while batch := list(islice(waiting, BATCH)):
        yield batch
