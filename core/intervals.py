"""Spans of time: united, clipped, counted in whole minutes (domain rules CR-04, LV-1)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

Interval = tuple[datetime, datetime]


def union(intervals: Iterable[Interval], *, tolerance: timedelta = timedelta()) -> list[Interval]:
    """Intervals merged where they overlap or leave a gap of at most `tolerance` (a reconnect, LV-1)."""
    merged: list[Interval] = []
    for start, end in sorted(i for i in intervals if i[0] < i[1]):
        if merged and start <= merged[-1][1] + tolerance:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def clip(intervals: Iterable[Interval], programme: Iterable[Interval]) -> list[Interval]:
    """The parts of `intervals` that lie within the programme; breaks are what the programme leaves out."""
    parts = [
        (max(start, opens), min(end, closes))
        for start, end in union(intervals)
        for opens, closes in union(programme)
    ]
    return [(start, end) for start, end in parts if start < end]


def whole_minutes(intervals: Iterable[Interval]) -> int:
    """Total length in whole minutes, overlaps counted once, rounded down once at the end."""
    total = sum(((end - start) for start, end in union(intervals)), timedelta())
    return int(total.total_seconds()) // 60
