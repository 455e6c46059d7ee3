"""How long somebody attended: server-side intervals, united and clipped (LV-1)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from core.intervals import Interval, clip, union, whole_minutes

TOLERANCE = timedelta(minutes=5)
"""A gap of a reconnect that still counts as being there."""


def attended(
    visits: Iterable[Interval], programme: Sequence[Interval]
) -> tuple[int, datetime, datetime] | None:
    """Whole minutes within the programme, and the first and last moment of them; None for nothing."""
    parts = clip(union(visits, tolerance=TOLERANCE), programme)
    if not parts:
        return None
    return whole_minutes(parts), parts[0][0], parts[-1][1]
