"""Characters that show something else than what is written: controls and direction overrides."""

import re
from collections.abc import Iterator

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OVERRIDES = "\u202d\u202e"
_CLOSES = {"\u2069": "\u2066\u2067\u2068", "\u202c": "\u202a\u202b\u202d\u202e"}

# What XML 1.0 cannot say (section 2.2), even as a reference.
_UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Spot = tuple[int, int]  # which piece, where in it


def without_controls(text: str) -> str:
    """Line ends become LF; other control characters, lone surrogates and noncharacters go."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def sayable(text: str) -> str:
    """Text that an XML document can hold."""
    return _UNSAYABLE.sub("", text)


def balanced(pieces: list[str]) -> list[str]:
    """The pieces of one line, without overrides and without embeddings or isolates that do not close.

    Right-to-left writers need balanced isolates; an override only ever disguises text, and an opening that
    is never closed reorders what follows on the page.
    """
    if not any(_BIDI.search(piece) for piece in pieces):
        return pieces
    doomed = set(_doomed(pieces))
    return [
        "".join(char for at, char in enumerate(piece) if (number, at) not in doomed)
        for number, piece in enumerate(pieces)
    ]


def neutral(text: str) -> str:
    """Text of several lines, each balanced by itself."""
    return "\n".join(balanced([line])[0] for line in text.split("\n"))


def _doomed(pieces: list[str]) -> Iterator[Spot]:
    open_spots: list[tuple[str, Spot]] = []
    for number, piece in enumerate(pieces):
        for found in _BIDI.finditer(piece):
            char, spot = found[0], (number, found.start())
            if char not in _CLOSES:
                open_spots.append((char, spot))
            elif not open_spots or open_spots[-1][0] not in _CLOSES[char]:
                yield spot
            else:
                opener, opened_at = open_spots.pop()
                if opener in _OVERRIDES:
                    yield from (opened_at, spot)
    yield from (spot for _, spot in open_spots)
