from datetime import date
from pathlib import Path

import pytest

from credit import rulebook
from credit.rulebook import BadRules, System, read


def test_the_rules_in_force_depend_on_the_day() -> None:
    before = rulebook.system("rcpsc_moc", on=date(2023, 12, 31))
    after = rulebook.system("rcpsc_moc", on=date(2024, 1, 1))
    assert (before.target_quarters_cycle, after.target_quarters_cycle) == (1600, 1000)


def test_the_trademarked_credit_belongs_to_providers() -> None:
    assert rulebook.system("ama_cat1", on=date(2026, 1, 1)).claim == "provider"


def test_overlapping_versions_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "systems.yaml"
    row = "- {id: x1, name: X, source_url: 'https://x', unit_minutes: 60, max_quarters_per_day: 8, "
    row += "claim: self, "
    path.write_text(row + "effective_from: 2020-01-01}\n" + row + "effective_from: 2021-01-01}\n")
    with pytest.raises(BadRules, match="x1 overlap"):
        read(path, System)


def test_a_misspelt_rule_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "systems.yaml"
    path.write_text("- {id: x1, nam: X}\n")
    with pytest.raises(BadRules, match=r"systems\.yaml"):
        read(path, System)
