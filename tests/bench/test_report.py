"""What a bench says in the end is read by programs."""

import json

import pytest

from bench.report import finish, quantile


def test_a_bench_ends_with_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    finish("pages", {"thread_p95_ms": 54.31789, "board_first_load_kb": 22.6})
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert said == {"bench": "pages", "figures": {"thread_p95_ms": 54.318, "board_first_load_kb": 22.6}}


@pytest.mark.parametrize("name", ["threadP95", "thread p95 ms", "Thread_ms"])
def test_a_figure_is_named_in_snake_case_with_its_unit(name: str) -> None:
    with pytest.raises(ValueError, match="snake case"):
        finish("pages", {name: 1.0})


def test_a_quantile_is_one_of_the_values() -> None:
    assert quantile([3, 1, 2], 0.5) == 2
    assert quantile([1.0], 0.99) == 1.0
