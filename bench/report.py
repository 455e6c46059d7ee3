"""How figures are said: hardware first, distributions, and one JSON line at the end."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path


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
    rounded = {key: round(value, 3) for key, value in figures.items()}
    print(json.dumps({"bench": name, "figures": rounded}))
