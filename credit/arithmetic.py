"""Minutes and quarters as integers; never floats (domain rule CR-03)."""


def quarters(minutes: int, *, at_most: int | None = None) -> int:
    """Credit in quarters of an hour for whole minutes, to the nearest quarter; `at_most` is the designated
    maximum in quarters. Ties cannot occur with whole minutes. CR-03.
    """
    nearest = (2 * max(0, minutes) + 15) // 30
    return nearest if at_most is None else min(nearest, at_most)


def hours_text(quarter_count: int) -> str:
    """Quarters as people write them: 0.25, 1, 1.5."""
    whole, part = divmod(abs(quarter_count), 4)
    sign = "-" if quarter_count < 0 else ""
    return sign + str(whole) + ("", ".25", ".5", ".75")[part]
