"""How figures are said: hardware first, distributions, and one JSON line at the end."""

import json
import os
import platform
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

_SNAKE = re.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*")


def hardware() -> str:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return f"{os.cpu_count()} x {model}, Python {platform.python_version()}, {platform.system()}"


def quantile(values: Sequence[float], share: float) -> float:
    """The nearest-rank quantile; `values` need not be sorted."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median(values: Sequence[float]) -> float:
    return quantile(values, 0.5)


def finish(name: str, figures: Mapping[str, float]) -> None:
    """The line that programs read. Raises ValueError for a figure that is not named in snake case."""
    if odd := [key for key in figures if not _SNAKE.fullmatch(key)]:
        raise ValueError(f"figures are named in snake case, with their unit: {odd}")
    rounded = {key: round(value, 3) for key, value in figures.items()}
    print(json.dumps({"bench": name, "figures": rounded}))
