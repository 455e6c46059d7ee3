"""The life of a file: open (its owners work on it), waiting (for a second look), returned, approved, gone."""

from enum import StrEnum


class FileState(StrEnum):
    OPEN = "open"
    WAITING = "waiting"
    RETURNED = "returned"
    APPROVED = "approved"
    GONE = "gone"


WORKABLE = frozenset({FileState.OPEN, FileState.RETURNED})


class Size(StrEnum):
    """`thumb` and `page` are made after the upload; until then `full` is handed out in their place."""

    THUMB = "thumb"
    PAGE = "page"
    FULL = "full"


SIDES = {Size.PAGE: 1280, Size.THUMB: 320}
"""Longest sides of the derived sizes, in pixels."""
