"""What is exported can be read in again."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from core.references import Author, Reference, parse, to_bibtex, to_csl, to_ris

WHOLE = Reference(
    title="Lactate & {shock}: 50% of #1_x ~ ^2 \\ $5",
    type="article-journal",
    authors=[
        Author("van der Berg", "Jan"),
        Author("Garc\u00eda and Sons", "Jos\u00e9"),
        Author("The Group, Ltd"),
    ],
    container_title="Journal of A & B",
    issued_year=2019,
    volume="12",
    issue="3",
    page="45-49",
    doi="10.1000/x_y(1)",
    pmid="31234567",
    url="https://x.test/a_b?c=%20d&e",
    abstract="Because p < 0.05 and a > b, 5 % and more.",
    keywords=["Diabetes Mellitus", "lactate"],
)

LETTERS = st.characters(categories=("L", "N"), exclude_characters="\u0149")
WORDS = st.lists(
    st.text(LETTERS | st.sampled_from("&%$#_{}~^\\.:()/+=<>|@!?*"), min_size=1, max_size=8),
    min_size=1,
    max_size=6,
).map(" ".join)
NAMES = st.text(LETTERS, min_size=1, max_size=12)
REFERENCES = st.builds(
    Reference,
    title=WORDS,
    type=st.sampled_from(["article-journal", "book", "chapter", "thesis", "report", "webpage", "dataset"]),
    authors=st.lists(st.builds(Author, NAMES, NAMES) | st.builds(Author, NAMES), max_size=4),
    container_title=WORDS,
    issued_year=st.none() | st.integers(1500, 2199),
    volume=NAMES,
    abstract=WORDS,
    pmid=st.none() | st.integers(1, 10**8).map(str),
    keywords=st.lists(NAMES, unique=True, max_size=3),
)


def again(write: Callable[[list[Reference]], str], *references: Reference) -> list[Reference]:
    parsed = parse("", write(list(references)).encode())
    assert parsed.bad == []
    return [replace(reference, line=0) for reference in parsed.references]


def test_bibtex_comes_back() -> None:
    assert again(to_bibtex, WHOLE) == [WHOLE]


def test_csl_json_comes_back() -> None:
    orcid = replace(WHOLE, authors=[Author("Smith", "J", "0000-0002-1825-0097")])
    assert again(to_csl, WHOLE, orcid) == [WHOLE, orcid]


def test_ris_comes_back() -> None:
    # A comma in the name of a group is the one thing that RIS cannot say.
    plain = replace(WHOLE, authors=[*WHOLE.authors[:2], Author("The Group")])
    assert again(to_ris, plain) == [plain]


@pytest.mark.parametrize("write", [to_bibtex, to_csl, to_ris])
@settings(max_examples=60, deadline=None)
@given(references=st.lists(REFERENCES, min_size=1, max_size=3))
def test_any_reference_comes_back(
    write: Callable[[list[Reference]], str], references: list[Reference]
) -> None:
    assert again(write, *references) == references


def test_a_line_break_in_a_text_starts_no_new_field() -> None:
    sly = Reference(
        title="A\nER  - \nTY  - JOUR\nTI  - B", url="https://x.test/\nUR  - x", doi="10.1000/x}\n,y={"
    )
    assert [reference.title for reference in again(to_ris, sly)] == ["A ER - TY - JOUR TI - B"]
    assert again(to_bibtex, sly)[0].doi == "10.1000/x"
    assert again(to_bibtex, sly)[0].url is None


def test_entries_have_keys_of_their_own() -> None:
    text = to_bibtex([WHOLE, WHOLE, Reference(title="\u0639\u0644\u0645")])
    assert "@article{vanderberg2019,\n" in text
    assert "@article{vanderberg2019-2,\n" in text
    assert "{ref,\n" in text


def test_nothing_gives_an_empty_file() -> None:
    assert (to_bibtex([]), to_ris([]), to_csl([])) == ("", "", "[]\n")
