"""Real clinical prose for the bench of the privacy screens, in two halves that do not meet.

"tuning" is what rules were written with; "held_out" was not read by anybody who wrote them.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).resolve().parent.parent
READ_EARLY = 14  # notes seen before the halves were cut: they are tuning, whatever their hash


class Note(Struct, frozen=True):
    name: str
    text: str
    part: str


def shared_data() -> Path | None:
    """The folder of real texts: CONSILIUM_SHARED_DATA, or `shared/data` beside one of our parents."""
    named = os.environ.get("CONSILIUM_SHARED_DATA")
    candidates = [Path(named)] if named else [parent / "shared" / "data" for parent in ROOT.parents]
    return next((path for path in candidates if (path / "clinical_notes.json").is_file()), None)


def half(text: str) -> str:
    return "held_out" if hashlib.sha256(text.encode()).digest()[0] % 2 else "tuning"


def notes(folder: Path) -> Iterator[Note]:
    """Transcribed notes (line ends were lost as commas: given back) and the sections of case reports."""
    transcribed = json.loads((folder / "clinical_notes.json").read_text("utf-8"))
    for index, note in enumerate(transcribed):
        part = "tuning" if index < READ_EARLY else half(note["text"])
        yield Note(note["name"], lines_again(note["text"]), part)
    for report in json.loads((folder / "case_reports.json").read_text("utf-8")):
        text = "\n\n".join([report["abstract"], *(s["text"] for s in report["sections"])])
        yield Note(report["title"], text, half(report["title"]))


def lines_again(text: str) -> str:
    return re.sub(r"(?<=[.:]),(?=[ A-Z0-9])\s*", "\n", text)
