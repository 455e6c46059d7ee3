"""A JATS article read in, as far as an import wants it: metadata, and the words of its sections."""

import re
from typing import Any

from lxml import etree
from msgspec import Struct

from cases.jats.elements import HREF
from cases.wording import SECTIONS

MOST_BYTES = 20_000_000
_SPACE = re.compile(r"[ \t]*\n[ \t\n]*")


class BadJats(ValueError):
    """This is no JATS article that could be read in."""


class ReadSection(Struct, frozen=True):
    """`key`: of a slot, where the article says it; `text`: paragraphs parted by an empty line."""

    key: str
    heading: str
    text: str


class ReadArticle(Struct, frozen=True, kw_only=True):
    title: str
    doi: str
    licence: str
    citation: str
    source: str
    abstract: str
    keywords: list[str]
    specialty: str
    sections: list[ReadSection]
    authors: list[tuple[str, str]]
    status: str


def read(document: bytes) -> ReadArticle:
    """Nothing is fetched and no entity is expanded. Raises BadJats."""
    if len(document) > MOST_BYTES:
        raise BadJats
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        article = etree.fromstring(document, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadJats from error
    if article.tag != "article" or article.find("front/article-meta") is None:
        raise BadJats
    return _article(article, article.find("front/article-meta"))


_MARKS = re.compile(r"( \[(Corrected( in version \d+)?|Expression of concern)\])+$")
"""What our own files say after the title of a version that something was said of."""


def _article(article: Any, meta: Any) -> ReadArticle:
    facts = {
        _words(one.find("meta-name")): _words(one.find("meta-value")) for one in meta.iter("custom-meta")
    }
    title = _words(meta.find("title-group/article-title"))
    doi = _words(meta.find("article-id[@pub-id-type='doi']"))
    own = meta.find("self-uri")
    return ReadArticle(
        title=_MARKS.sub("", title.removeprefix("Retracted: ")),
        doi=doi or facts.get("first-published-doi", ""),
        licence=_words(meta.find("permissions/license/license-p")),
        citation=facts.get("first-published-as") or _words(article.find("front//journal-title")),
        source=facts.get("first-published-at") or (own.get(HREF) if own is not None else ""),
        abstract=_blocks(meta.find("abstract")),
        keywords=[_words(word) for word in meta.iter("kwd")],
        specialty=_words(meta.find("article-categories/subj-group[@subj-group-type='specialty']/subject")),
        sections=[*_sections(article), *_references(article)],
        authors=list(_authors(meta)),
        status=facts.get("status", ""),
    )


def _sections(article: Any) -> list[ReadSection]:
    found = []
    for sec in article.iterfind("body/sec"):
        key = sec.get("sec-type") or ""
        if key == "figures":
            continue
        known = key if key in SECTIONS else ""
        found.append(ReadSection(known, "" if known else _words(sec.find("title")), _blocks(sec)))
    return found


def _references(article: Any) -> list[ReadSection]:
    lines = [_words(cited) for cited in article.iterfind("back/ref-list/ref/mixed-citation")]
    return [ReadSection("references", "", "\n\n".join(lines))] if lines else []


def _authors(meta: Any) -> list[tuple[str, str]]:
    places = {aff.get("id"): _words(aff) for aff in meta.iter("aff")}
    found = []
    for person in meta.iterfind("contrib-group/contrib[@contrib-type='author']"):
        name = person.find("name")
        parts = (
            [person.find("string-name")] if name is None else [name.find("given-names"), name.find("surname")]
        )
        xref = person.find("xref[@ref-type='aff']")
        place = places.get(xref.get("rid"), "") if xref is not None else ""
        found.append((" ".join(filter(None, map(_words, parts))), place))
    return found


def _blocks(section: Any) -> str:
    """The words of its paragraphs and inner titles, an empty line between them."""
    if section is None:
        return ""
    texts = [
        _text(one)
        for one in section.iter("p", "preformat", "title", "td", "th")
        if not _skipped(section, one)
    ]
    return "\n\n".join(text for text in texts if text)


def _skipped(section: Any, one: Any) -> bool:
    """The section's own title, and what holds other blocks, which come by themselves."""
    return (
        one is section.find("title") or next(one.iter("list", "disp-quote", "table-wrap"), None) is not None
    )


def _text(one: Any) -> str:
    return _SPACE.sub("\n", "".join(one.itertext())).strip()


def _words(one: Any) -> str:
    return "" if one is None else " ".join("".join(one.itertext()).split())
