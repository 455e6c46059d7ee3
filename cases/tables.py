"""The structured tables of a write-up: Markdown tables that are read by their columns. Pure.

The text stays the record, so that authors write tables together, compare and restore them like any text; a
form shows the rows as fields. Rows that do not fit keep the write-up from being handed in, and lose nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile

from msgspec import Struct

from cases.care import Column, Slot
from cases.vocabulary import code_of

MOST_ROWS = 60

_CELL = re.compile(r"(?:\\.|[^|\\]|\\$)*")
_DASHES = re.compile(r":?-+:?")


class Fault(Struct, frozen=True):
    """`row` counts from 1. `problem`: missing, unknown (no term), or surplus (then `column` is empty)."""

    row: int
    column: str
    problem: str


class Table(Struct, frozen=True):
    """What stands before and after the first table, its headings, and its rows by the columns' keys."""

    before: str
    headings: list[str]
    rows: list[dict[str, str]]
    after: str
    faults: list[Fault]


def read(slot: Slot, text: str) -> Table:
    """The first table in the text, its cells taken by their place; no rows when there is none."""
    lines = text.split("\n")
    start = next((n for n in range(len(lines) - 1) if _begins(lines, n)), None)
    if start is None:
        return Table(text.strip(), [], [], "", [])
    body = list(takewhile(lambda line: "|" in line, lines[start + 2 :]))
    cells = [found for line in body if any(found := _cells(line))]
    return Table(
        before="\n".join(lines[:start]).strip(),
        headings=_cells(lines[start]),
        rows=[_row(slot.columns, found) for found in cells],
        after="\n".join(lines[start + 2 + len(body) :]).strip(),
        faults=[fault for number, found in enumerate(cells, 1) for fault in _faults(slot, number, found)],
    )


def written(
    slot: Slot,
    headings: Sequence[str],
    rows: Iterable[Mapping[str, str]],
    *,
    before: str = "",
    after: str = "",
) -> str:
    """Markdown of the rows that say something, between two texts. `headings` in the columns' order."""
    said = [[_safe(row.get(column.key, "")) for column in slot.columns] for row in rows]
    lines = [_line(found) for found in said if any(found)]
    head = [_line([_safe(heading) for heading in headings]), _line(["---"] * len(headings))] if lines else []
    return "\n\n".join(part for part in (before.strip(), "\n".join([*head, *lines]), after.strip()) if part)


def fits_a_form(slot: Slot, text: str) -> bool:
    """Whether fields can show all that the table says; otherwise it is edited as text."""
    table = read(slot, text)
    surplus = any(fault.problem == "surplus" for fault in table.faults)
    return len(table.rows) <= MOST_ROWS and not surplus and len(table.headings) in {0, len(slot.columns)}


def words(text: str) -> int:
    """How many words a text with tables has: the strokes of a table are none."""
    lines = (line for line in text.split("\n") if not _is_rule(line))
    return sum(len(line.replace("|", " ").split()) for line in lines)


def _begins(lines: Sequence[str], n: int) -> bool:
    return "|" in lines[n] and _is_rule(lines[n + 1])


def _is_rule(line: str) -> bool:
    parts = line.strip().removeprefix("|").removesuffix("|").split("|")
    return "|" in line and all(_DASHES.fullmatch(part.strip()) for part in parts)


def _cells(line: str) -> list[str]:
    inner = line.strip()
    inner = inner.removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    parts: list[str] = []
    place = 0
    while place <= len(inner):
        found = _CELL.match(inner, place)
        assert found is not None
        parts.append(found[0].strip().replace("\\|", "|").replace("\\\\", "\\"))
        place = found.end() + 1
    return parts


def _row(columns: Sequence[Column], cells: Sequence[str]) -> dict[str, str]:
    filled = [*cells, *[""] * len(columns)]
    return {column.key: filled[n] for n, column in enumerate(columns)}


def _faults(slot: Slot, number: int, cells: Sequence[str]) -> Iterable[Fault]:
    row = _row(slot.columns, cells)
    for column in slot.columns:
        if column.required and not row[column.key]:
            yield Fault(number, column.key, "missing")
        elif column.terms and row[column.key] and not code_of(column.terms, row[column.key]):
            yield Fault(number, column.key, "unknown")
    if any(cells[len(slot.columns) :]):
        yield Fault(number, "", "surplus")


def _safe(cell: str) -> str:
    return " ".join(cell.split()).replace("\\", "\\\\").replace("|", "\\|")


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
