from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.intervals import clip, union, whole_minutes
from credit.arithmetic import hours_text, quarters

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def span(start: int, end: int) -> tuple[datetime, datetime]:
    return NOON + timedelta(minutes=start), NOON + timedelta(minutes=end)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(7, 0), (8, 1), (22, 1), (23, 2), (52, 3), (53, 4), (67, 4), (68, 5), (85, 6), (90, 6), (0, 0)],
)
def test_minutes_round_to_the_nearest_quarter(minutes: int, expected: int) -> None:
    assert quarters(minutes) == expected


def test_credit_never_exceeds_what_was_designated() -> None:
    assert quarters(300, at_most=4) == 4


@given(st.integers(0, 100_000))
def test_rounding_is_never_off_by_more_than_seven_minutes(minutes: int) -> None:
    assert abs(quarters(minutes) * 15 - minutes) <= 7


def test_two_devices_at_the_same_time_count_once() -> None:
    assert whole_minutes([span(0, 60), span(10, 50), span(30, 70)]) == 70


def test_a_reconnect_within_the_tolerance_is_no_gap() -> None:
    parts = [span(0, 10), span(14, 20), span(40, 50)]
    assert union(parts, tolerance=timedelta(minutes=5)) == [span(0, 20), span(40, 50)]


def test_breaks_and_time_outside_the_programme_do_not_count() -> None:
    programme = [span(0, 30), span(40, 60)]
    assert whole_minutes(clip([span(-20, 80)], programme)) == 50


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=20))
def test_union_never_invents_or_counts_time_twice(pairs: list[tuple[int, int]]) -> None:
    covered = {m for a, b in pairs for m in range(a, b)}
    assert whole_minutes([span(a, b) for a, b in pairs]) == len(covered)


@pytest.mark.parametrize(("n", "text"), [(0, "0"), (1, "0.25"), (6, "1.5"), (-3, "-0.75"), (8, "2")])
def test_quarters_are_written_as_hours(n: int, text: str) -> None:
    assert hours_text(n) == text
