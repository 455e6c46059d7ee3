"""What is in a document: seeding, edits by the smallest change, bytes that strangers send."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from realtime.documents import content

UPDATE = content.seeded({"abstract": "A man of 60.", "title": "Syncope"})
WORDS = st.text(alphabet="aé😀 日\n-", max_size=40)


def read(document: content.Document, key: str = "abstract") -> str:
    return str(content.text_of(document, key))


@given(WORDS, WORDS)
def test_an_edit_makes_a_section_read_the_new_text(old: str, new: str) -> None:
    document = content.restored(content.seeded({"abstract": old}), [])
    update = content.edit(document, "abstract", new)
    assert read(document) == new
    assert (update is None) == (old == new)


@given(WORDS, WORDS, WORDS)
def test_an_edit_leaves_what_another_wrote_meanwhile(old: str, new: str, more: str) -> None:
    """Words put at the end by another author are there after both edits, whatever the form changed."""
    state = content.seeded({"abstract": old})
    mine, theirs = content.restored(state, []), content.restored(state, [])
    edit = content.edit(mine, "abstract", new)
    added = content.edit(theirs, "abstract", old + more)
    for update in filter(None, (added, edit)):
        content.apply(mine, update)
        content.apply(theirs, update)
    assert read(mine) == read(theirs)
    assert all(sum(map(read(mine).count, set(c))) >= 1 for c in more)


def test_long_texts_that_differ_wholly_are_replaced() -> None:
    old, new = "one two\n" * 3000, "three four\n" * 3000
    document = content.restored(content.seeded({"abstract": old}), [])
    content.edit(document, "abstract", new)
    assert read(document) == new


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_bytes_are_an_update_or_are_refused(data: bytes) -> None:
    for act in (
        content.clients_of,
        lambda each: content.apply(content.restored(content.seeded({}), []), each),
    ):
        try:
            act(data)
        except content.NotAnUpdate:
            continue


@settings(deadline=None)
@given(st.data())
def test_an_update_with_a_byte_changed_is_read_or_refused(data: st.DataObject) -> None:
    update = bytearray(UPDATE)
    update[data.draw(st.integers(0, len(update) - 1))] = data.draw(st.integers(0, 255))
    document = content.restored(content.seeded({"abstract": "Before."}), [])
    try:
        content.apply(document, bytes(update))
    except content.NotAnUpdate:
        return
    content.restored(document.get_update(), [])


def test_it_says_whose_insertions_an_update_has() -> None:
    document = content.restored(content.seeded({"abstract": "One."}), [])
    update = content.edit(document, "abstract", "One. Two.")
    assert update is not None
    assert content.clients_of(update) == [document.client_id]


def test_a_state_vector_that_is_none_is_refused() -> None:
    with pytest.raises(content.NotAnUpdate):
        content.difference(content.restored(content.seeded({}), []), b"\xff\xff\xff")
