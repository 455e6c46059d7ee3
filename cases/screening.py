"""The port through which write-ups are read for what may tell who the patient is; the wiring fills it."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from uuid import UUID

from msgspec import Struct

from cases.bibliography import without_citations


class Finding(Struct, frozen=True, kw_only=True):
    """`start` and `end` are code-point offsets into the text; `suggestion` may stand there instead.

    `type` is one of the screen's classes, `rule_id` its rule (domain 3.1: PV-A to PV-R).
    """

    start: int
    end: int
    type: str
    rule_id: str
    suggestion: str


Screen = Callable[[str], Sequence[Finding]]
_screen: list[Screen] = []


def read_with(screen: Screen) -> None:
    """Name the screen; the last one counts."""
    _screen[:] = [screen]


def read(text: str) -> Sequence[Finding]:
    """Takes processor time in proportion to the text: call it off the event loop.

    Keys of citations are not read: what is none of a known work's keeps the write-up from being handed in.
    """
    return _screen[0](without_citations(text))


def key_of(case_id: UUID, finding_type: str, quote: str) -> str:
    """Names a finding by its words without keeping them: they may be what has to go."""
    words = " ".join(quote.casefold().split())
    return sha256(f"{case_id}:{finding_type}:{words}".encode()).hexdigest()[:32]
