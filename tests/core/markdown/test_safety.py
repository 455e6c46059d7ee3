"""Nothing in a text can act: checked on the tree an HTML5 parser builds. `test_browser` asks Chromium."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.markdown import plain, render
from core.markdown.cleaning import clean
from tests.core.markdown.vectors import VECTORS, faults, is_well_formed

# Pieces that mean something to Markdown, HTML or URLs, glued in any order.
PIECES = st.sampled_from([
    "\n", "\n\n", " ", "\t", "    ", "*", "**", "_", "~~", "`", "```", "[", "]", "(", ")", "![", "](", "<",
    ">", "</", "/>", '"', "'", "\\", "&", "&#", "&lt;", "&#x3c;", "&colon;", ";", ":", "//", "#", "- ",
    "1. ", "> ", "[ ] ", "[x] ", "[^1]", "[^1]: ", "[a]: ", "\\", "---", "===", ":-:", "$", "$$", "$a$",
    "javascript:", "data:", "vbscript:", "https://x.test", "mailto:a@b.c",
    "/files/0190a0a0-0000-7000-8000-000000000000", "<script>", "<img src=x onerror=alert(1)>",
    "<svg onload=1>", "<!--", "-->", "<style>", "onclick=", "a", "b", "\u202e", "\u2067", "\u2069",
    "\u202c", "\x00", "\x85", "\u2028", "\u0639", "\ud800", "%0a", "%00", "@", "\xa0", "|", "| ",
])  # fmt: skip
TEXTS = st.one_of(
    st.text(),
    st.lists(PIECES, max_size=40).map("".join),
    st.lists(st.one_of(PIECES, st.text(max_size=5))).map("".join),
)


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_an_attack_comes_out_harmless(vector: str) -> None:
    html = render(vector).html
    assert not faults(html)
    assert is_well_formed(html)
    assert clean(html) == html


@pytest.mark.parametrize(
    "frame",
    [
        "> {}",
        "- {}",
        "| a |\n|-|\n| {} |",
        "*{}*",
        "[{}](/a)",
        "# {}",
        "a[^1]\n\n[^1]: {}",
        '[a](/b "{}")',
        "![{}](/c)",
    ],
)
def test_an_attack_inside_other_markup_comes_out_harmless(frame: str) -> None:
    for vector in VECTORS.values():
        html = render(frame.format(vector)).html
        assert not faults(html)
        assert is_well_formed(html)


def test_the_corpus_is_large() -> None:
    assert len(VECTORS) >= 190


def test_the_inspector_sees_what_is_dangerous() -> None:
    assert faults("<script>1</script>") == ["element script"]
    assert faults('<p onclick="x">') == ["attribute onclick on p"]
    assert len(faults('<a href="java\tscript:alert(1)">x</a>')) == 3
    assert faults("<svg><p>") != []
    assert not is_well_formed("<p><em></p></em>")


@settings(max_examples=600, deadline=None)
@given(TEXTS)
@example("[^a]: [^a]\n[^a]")
@example("a[^1]\n\n> [^1]: x\n> y")
def test_any_text_comes_out_harmless_and_well_formed(text: str) -> None:
    html = render(text).html
    assert not faults(html)
    assert is_well_formed(html)
    assert clean(html) == html
    assert "\0" not in html
    html.encode()


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_any_text_has_plain_words(text: str) -> None:
    words = plain(text)
    assert "\0" not in words
    assert "\u202e" not in words
    words.encode()


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(categories=("L", "N", "Zs")), min_size=1))
def test_plain_words_lose_no_letter(text: str) -> None:
    assert plain(text).split() == text.split()
