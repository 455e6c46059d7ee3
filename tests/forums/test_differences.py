from time import thread_time

from hypothesis import given
from hypothesis import strategies as st

from web.pages.differences import changes


@given(st.text(), st.text())
def test_both_texts_can_be_put_together_from_the_pieces(before: str, after: str) -> None:
    pieces = changes(before, after)
    assert "".join(text for kind, text in pieces if kind != "new") == before
    assert "".join(text for kind, text in pieces if kind != "gone") == after


def test_words_are_compared_as_words() -> None:
    assert changes("Three days", "Five days") == [("gone", "Three"), ("new", "Five"), ("same", " days")]


def test_long_hostile_texts_are_compared_quickly() -> None:
    words = [f"w{n % 97}" for n in range(5000)]
    began = thread_time()
    changes(" ".join(words), " ".join(reversed(words)))
    changes("\n".join(words), "\n".join(reversed(words)))
    changes(" ".join(words[:700]), " ".join(reversed(words[:700])))
    assert thread_time() - began < 5
