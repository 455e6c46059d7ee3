"""A version as a JATS article."""

from typing import Any

from lxml import etree

from cases.jats import back, front
from cases.jats.back import figures
from cases.jats.body import Body
from cases.jats.elements import LANG, NAMES, add
from cases.languages import language_of
from cases.schemas import Manuscript, PublishedCase
from cases.wording import FIGURES, NOTICES, SECTIONS, said

MEDIA_TYPE = "application/jats+xml"
PUBLIC_ID = "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD with MathML3 v1.3 20210610//EN"
DOCTYPE = f'<!DOCTYPE article PUBLIC "{PUBLIC_ID}" "JATS-archivearticle1-3-mathml3.dtd">'


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
    text = add(article, "body")
    _text(text, manuscript, body, language)
    figures(text, manuscript.figures, base=base, title=said(language, FIGURES))
    back.fill(article, case.publication, body)
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
