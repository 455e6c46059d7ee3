"""Rectangles out of a form: suggestions that were ticked, and rows of four numbers, drawn or typed."""

from itertools import zip_longest

from msgspec import ValidationError, convert

from files.schemas import Box
from web.forms import FormState
from web.i18n import N_

FIELDS = ("x", "y", "width", "height")
FOUR_NUMBERS = N_("Give four whole numbers: from the left, from the top, width and height.")


def boxes_in(form: FormState) -> list[Box]:
    """Rows that are left empty are none; one that is not four numbers is told beside the field."""
    typed = zip_longest(*(form.texts(name) for name in FIELDS), fillvalue="")
    rows = [row for row in typed if any(text.strip() for text in row)]
    rows += [tuple(ticked.split(",")) for ticked in form.texts("box")]
    return [box for row in rows if (box := _box(form, row))]


def _box(form: FormState, row: tuple[str, ...]) -> Box | None:
    try:
        return convert(dict(zip(FIELDS, row, strict=True)), Box, strict=False)
    except (ValidationError, ValueError):
        form.fail("x", FOUR_NUMBERS)
        return None
