"""What changed between two texts, for people to read."""

import re
from difflib import SequenceMatcher
from itertools import chain
from typing import Literal

Piece = tuple[Literal["same", "gone", "new"], str]

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_MOST = 1500  # beyond so many words lines are compared, which stays quick on any text


def changes(before: str, after: str) -> list[Piece]:
    """The pieces of both texts in order. Whole lines where the texts are long."""
    pattern = _WORDS if _is_short(before) and _is_short(after) else _LINES
    old, new = pattern.findall(before), pattern.findall(after)
    if max(len(old), len(new)) > _MOST:
        return [("gone", before), ("new", after)]
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [p for p in chain.from_iterable(_pieces(step, old, new) for step in steps) if p[1]]


def _is_short(text: str) -> bool:
    return len(_WORDS.findall(text)) <= _MOST


def _pieces(step: tuple[str, int, int, int, int], old: list[str], new: list[str]) -> list[Piece]:
    kind, old_from, old_to, new_from, new_to = step
    if kind == "equal":
        return [("same", "".join(old[old_from:old_to]))]
    return [("gone", "".join(old[old_from:old_to])), ("new", "".join(new[new_from:new_to]))]
