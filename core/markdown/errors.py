from core.errors import Invalid


class TextTooLong(Invalid):
    """This text is longer than 200 kB. Split it, or attach it as a file."""


class TextTooComplex(Invalid):
    """This text has more list items, table cells, links or signs such as < than can be shown. Split it."""
