"""`consilium screen privacy`: lines in, lines out, and nothing lost when a line is at fault."""

import json
from pathlib import Path
from typing import Any

import pytest

from api.cli.__main__ import main

NOTE = {"id": "a", "text": "☕ Mr. Okafor, MRN 00483920.", "other": 1}


def written(path: Path, *lines: Any) -> Path:
    path.write_text(
        "".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in lines), "utf-8"
    )
    return path


def screen(source: Path, target: Path, *words: str) -> int:
    return main(["screen", "privacy", "--in", str(source), "--out", str(target), *words])


def test_each_line_is_answered_with_its_spans(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    assert screen(written(tmp_path / "in.jsonl", NOTE, "", {"id": 7, "text": "Nothing."}), target) == 0
    first, second = map(json.loads, target.read_text("utf-8").splitlines())
    assert first == {
        "id": "a",
        "spans": [{"start": 6, "end": 12, "type": "name"}, {"start": 18, "end": 26, "type": "record"}],
    }
    assert second == {"id": 7, "spans": []}


def test_faults_are_named_by_line_and_the_old_output_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = written(tmp_path / "in.jsonl", NOTE, {"id": "b"}, "{broken", {"id": "c", "text": 5})
    target = written(tmp_path / "out.jsonl", "kept")
    assert screen(source, target) == 1
    said = capsys.readouterr().err
    assert [f"in.jsonl:{n}:" in said for n in (1, 2, 3, 4)] == [False, True, True, True]
    assert target.read_text("utf-8") == "kept\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_a_file_may_be_its_own_output(tmp_path: Path) -> None:
    source = written(tmp_path / "in.jsonl", NOTE)
    assert screen(source, source) == 0
    assert json.loads(source.read_text("utf-8"))["id"] == "a"


@pytest.mark.parametrize("missing", ["source", "folder"])
def test_what_cannot_be_read_or_written_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    source = tmp_path / "none.jsonl" if missing == "source" else written(tmp_path / "in.jsonl", NOTE)
    target = tmp_path / ("out.jsonl" if missing == "source" else "none/out.jsonl")
    assert screen(source, target) == 1
    assert "cannot be" in capsys.readouterr().err
    assert not target.exists()
