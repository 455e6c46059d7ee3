"""The rows of a structured table as fields of a form, and back to the section's text."""

from cases import tables
from cases.care import Slot
from cases.vocabulary import words_of
from core.errors import Invalid
from web.forms import FormState
from web.i18n import Language
from web.pages.cases import labels

SPARE = 3
"""Empty rows that a form ends with."""
MOST_DIGITS = 4


def filled(slot: Slot, text: str, *, version: int) -> FormState:
    """The form of a section as it is kept."""
    table = tables.read(slot, text)
    form = FormState.of(version=version, before=table.before, after=table.after)
    _put(form, slot, table.rows)
    return form


def body_of(slot: Slot, form: FormState, *, kept: str, language: Language) -> str:
    """The text that the form says. A table keeps the headings it has; a new one gets them in `language`."""
    named = [language(labels.COLUMNS[column.key]) for column in slot.columns]
    headings = tables.read(slot, kept).headings or named
    return tables.written(
        slot, headings, rows_of(slot, form), before=form.text("before"), after=form.text("after")
    )


def rows_of(slot: Slot, form: FormState) -> list[dict[str, str]]:
    return [
        {column.key: form.text(f"{column.key}-{n}").strip() for column in slot.columns}
        for n in range(_amount(form))
    ]


def lengthen(slot: Slot, form: FormState) -> None:
    """More empty rows below those that are filled."""
    _put(form, slot, [row for row in rows_of(slot, form) if any(row.values())])


def terms(slot: Slot, form: FormState, language: Language) -> dict[str, list[tuple[str, str]]]:
    """By field: the options of those that take a term, and the word that stands there if it is another."""
    offered: dict[str, list[tuple[str, str]]] = {}
    for column in slot.columns:
        for n in range(_amount(form) if column.terms else 0):
            said = form.text(f"{column.key}-{n}")
            known = list(words_of(column.terms, language.code).values())
            others = [said] if said and said not in known else []
            offered[f"{column.key}-{n}"] = [("", ""), *((word, word) for word in [*known, *others])]
    return offered


def _put(form: FormState, slot: Slot, rows: list[dict[str, str]]) -> None:
    shown = max(len(rows), min(len(rows) + SPARE, tables.MOST_ROWS))
    form.values["rows"] = [str(shown)]
    for n in range(shown):
        for column in slot.columns:
            form.values[f"{column.key}-{n}"] = [rows[n][column.key] if n < len(rows) else ""]


def _amount(form: FormState) -> int:
    """Raises Invalid."""
    said = form.text("rows", "0")
    amount = int(said) if said.isascii() and said.isdigit() and len(said) < MOST_DIGITS else -1
    if not 0 <= amount <= tables.MOST_ROWS:
        raise Invalid
    return amount
