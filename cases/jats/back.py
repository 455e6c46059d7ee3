"""What stands behind the text: thanks, footnotes, references; and the figures, which end it."""

import re
from typing import Any

from cases.jats.body import Body
from cases.jats.elements import add, link, make
from cases.schemas import Figure, FrozenAcknowledgement, FrozenSection, Manuscript, Publication
from core.markdown.characters import sayable

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+[^\s\"<>.,;)]")


def fill(article: Any, publication: Publication, body: Body) -> None:
    """Append `back`, unless there is nothing for it."""
    back = make("back")
    _thanks(back, publication.acknowledgements)
    if body.notes:
        add(back, "fn-group").extend(body.notes)
    _references(back, publication.manuscript)
    if len(back):
        article.append(back)


def figures(text: Any, shown: list[Figure], *, base: str, title: str) -> None:
    """A section of figures at the end of the text, each with its caption and what it shows in words."""
    if not shown:
        return
    section = add(text, "sec", id="figures", sec_type="figures")
    add(section, "title", title)
    for number, figure in enumerate(shown, start=1):
        made = add(section, "fig", id=f"fig{number}")
        add(made, "label", str(number))
        if figure.caption:
            add(add(made, "caption"), "p", figure.caption)
        if figure.alt:
            add(made, "alt-text", figure.alt)
        kind, _, subtype = figure.media_type.partition("/")
        link(made, "graphic", f"{base}/files/{figure.file}/full", mimetype=kind, mime_subtype=subtype)
        if figure.licence:
            add(add(add(made, "permissions"), "license"), "license-p", figure.licence)


def _thanks(back: Any, thanked: list[FrozenAcknowledgement]) -> None:
    if thanked:
        made = add(back, "ack")
        for one in thanked:
            add(made, "p", f"{one.name}: {one.text}" if one.text else one.name)


def _references(back: Any, manuscript: Manuscript) -> None:
    """The works that the text cites by number, then those that the authors listed by hand."""
    by_hand = [
        line for section in manuscript.sections if section.key == "references" for line in _lines_of(section)
    ]
    if not manuscript.works and not by_hand:
        return
    listed = add(back, "ref-list")
    for number, work in enumerate(manuscript.works, start=1):
        reference = add(listed, "ref", id=f"ref-{work.key}")
        add(reference, "label", str(number))
        _cite(reference, work.line, doi=work.work.doi or "", pmid=work.work.pmid or "")
    for number, line in enumerate(by_hand, start=1):
        _cite(add(listed, "ref", id=f"ref{number}"), line)


def _cite(reference: Any, line: str, *, doi: str = "", pmid: str = "") -> None:
    """The line as it is printed, with a DOI in it marked; one that is not printed follows."""
    cited = add(reference, "mixed-citation")
    found = _DOI.search(line)
    cited.text = sayable(line[: found.start()] if found else line)
    if found:
        marked = add(cited, "pub-id", found[0], pub_id_type="doi")
        marked.tail = sayable(line[found.end() :]) or None
    elif doi:
        add(cited, "pub-id", doi, pub_id_type="doi")
    if pmid:
        add(cited, "pub-id", pmid, pub_id_type="pmid")


def _lines_of(section: FrozenSection) -> list[str]:
    return [line for part in Body("").paragraphs(section.html) for line in _lines(part)]


def _lines(part: Any) -> list[str]:
    items = list(part.iter("list-item"))
    texts = ["".join(item.itertext()) for item in items] or "".join(part.itertext()).split("\n")
    return [" ".join(text.split()) for text in texts if text.strip()]
