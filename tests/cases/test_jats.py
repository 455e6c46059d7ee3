"""A version as JATS 1.3: valid by the standard's own DTD, and with every word of the text."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from cases import jats
from cases.languages import direction_of, language_of
from cases.schemas import (
    Figure,
    FrozenAcknowledgement,
    FrozenAuthor,
    FrozenConsent,
    FrozenDisclosure,
    FrozenReview,
    FrozenRole,
    FrozenSection,
    FrozenWork,
    Manuscript,
    NoticeView,
    Publication,
    PublishedCase,
    Source,
    VersionRow,
)
from core.markdown import render
from core.references import Reference
from tests.cases.standard import faults_in_jats

DAY = datetime(2026, 11, 20, 9, tzinfo=UTC)
CASE = UUID("01a21cb8-b81a-7370-923b-682d85bde66e")
BASE = "https://here.example"
RICH = """A **bold** word, *stress*, `code`, ~~gone~~ and [a page](/threads/1), <https://example.org/?a=1&b=2>.

### A heading

- one
- two
  1. inner
  2. more

    with a paragraph

#### Below it

> quoted **words**
>
> - in a list

| drug | dose |
| :-- | --: |
| aspirin | 75 mg |

```
a < b & c
```

- [x] done

A note[^1] and another[^two].

7. seven
8. eight

---

![An image](/files/01a21cb8-b81a-7370-923b-682d85bde66e)

[^1]: The first note.

[^two]: The *second*.
"""


def section(key: str, body: str, heading: str = "") -> FrozenSection:
    said = render(body)
    return FrozenSection(key=key, body=body, html=said.html, markdown_version=said.version, heading=heading)


def case(sections: list[FrozenSection] | None = None, **more: Any) -> PublishedCase:
    """A version with all that one can have."""
    disclosure = FrozenDisclosure(
        none=False, statement="Lectures for Acme & Co", definition_version="2", signed_at=DAY
    )
    publication = Publication(
        manuscript=Manuscript(
            title="Chest pain & <ST> elevation",
            keywords=["pain", "troponin"],
            specialty="cardiology",
            sections=sections
            if sections is not None
            else [section("abstract", "In short."), section("discussion", RICH)],
            consent=FrozenConsent(
                type="written", scope=["public"], patient_saw_text=True, held_by="x", obtained_in="2026-10"
            ),
        ),
        authors=[
            FrozenAuthor(
                person_id=None,
                name="Ada B. Okafor",
                affiliation="Harbour Hospital",
                corresponding=True,
                roles=[FrozenRole(role="writing_original_draft", degree="lead")],
                disclosure=disclosure,
            ),
            FrozenAuthor(person_id=None, name="Consortium", affiliation="Harbour Hospital"),
        ],
        collection="Heart Cases",
        licence="CC BY 4.0",
        published_at=DAY,
        review=FrozenReview(blind_mode="double", rounds=1, acceptable_reviews=2, peer_reviewed=True),
    )
    return PublishedCase(
        id=CASE,
        status="published",
        hidden="",
        hidden_reason="",
        collection_id=None,
        version=VersionRow(id=CASE, number=1, content_hash="0" * 64, published_at=DAY),
        publication=replace(publication, **more),
        notices=[],
    )


def written(one: PublishedCase, doi: str = "") -> bytes:
    address = f"{BASE}/cases/{one.id}/versions/{one.version.number}"
    return jats.write(one, address=address, base=BASE, doi=doi)


def test_a_version_with_everything_is_valid() -> None:
    document = written(case(), doi="10.1234/consilium.1")
    assert faults_in_jats(document) == []
    assert b"Journal Archiving and Interchange DTD with MathML3 v1.3 20210610" in document


def test_the_check_finds_what_is_wrong() -> None:
    document = (
        written(case())
        .replace(b"<title-group>", b"<title-grup>")
        .replace(b"</title-group>", b"</title-grup>")
    )
    assert faults_in_jats(document)


def test_markdown_keeps_its_meaning() -> None:
    article = etree.fromstring(written(case()))
    discussion = article.find("body/sec[@sec-type='discussion']")
    assert discussion.findtext("p/bold") == "bold"
    assert discussion.find("p/ext-link").get("{http://www.w3.org/1999/xlink}href") == f"{BASE}/threads/1"
    assert discussion.findtext("sec/title") == "A heading"
    assert discussion.findtext("sec/sec/title") == "Below it"
    assert discussion.find("sec/list/list-item/p/list").get("list-type") == "order"
    assert [cell.text for cell in discussion.iter("td")] == ["aspirin", "75 mg"]
    assert discussion.findtext(".//preformat") == "a < b & c\n"
    assert [label.text for label in discussion.iter("label")] == ["7.", "8."]
    notes = {note.get("id") for note in article.iter("fn")} - {None}
    assert {xref.get("rid") for xref in discussion.iter("xref")} == notes
    assert len(notes) == 2


def test_authors_roles_and_ties_are_there() -> None:
    article = etree.fromstring(written(case()))
    first, second = article.iter("contrib")
    assert (first.findtext("name/surname"), first.get("corresp")) == ("Okafor", "yes")
    assert first.find("role").get("vocab-term-identifier").endswith("/writing-original-draft/")
    assert first.find("role").get("degree-contribution") == "lead"
    assert second.findtext("string-name") == "Consortium"
    assert len(list(article.iter("aff"))) == 1
    assert "Lectures for Acme & Co" in article.findtext(".//fn[@fn-type='coi-statement']/p")


@pytest.mark.parametrize("kind", ["erratum", "corrigendum", "retraction", "concern", "concern_lifted"])
def test_both_versions_lead_to_each_other(kind: str) -> None:
    notice = NoticeView(
        kind=kind, about=1, said_in=2, changes_html="<p>dose</p>", reason_html="<p>wrong</p>", issued_at=DAY
    )
    old = replace(case(), notices=[notice])
    new = replace(old, version=replace(old.version, number=2))
    for one, other in ((old, 2), (new, 1)):
        document = written(one)
        assert faults_in_jats(document) == []
        article = etree.fromstring(document)
        (related,) = article.iter("related-article")
        assert related.get("{http://www.w3.org/1999/xlink}href").endswith(f"/versions/{other}")
        assert "dose" in "".join(article.find("front/notes").itertext())


def test_what_was_said_of_a_version_is_no_part_of_its_title() -> None:
    notice = NoticeView(
        kind="erratum", about=1, said_in=2, changes_html="", reason_html="<p>wrong</p>", issued_at=DAY
    )
    plain = jats.read(written(case())).title
    for status in ("corrected", "concern", "retracted"):
        for number in (1, 2):
            old = replace(case(), notices=[notice], status=status)
            document = written(replace(old, version=replace(old.version, number=number)))
            assert b"Corrected" in document or status == "retracted"
            assert jats.read(document).title == plain


def test_a_report_from_elsewhere_keeps_its_doi() -> None:
    source = Source(doi="10.1186/1757-1626-2-9388", citation="Cases J 2009", url="https://example.org/1")
    bare = case([section("", "Text.", heading="Case")], source=source, authors=[], review=None, collection="")
    document = written(bare)
    assert faults_in_jats(document) == []
    found = jats.read(document)
    assert (found.doi, found.citation, found.source) == (source.doi, source.citation, source.url)
    assert [(one.heading, one.text) for one in found.sections] == [("Case", "Text.")]


def test_works_figures_and_thanks_are_there() -> None:
    work = FrozenWork(
        key="ray2020",
        line="Ray A. Pain. J Pain. 2020.",
        work=Reference(title="Pain", doi="10.1000/xyz", pmid="7"),
    )
    figure = Figure(file=CASE, caption="The ECG", alt="ST elevation in V2", width=800, height=600)
    cited = replace(section("discussion", "x"), html='<p>As said <a href="#ref-ray2020">1</a>.</p>')
    rich = case([cited])
    manuscript = replace(rich.publication.manuscript, works=[work], figures=[figure])
    author = FrozenAuthor(person_id=None, name="Bo Li", orcid="0000-0002-1825-0097", affiliations=["A", "B"])
    publication = replace(
        rich.publication,
        manuscript=manuscript,
        authors=[author],
        acknowledgements=[FrozenAcknowledgement(name="Jo Moe", text="for the ECG")],
    )
    document = written(replace(rich, publication=publication))
    assert faults_in_jats(document) == []
    article = etree.fromstring(document)
    assert article.findtext(".//contrib-id") == "https://orcid.org/0000-0002-1825-0097"
    assert [aff.findtext("institution") for aff in article.iter("aff")] == ["A", "B"]
    assert article.findtext("back/ack/p") == "Jo Moe: for the ECG"
    assert article.find(".//xref[@ref-type='bibr']").get("rid") == article.find(".//ref").get("id")
    assert [one.text for one in article.iter("pub-id")] == ["10.1000/xyz", "7"]
    assert article.findtext(".//fig/alt-text") == "ST elevation in V2"


def test_references_are_listed_with_their_dois() -> None:
    lines = "1. Ray A. Pain. J Pain. 2020. https://doi.org/10.1000/xyz.1.\n2. Nobody. Nothing."
    article = etree.fromstring(written(case([section("references", lines)])))
    first, second = article.iter("mixed-citation")
    assert first.findtext("pub-id") == "10.1000/xyz.1"
    assert second.text == "Nobody. Nothing."
    assert faults_in_jats(etree.tostring(article)) == []


def test_a_text_says_in_which_language_it_is() -> None:
    assert language_of("El paciente fue ingresado con dolor en el pecho por la noche") == "es"
    assert language_of("حضر المريض إلى المستشفى يشكو ألمًا في الصدر with ECG") == "ar"
    assert language_of("") == "en"
    assert direction_of("ar") == "rtl"
    arabic = written(case([section("discussion", "حضر المريض إلى المستشفى يشكو ألمًا")]))
    assert etree.fromstring(arabic).get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    assert faults_in_jats(arabic) == []


MARKED = [
    "# ",
    "- ",
    "1. ",
    "> ",
    "**",
    "*",
    "`",
    "\n",
    "\n\n",
    "| a | b |\n|--|--|\n| 1 | 2 |\n",
    "[^1]",
    "\n[^1]: note\n",
    "[x](http://a.b)",
    "```\n",
    "  ",
    "<b>",
    "&amp;",
    "\u0001",
    "\ufffe",
    "$x^2$",
    "- [ ] ",
    "\n---\n",
    "![i](/files/01a21cb8-b81a-7370-923b-682d85bde66e)",
]
MARKS = st.sampled_from(MARKED)


@settings(max_examples=60)
@given(st.lists(st.one_of(MARKS, st.text(max_size=8)), max_size=25))
def test_whatever_people_write_the_article_is_valid(pieces: list[str]) -> None:
    body = "".join(pieces)
    document = written(
        case([section("abstract", body), section("discussion", body), section("references", body)])
    )
    assert faults_in_jats(document) == []


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"<a/>",
        b"<article><front/></article>",
        b"no xml",
        b"<?xml version='1.0'?><!DOCTYPE article [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><article>&x;</article>",
    ],
)
def test_what_is_no_article_is_refused(document: bytes) -> None:
    with pytest.raises(jats.BadJats):
        jats.read(document)
