"""The privacy screen as write-ups ask for it: the same text is read once."""

from functools import lru_cache

from cases.screening import Finding
from moderation.screens.privacy import RULES, find

REMEMBERED = 256  # texts of at most 50,000 characters


@lru_cache(maxsize=REMEMBERED)
def may_identify(text: str) -> tuple[Finding, ...]:
    """What in a text may tell who the patient is, in its order."""
    return tuple(
        Finding(
            start=span.start,
            end=span.end,
            type=span.type.value,
            rule_id=RULES[span.type],
            suggestion=span.suggestion,
        )
        for span in find(text)
    )
