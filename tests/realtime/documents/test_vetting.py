"""Updates are looked through before the library reads them: what browsers write passes, bombs do not."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text, XmlFragment

from realtime.documents import content, vetting
from realtime.documents.wire import Malformed

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**52), 2**52)
    | st.floats(allow_nan=False)
    | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=5), VALUES, max_size=4), st.text(max_size=20))
def test_what_the_page_writes_passes(values: dict[str, object], words: str) -> None:
    document: Any = Doc()
    document.get("section:abstract", type=Text).insert(0, words or "x")
    remarks = document.get("comments", type=Map)
    remarks["one"] = Map({**values, "replies": Array(list(values.values()))})
    vetting.vet_update(document.get_update())
    vetting.clocks(document.get_state())


def test_a_long_life_of_edits_passes_and_so_does_each_of_them() -> None:
    chance = random.Random(7)  # noqa: S311
    document: Doc[Text] = Doc()
    text = document.get("section:abstract", type=Text)
    for _ in range(400):
        before = document.get_state()
        at = chance.randint(0, len(text))
        if chance.random() < 0.3 and len(text) > at:
            del text[at : at + 1]
        else:
            text.insert(at, "ab")
        vetting.vet_update(document.get_update(before))
    vetting.vet_update(document.get_update())
    vetting.vet_update(content.merged([content.seeded({"title": "One"}), document.get_update()]))
    vetting.vet_update(b"\x00\x00")


def nested(depth: int) -> bytes:
    """One struct at the root "m", key "k": lists in lists."""
    return b"\x01\x01\x05\x00\x28\x01\x01m\x01k\x01" + b"\x75\x01" * depth + b"\x7e" + b"\x00"


def test_values_nest_so_deep_and_no_deeper() -> None:
    vetting.vet_update(nested(20))
    assert content.clients_of(nested(20)) == [5]
    for depth in (60, 5_000, 30_000):
        with pytest.raises(content.NotAnUpdate):
            content.clients_of(nested(depth))


@pytest.mark.parametrize("vector", [b"\xff\xff\xff\x5f", b"\x02\x01\x01", b"\x00\x00", b""])
def test_a_vector_counts_what_it_has(vector: bytes) -> None:
    document = content.restored(content.seeded({"title": "One"}), [])
    with pytest.raises(content.NotAnUpdate):
        content.difference(document, vector)


def test_kinds_that_no_write_up_has_are_refused() -> None:
    document: Any = Doc()
    document.get("x", type=Map)["xml"] = XmlFragment()
    with pytest.raises(Malformed):
        vetting.vet_update(document.get_update())


@given(st.binary(max_size=120))
def test_any_bytes_pass_or_are_refused(data: bytes) -> None:
    for vet in (vetting.vet_update, vetting.clocks):
        try:
            vet(data)
        except Malformed:
            continue


def test_its_shape_says_what_an_update_inserts_and_builds_on() -> None:
    """Against the library, for each update of a random life."""
    chance = random.Random(11)  # noqa: S311
    writers: list[Doc[Text]] = [Doc() for _ in range(3)]
    clocks: dict[int, int] = {}
    for _ in range(300):
        document = chance.choice(writers)
        before = document.get_state()
        text = document.get("section:abstract", type=Text)
        at = chance.choice([0, len(text)])
        text.insert(at, chance.choice(["a", "été ", "🫀🫁", "one two"]))
        update = document.get_update(before)
        shape = vetting.vet_update(update)
        assert shape.fits(vetting.clocks(before))
        assert shape.begun == [document.client_id] * (document.client_id not in clocks)
        assert not shape.fits({}) or shape.begun
        clocks |= shape.ends
        for other in writers:
            other.apply_update(update)
        assert clocks == vetting.clocks(document.get_state())


def test_an_update_that_builds_on_another_does_not_fit_without_it() -> None:
    one, other = content.restored(b"\x00\x00", []), content.restored(b"\x00\x00", [])
    content.text_of(one, "abstract").insert(0, "First. ")
    content.apply(other, first := one.get_update())
    content.text_of(other, "abstract").insert(7, "Then.")
    then = other.get_update(one.get_state())
    assert not vetting.vet_update(then).fits({})
    assert vetting.vet_update(then).fits(vetting.vet_update(first).ends)
    assert vetting.vet_update(content.merged([first, then])).fits({})
    gap = content.merged([first, _third(one)])
    assert not vetting.vet_update(gap).fits({})


def _third(document: Doc[Text]) -> bytes:
    """What a client inserts after something that is not here."""
    content.text_of(document, "abstract").insert(0, "Between. ")
    between = document.get_state()
    content.text_of(document, "abstract").insert(0, "At last. ")
    return document.get_update(between)
