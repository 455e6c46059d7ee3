"""A version as a JATS article."""

import re
from typing import Any

from lxml import etree

from cases.jats import front
from cases.jats.body import Body
from cases.jats.elements import LANG, NAMES, add, make, sayable
from cases.languages import language_of
from cases.schemas import FrozenSection, Manuscript, PublishedCase
from cases.wording import NOTICES, SECTIONS, said

MEDIA_TYPE = "application/jats+xml"
PUBLIC_ID = "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD with MathML3 v1.3 20210610//EN"
DOCTYPE = f'<!DOCTYPE article PUBLIC "{PUBLIC_ID}" "JATS-archivearticle1-3-mathml3.dtd">'
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+[^\s\"<>.,;)]")


def write(case: PublishedCase, *, address: str, base: str, doi: str = "") -> bytes:
    """The article as UTF-8. `address`: this version's own; `base`: the origin of the service.

    `doi`: the one registered for this version; an imported case has its source's. The same version with the
    same notices always gives the same bytes.
    """
    manuscript, body = case.publication.manuscript, Body(base)
    language = language_of(" ".join(section.body for section in manuscript.sections))
    article = etree.Element("article", nsmap=NAMES)
    article.set("article-type", "case-report")
    article.set("dtd-version", "1.3")
    article.set(LANG, language)
    source = case.publication.source
    head = add(article, "front")
    head.append(front.journal(case))
    head.append(front.article(case, body, address=address, doi=doi or (source.doi if source else "")))
    _notices(head, case, body, language)
    _text(add(article, "body"), manuscript, body, language)
    _back(article, manuscript, body)
    return etree.tostring(article, xml_declaration=True, encoding="UTF-8", doctype=DOCTYPE)  # type: ignore[no-any-return]


def _text(target: Any, manuscript: Manuscript, body: Body, language: str) -> None:
    for number, section in enumerate(manuscript.sections, start=1):
        if section.key in {"abstract", "references"}:
            continue
        made = add(target, "sec", id=f"sec{number}", sec_type=section.key)
        add(made, "title", said(language, SECTIONS[section.key]) if section.key else section.heading)
        body.fill(made, section.html)


def _notices(head: Any, case: PublishedCase, body: Body, language: str) -> None:
    """What was said after publication, in front of everything."""
    if not case.notices:
        return
    notes = add(head, "notes", notes_type="notices")
    for notice in case.notices:
        made = add(notes, "sec", sec_type=notice.kind)
        add(made, "title", f"{said(language, NOTICES[notice.kind])} ({notice.issued_at:%Y-%m-%d})")
        body.fill(made, notice.changes_html)
        body.fill(made, notice.reason_html)


def _back(article: Any, manuscript: Manuscript, body: Body) -> None:
    works = [section for section in manuscript.sections if section.key == "references"]
    back = make("back")
    if body.notes:
        add(back, "fn-group").extend(body.notes)
    if works:
        _references(back, works[0])
    if len(back):
        article.append(back)


def _references(back: Any, section: FrozenSection) -> None:
    """A work a line, as the authors wrote it; its DOI is marked."""
    listed = add(back, "ref-list")
    lines = (line for part in Body("").paragraphs(section.html) for line in _lines(part))
    for number, line in enumerate(lines, start=1):
        reference = add(listed, "ref", id=f"ref{number}")
        cited = add(reference, "mixed-citation")
        found = _DOI.search(line)
        cited.text = sayable(line[: found.start()] if found else line)
        if found:
            marked = add(cited, "pub-id", found[0], pub_id_type="doi")
            marked.tail = sayable(line[found.end() :]) or None


def _lines(part: Any) -> list[str]:
    items = list(part.iter("list-item"))
    texts = ["".join(item.itertext()) for item in items] or "".join(part.itertext()).split("\n")
    return [" ".join(text.split()) for text in texts if text.strip()]
