"""Hostile texts of 200 kB take seconds at most, and never the whole service."""

import time
from contextlib import suppress

import pytest

from core.markdown import MAX_BYTES, TextTooComplex, render

PATTERNS = [
    "*", "*a ", "a* ", "*a **b ", "**a*", "_a_ ", "~~a ", "`", "` `` ", "[", "]", "![", "[a](", "[a](<b",
    "[]", "*]", "*[a](/b)", "[a][", "[a](/b)", "![a](/b)", "<", "<http:", "<a@", "<!-- ", "&", "&#", "&lt;",
    "\\", '"', ">", "> ", "> a\n", ">\n\n", "> - ", "- ", "- a\n", "- a\n\n", "1. ", "1. a\n", "[a]: b\n",
    "[a]: b 'c\n", "[^a]: b\n", "[^a]: ", "[^a] ", "[\n", "***\n", "a\n", "a\n\n", "a\n===\n", "# a\n", "#",
    "```\n", "~~~a\n", "    a\n\n", "\n", "\t", " ", "a  \n", "| a ", "|", "|-", "(", ")", "$", "$a$", "$$",
    "$$\n", "$a ", ":", "http:", "https://", "https://a ", "https://a.b/)", "https://a.b/(", "@", "\u202e",
    "\u2067", "\u2067\u2069", "\u202a\u202c", "- [x] ", "- [x] a\n", "<script>", "\x00", "%", "\xe9",
    "a\u0301", "\U0001f600",
]  # fmt: skip

SHAPES = {
    "brackets that close": "[" * 90_000 + "]" * 90_000,
    "images in images": "![" * 30_000 + "](/a)" * 25_000,
    "links in links": "[" * 30_000 + "](/a)" * 30_000,
    "emphasis in emphasis": "*a " * 33_000 + "a* " * 33_000,
    "growing backquotes": "".join("`" * n + " " for n in range(600)),
    "deeper and deeper lists": "".join("  " * n + "- a\n" for n in range(430)),
    "deeper and deeper quotes": "".join(">" * n + " a\n" for n in range(600)),
    "a table of many rows": "|a|\n|-|\n" + "|b|\n" * 45_000,
    "a table of many missing cells": "|a" * 9_000 + "\n" + "|-" * 9_000 + "\n" + "a\n" * 60_000,
    "a wide table": "|a" * 40_000 + "\n" + "|-" * 40_000 + "\n",
    "one note and many mentions": "[^a]: b\n\n" + "[^a]\n\n" * 28_000,
    "many notes": "".join(f"[^{n}]: b\n\n" for n in range(15_000)),
    "many references": "".join(f"[{n}]: /b\n" for n in range(14_000)) + "[1]" * 5_000,
    "a table of addresses": "|a|\n|-|\n" + "|https://a.b/c|\n" * 12_000,
}


def seconds(text: str) -> float:
    start = time.process_time()
    with suppress(TextTooComplex):
        render(text)
    return time.process_time() - start


@pytest.mark.parametrize("pattern", PATTERNS, ids=ascii)
def test_repetition_takes_bounded_time(pattern: str) -> None:
    assert seconds(pattern * (MAX_BYTES // len(pattern.encode()))) < 15


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_nesting_takes_bounded_time(shape: str) -> None:
    assert len(shape) <= MAX_BYTES
    assert seconds(shape) < 15


def test_long_prose_is_quick() -> None:
    prose = "The *patient* was [seen](https://x.test) on day 3 & improved.\n" * 8 + "\n"
    assert seconds(prose * (MAX_BYTES // len(prose))) < 15


def test_a_flood_of_cells_is_refused() -> None:
    with pytest.raises(TextTooComplex):
        render("- a\n" * 45_000)
