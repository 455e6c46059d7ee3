"""Names are shown everywhere, so they hold nothing that bends the text around them."""

import unicodedata

from core.errors import Invalid
from identity.words import N_

SHORTEST, LONGEST = 2, 120
FORMER = "Former member"  # what an erased person is called
NO_NAME = N_("Enter the name you work under, 2 to 120 characters.")


def clean(name: str, *, field: str = "name") -> str:
    """One line, one form, no control or direction characters. Raises Invalid."""
    plain = unicodedata.normalize("NFC", " ".join(tidy(name).split()))
    letters = any(character.isalpha() for character in plain)
    if not SHORTEST <= len(plain) <= LONGEST or not letters or plain.casefold() == FORMER.casefold():
        raise Invalid({field: NO_NAME})
    return plain


def tidy(text: str) -> str:
    """Without control, format (overrides, zero width) and unassigned characters; joiners inside stay."""
    return "".join(c for c in text if c in _JOINERS or c == " " or unicodedata.category(c) not in _BAD)


_BAD = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")  # Persian, Hindi and others are not written right without them
