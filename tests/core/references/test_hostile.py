"""Whatever a file holds, reading it ends with records, with sentences or with a refusal."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from core.references import Parsed, parse

PIECES = st.sampled_from([
    "TY  - JOUR\n", "ER  - \n", "TI  - ", "AU  - ", "UR  - ;;\n", "PMID- 1\n", "      more\n",
    "FAU - a,,b\n", "AUID- \n", "AID - x\n", "DP  - \n", "CN  - \n", "MH  - /*\n",
    "LID - 10.1000/x [doi]\n", "\n", "\n\n", "@article{", "@string{", "@comment(", "a", ",", "=", "{", "}",
    '"', "#", "\\", "\\'", "\\begin{x}", "$", "%", "title = {x}", "author = {a and b, c, d, e}", " and ",
    "[", "]", '{"title":', '"x"', ":", "null", "1e999", "NaN", "-", "true", '"author":', '"issued":',
    '"date-parts":', "\ud7ff", '"items": [', "\0", "\u202e", "\x85", "\u2028", "(", ")", "@", "1" * 30,
])  # fmt: skip
STARTS = st.sampled_from(["", "TY  - JOUR\n", "PMID- 1\n", "@article{a,\n", "[", '{"items": ['])


@settings(max_examples=500, deadline=None)
@given(st.tuples(STARTS, st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join)).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    check(text.encode("utf-8", "replace"))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["x.ris", "x.bib", "x.nbib", "x.json"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    check(data, name)


def check(data: bytes, name: str = "") -> Parsed | None:
    try:
        parsed = parse(name, data)
    except DomainError:
        return None
    lines = data.count(b"\n") + data.count(b"\r") + 1
    assert all(1 <= reference.line <= lines for reference in parsed.references)
    assert all(1 <= bad.line <= lines for bad in parsed.bad)
    assert all(found.title for found in parsed.references)
    return parsed


FLOODS = {
    "brackets": "[" * 4_900_000,
    "objects": '{"title":' * 500_000,
    "a long number": '[{"title": "A", "volume": ' + "9" * 1_000_000 + "}]",
    "blank json": "[" + " " * 4_900_000,
    "braces": "@article{a, title={" + "{" * 3_000_000,
    "braces that close": "@article{a, title=" + "{" * 300_000 + "}" * 300_000 + "}",
    "accents": "@article{a, title={" + "\\'{" * 15 + "a" + "}" * 15 + "\\'e" * 30_000 + "}}",
    "environments": "@article{a, title={" + "\\begin{a}" * 10_000 + "}}",
    "many authors": ("@article{a, title={A}, author={" + "a and " * 16_000 + "b}}\n") * 20,
    "authors": "@article{a, title={A}, author={" + "a and " * 16_000 + "b}}",
    "at signs": "@article{a, title={A}}" + "@" * 49_000,
    "entries without end": "@article{a,\n" * 40_000,
    "strings": '@string{a = "b"}\n' * 40_000,
    "one ris record": "TY  - JOUR\n" + "TI  - A\n" * 500_000 + "ER  - \n",
    "continuations": "TY  - JOUR\nTI  - A\n" + "more\n" * 900_000 + "ER  - \n",
    "stray lines": "TY  - JOUR\nER  - \n" + "what\n" * 900_000,
    "one nbib record": "PMID- 1\nTI  - A\n" + "      more\n" * 400_000,
    "nbib authors": "PMID- 1\nTI  - A\n" + "FAU - a, b\n" * 200_000,
    "blank lines": "PMID- 1\n" + "\n" * 4_900_000,
}


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
def test_a_flood_takes_bounded_time(flood: str) -> None:
    start = time.process_time()
    assert len(flood) <= 5_000_000
    check(flood.encode())
    assert time.process_time() - start < 30
