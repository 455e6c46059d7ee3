import json

import pytest

from core.references import (
    Author,
    BadReference,
    FileTooLarge,
    Parsed,
    Reference,
    TooManyReferences,
    UnknownFormat,
    parse,
)

NBIB = """\
PMID- 0031234567
OWN - NLM
DP  - 2019 Mar 3
TI  - Early lactate in sepsis:
      a cohort.
LID - 10.1016/J.X.2019.01.001 [doi]
AB  - BACKGROUND: Lactate
      is measured.
FAU - Smith, John A
AU  - Smith JA
AUID- ORCID: 0000-0002-1825-0097
AD  - Somewhere
FAU - Garc\u00eda, Jos\u00e9
AU  - Garc\u00eda J
CN  - The Lactate Group
PT  - Journal Article
PHST- a date nobody understands [x]
JT  - The Journal
VI  - 12
IP  - 3
PG  - 45-9
MH  - *Sepsis/blood
OT  - lactate

PMID- 2
TI  - An old one.
AU  - van Dam JB
DP  - 1971
"""

RIS = """\
TY  - JOUR
TI  - Early lactate in sepsis
AU  - Smith, John A
A1  - Garc\u00eda, Jos\u00e9
JO  - The Journal
PY  - 2019/03//
VL  - 12
IS  - 3
SP  - 45
EP  - 49
DO  - https://doi.org/10.1016/j.x.2019.01.001
AN  - 31234567
DB  - PubMed
UR  - https://x.test/a;https://x.test/b
N2  - Lactate
is measured.
KW  - sepsis
KW  - lactate
ER  - \n
"""

BIBTEX = r"""
@string{tj = "The Journal"}
@comment{nothing}
@article{smith,
  title = {Early {Lactate} in s\'epsis \& 50% of shock},
  author = "Smith, John A. and Garc{\'i}a, Jos\'e and
    {Lactate and Shock Group} and van der Berg, Jan and others",
  journal = tj, year = 2019, volume = 12, number = {3}, pages = {45--49},
  doi = {10.1016/j.x\_y}, note = {PMID: 31234567}, url = {https://x.test/a\_b},
  keywords = {sepsis, lactate},
}
"""

CSL = json.dumps(
    [
        {
            "type": "article-journal",
            "title": "Early <i>lactate</i> in sepsis &amp; shock",
            "author": [
                {"family": "Smith", "given": "John A", "ORCID": "http://orcid.org/0000-0002-1825-0097"},
                {"non-dropping-particle": "van der", "family": "Berg", "given": "Jan"},
                {"literal": "Lactate Group"},
            ],
            "container-title": ["The Journal"],
            "issued": {"date-parts": [[2019, 3, 1]]},
            "DOI": "10.1016/J.X",
            "PMID": 31234567,
            "volume": 12,
            "keyword": "sepsis; lactate",
        },
        {"title": "Second", "type": "journal-article"},
    ],
    indent=1,
)


def good(name: str, text: str) -> list[Reference]:
    parsed = parse(name, text.encode())
    assert parsed.bad == []
    return parsed.references


def test_nbib_is_read() -> None:
    first, second = good("x.nbib", NBIB)
    assert first == Reference(
        title="Early lactate in sepsis: a cohort.",
        authors=[
            Author("Smith", "John A", "0000-0002-1825-0097"),
            Author("Garc\u00eda", "Jos\u00e9"),
            Author("The Lactate Group"),
        ],
        container_title="The Journal",
        issued_year=2019,
        volume="12",
        issue="3",
        page="45-9",
        doi="10.1016/j.x.2019.01.001",
        pmid="31234567",
        abstract="BACKGROUND: Lactate is measured.",
        keywords=["lactate", "Sepsis"],
        line=1,
    )
    assert (second.line, second.authors, second.issued_year) == (25, [Author("van Dam", "JB")], 1971)


def test_ris_is_read() -> None:
    assert good("x.ris", RIS) == [
        Reference(
            title="Early lactate in sepsis",
            authors=[Author("Smith", "John A"), Author("Garc\u00eda", "Jos\u00e9")],
            container_title="The Journal",
            issued_year=2019,
            volume="12",
            issue="3",
            page="45-49",
            doi="10.1016/j.x.2019.01.001",
            pmid="31234567",
            url="https://x.test/a",
            abstract="Lactate is measured.",
            keywords=["sepsis", "lactate"],
            line=1,
        )
    ]


def test_bibtex_is_read() -> None:
    assert good("x.bib", BIBTEX) == [
        Reference(
            title="Early Lactate in s\u00e9psis & 50% of shock",
            authors=[
                Author("Smith", "John A."),
                Author("Garc\u00eda", "Jos\u00e9"),
                Author("Lactate and Shock Group"),
                Author("van der Berg", "Jan"),
            ],
            container_title="The Journal",
            issued_year=2019,
            volume="12",
            issue="3",
            page="45-49",
            doi="10.1016/j.x_y",
            pmid="31234567",
            url="https://x.test/a_b",
            keywords=["sepsis", "lactate"],
            line=4,
        )
    ]


def test_csl_json_is_read() -> None:
    first, second = good("x.json", CSL)
    assert first.title == "Early lactate in sepsis & shock"
    assert first.authors == [
        Author("Smith", "John A", "0000-0002-1825-0097"),
        Author("van der Berg", "Jan"),
        Author("Lactate Group"),
    ]
    assert (first.issued_year, first.doi, first.pmid, first.volume) == (2019, "10.1016/j.x", "31234567", "12")
    assert (first.container_title, first.keywords) == ("The Journal", ["sepsis", "lactate"])
    assert second.type == "article-journal"
    assert CSL.split("\n")[second.line - 1].strip() == "{"


def test_one_item_and_an_answer_of_crossref_are_read_too() -> None:
    assert good("csl", '{"title": "A"}')[0].title == "A"
    assert good("csl", '{"status": "ok", "message": {"title": ["A"]}}')[0].title == "A"
    assert [r.title for r in good("csl", '{"items": [{"title": "A"},\n{"title": "B"}]}')] == ["A", "B"]


@pytest.mark.parametrize(("text", "title"), [(NBIB, 2), (RIS, 1), (BIBTEX, 1), (CSL, 2)])
@pytest.mark.parametrize("name", ["references.txt", "wrong.ris", "", "csl"])
def test_the_content_decides_on_the_format(name: str, text: str, title: int) -> None:
    assert len(good(name, text)) == title


def test_line_ends_and_byte_order_marks_do_not_matter() -> None:
    for text in (NBIB, RIS, BIBTEX, CSL):
        expected = good("", text)
        assert good("", text.replace("\n", "\r\n")) == expected
        assert parse("", b"\xef\xbb\xbf" + text.encode()).references == expected
        assert parse("", text.encode("utf-16")).references == expected


def test_old_files_in_latin_1_are_read() -> None:
    text = "TY  - JOUR\nTI  - Na\u00efve caf\u00e9\nAU  - Garc\u00eda, J\nER  - \n"
    assert parse("x.ris", text.encode("latin-1")).references[0].title == "Na\u00efve caf\u00e9"


@pytest.mark.parametrize(
    "data", [b"", b" \n\t", b"\xef\xbb\xbf", b"\0", b"hello", b"%PDF-1.7 \xff\xfe\x00", b"<xml/>"]
)
def test_what_holds_no_references_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(UnknownFormat) as refused:
        parse("x.pdf", data)
    assert refused.value.message.endswith("Use NBIB, RIS, BibTeX or CSL-JSON.")


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(FileTooLarge):
        parse("x.ris", b"a" * 5_000_001)


def test_too_many_records_are_refused() -> None:
    for text in ("TY  - JOUR\nTI  - A\nER  - \n", "@misc{a,title={A}}\n", "PMID- 1\nTI  - A\n\n"):
        with pytest.raises(TooManyReferences):
            parse("", (text * 20_001).encode())
    with pytest.raises(TooManyReferences):
        parse("x.json", b"[" + b"1," * 30_000 + b"1]")


def test_a_bad_nbib_record_costs_no_other_one() -> None:
    assert parse(
        "x.nbib", b"PMID- 1\nTI  - A\n\nPMID- 2\nTI  - B\nwhat is this\n\nPMID- 3\n\nPMID- 4\nTI  - D\n"
    ) == Parsed(
        references=[
            Reference(title="A", pmid="1", line=1),
            Reference(title="D", pmid="4", line=10),
        ],
        bad=[
            BadReference(6, "This line has no tag such as `TI  - ` and continues no other."),
            BadReference(8, "This record has no title."),
        ],
    )


def test_a_bad_ris_record_costs_no_other_one() -> None:
    text = "hello\nagain\nTY  - JOUR\nTI  - A\nER  - \nTY  - JOUR\nTI  - B\nTY  - BOOK\nER  - \n"
    text += "TY  - JOUR\nTI  - C\n"
    parsed = parse("x.ris", text.encode())
    assert [(r.title, r.line) for r in parsed.references] == [("A", 3)]
    assert parsed.bad == [
        BadReference(1, "This line stands outside of a record; records start with `TY  - `."),
        BadReference(6, "This record has no end; its last line must be `ER  - `."),
        BadReference(8, "This record has no title."),
        BadReference(10, "This record has no end; its last line must be `ER  - `."),
    ]


def test_a_bad_bibtex_entry_costs_no_other_one() -> None:
    text = "@article{a, title={A}}\n@article{a, title={Again}, title={Twice}}\n"
    text += "@article{b, title={B\n@book{c, title={C}}\n@x{"
    parsed = parse("x.bib", text.encode())
    assert [(r.title, r.line, r.type) for r in parsed.references] == [
        ("A", 1, "article-journal"),
        ("Again", 2, "article-journal"),
        ("C", 4, "book"),
    ]
    assert [bad.line for bad in parsed.bad] == [3, 5]
    assert all(bad.message.startswith("This entry cannot be read: ") for bad in parsed.bad)


def test_a_fault_in_json_costs_only_what_comes_after_it() -> None:
    text = '[\n{"title": "A"},\n7,\n{"type": "book"},\n{"title": "B"}\n{"title": "C"}]'
    parsed = parse("x.json", text.encode())
    assert [(r.title, r.line) for r in parsed.references] == [("A", 2), ("B", 5)]
    assert [bad.line for bad in parsed.bad] == [3, 4, 6]
    assert parsed.bad[2].message == "The JSON ends or breaks here (column 1): a comma or ] is missing."


def test_a_title_without_end_is_refused() -> None:
    parsed = parse("x.ris", f"TY  - JOUR\nTI  - {'a' * 3_000}\nER  - \n".encode())
    assert parsed.bad == [BadReference(1, "The title of this record has more than 2,000 characters.")]


def test_controls_and_overrides_are_gone() -> None:
    title = good("x.ris", "TY  - JOUR\nTI  - a\0b\x07 \u202ec\u202c\nER  - \n")[0].title
    assert title == "ab c"


def test_addresses_that_could_act_are_dropped() -> None:
    assert good("csl", '[{"title": "A", "URL": "javascript:alert(1)"}]')[0].url is None
    assert good("csl", '[{"title": "A", "URL": "https://x.test/\\"><script>"}]')[0].url is None
    assert good("csl", '[{"title": "A", "URL": "https://dx.doi.org/10.1234/ABC"}]')[0].doi == "10.1234/abc"
