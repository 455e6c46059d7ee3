"""Queries, marks and snippets: no database."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import highlight
from search.highlight import show, within
from search.port import Document
from search.query import LONGEST, MOST_TERMS, parse
from search.words import fold


def document(title: str = "Fever after travel", text: str = "", **more: object) -> Document:
    return Document(kind="post", id=uuid4(), title=title, href="/posts/x", text=text, **more)  # type: ignore[arg-type]


def marked(parts: list[highlight.Part]) -> list[str]:
    return [part.text for part in parts if part.marked]


def test_words_are_all_wanted_and_quotes_make_phrases() -> None:
    terms = parse('studies "heart failure" diabet').terms
    assert [term.stems for term in terms] == [("studi",), ("heart", "failur"), ("diabet",)]
    assert [term.prefix for term in terms] == [False, False, True]


def test_a_word_followed_by_a_space_is_whole() -> None:
    assert not parse("diabet ").terms[0].prefix


def test_a_hyphened_word_is_a_phrase() -> None:
    assert parse("COVID-19").terms[0].plain == ("covid", "19")


@pytest.mark.parametrize("said", ["", "   ", '"', '""', "+-&&||!(){}[]^~*?:\\/", "\x00"])
def test_nothing_asked_is_no_query(said: str) -> None:
    assert parse(said).terms == ()


@given(st.text(max_size=400))
def test_any_text_is_a_bounded_query_and_can_be_shown(said: str) -> None:
    query = parse(said)
    assert len(query.terms) <= MOST_TERMS
    assert len(query.text) <= LONGEST
    shown = show(document(title=said or "x", text=said), query)
    assert "".join(part.text for part in shown.title) == (said or "x")


@given(st.text(max_size=100))
def test_folding_keeps_the_places(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_endings_and_accents_are_forgiven_in_marks() -> None:
    shown = show(document(title="Études de fièvre", text="One study, two studies."), parse("etude study "))
    assert marked(shown.title) == ["Études"]
    assert marked(shown.snippet) == ["study", "studies"]
    assert shown.found_in == ["title", "text"]


def test_a_snippet_is_taken_from_where_most_terms_are() -> None:
    text = "Fever. " + "Words in between. " * 60 + "Fever with troponin and chest pain. " + "And more. " * 60
    shown = show(document(title="Title", text=text), parse("fever troponin pain "))
    assert marked(shown.snippet) == ["Fever", "troponin", "pain"]
    assert shown.snippet[0].text.startswith("… ")
    assert sum(len(part.text) for part in shown.snippet) < 260


def test_markup_in_a_text_stays_text() -> None:
    shown = show(document(text="<script>fever</script>"), parse("fever "))
    assert [part.text for part in shown.snippet] == ["<script>", "fever", "</script>"]


def test_names_tell_why_a_thing_was_found() -> None:
    shown = show(document(title="A case", text="Text.", names=["Ada Okafor", "sepsis"]), parse("okafor "))
    assert shown.found_in == ["names"]
    assert marked(shown.snippet) == ["Okafor"]


def test_a_slip_is_marked_where_no_exact_word_is() -> None:
    shown = show(document(text="Acute pancreatitis again."), parse("pancraetitis "))
    assert shown.found_in == ["spelling"]
    assert marked(shown.snippet) == ["pancreatitis"]


def test_ideographs_are_found_within_a_run() -> None:
    assert marked(show(document(text="急性心筋梗塞の症例"), parse("心筋")).snippet) == ["心筋"]


@pytest.mark.parametrize(
    ("a", "b", "most", "expected"),
    [
        ("fever", "fevre", 1, True),
        ("fever", "fver", 1, True),
        ("fever", "river", 1, False),
        ("a", "abc", 1, False),
    ],
)
def test_slips_are_counted(a: str, b: str, most: int, *, expected: bool) -> None:
    assert within(a, b, most) is expected
