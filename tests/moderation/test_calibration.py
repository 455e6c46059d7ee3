"""How often the screens are right, on sentences written for this and on real clinical texts.

The labelled set was written by the same hands as the lexicon, so its figures are an upper bound. Half of it,
"held_out", was not looked at while the lexicon was tuned.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from moderation.screens import Band, screen

LABELLED = [
    json.loads(line) for line in (Path(__file__).parent / "labelled.jsonl").read_text("utf-8").splitlines()
]


def rates(rows: list[dict[str, Any]]) -> tuple[float, float]:
    """Precision and recall of "somebody should look at this"."""
    flagged = [row for row in rows if screen(row["text"]).band != Band.NONE]
    right = sum(row["label"] == "promotional" for row in flagged)
    return right / len(flagged), right / sum(row["label"] == "promotional" for row in rows)


def test_the_labelled_set_is_large_enough_to_say_something() -> None:
    assert len(LABELLED) >= 120
    assert sum(row["label"] == "promotional" for row in LABELLED) >= 50


@pytest.mark.parametrize(
    ("part", "precision", "recall"), [("development", 0.95, 0.95), ("held_out", 0.9, 0.9)]
)
def test_precision_and_recall_do_not_fall_below_their_floors(
    part: str, precision: float, recall: float
) -> None:
    found = rates([row for row in LABELLED if row["set"] == part])
    assert found[0] >= precision
    assert found[1] >= recall


@pytest.mark.parametrize(("part", "recall"), [("sly", 0.8), ("sly_unseen", 0.15)])
def test_sly_promotion_is_found_as_often_as_before(part: str, recall: float) -> None:
    """Pitches without a single word of advertising, written to get past the lexicon.

    Of "sly" 2 in 16 were found until `persuasion` was written with them in view; of "sly_unseen", written
    after that and never tuned to, 2 in 12. So this is what screens do not see and readers' reports are for.
    """
    assert rates([row for row in LABELLED if row["set"] == part])[1] >= recall


def test_no_neutral_text_is_held_back() -> None:
    neutral = [row["text"] for row in LABELLED if row["label"] == "neutral"]
    assert [text for text in neutral if screen(text).band == Band.HOLD] == []


def texts(name: str) -> Iterator[str]:
    folder = os.environ.get("CONSILIUM_SHARED_DATA")
    if not folder:
        pytest.skip("real texts are not at hand: set CONSILIUM_SHARED_DATA")
    for entry in json.loads((Path(folder) / f"{name}.json").read_text("utf-8")):
        yield "\n".join(strings(entry))


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(inner)


@pytest.mark.parametrize("name", ["clinical_notes", "journal_articles", "case_reports"])
def test_real_clinical_texts_are_flagged_in_less_than_two_of_a_hundred(name: str) -> None:
    bands = [screen(text).band for text in texts(name)]
    flagged = sum(band != Band.NONE for band in bands)
    print(f"{name}: {flagged} of {len(bands)} flagged")  # noqa: T201 - the figure is the point
    assert Band.HOLD not in bands
    assert flagged <= 0.02 * len(bands)
