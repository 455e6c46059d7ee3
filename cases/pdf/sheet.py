"""The page that is printed: one HTML document, with its images by name."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from cases import citing, licences
from cases.contributions import uri
from cases.languages import direction_of, language_of
from cases.schemas import PublishedCase
from cases.wording import CONSENTS, FIGURES, MARKS, NOTICES, SECTIONS, said

HERE = Path(__file__).parent
IMAGE = "image:"
"""How the sheet names an image; nothing else is fetched while it is printed."""
_SRC = re.compile(r'(<img\b[^>]*?\bsrc=")/files/([^"/?]+)[^"]*(")')
_LINK = re.compile(r'(<a\b[^>]*?\bhref=")(/[^"]*")')


def sheet(case: PublishedCase, *, address: str, base: str, images: set[str]) -> str:
    """The document. `images`: names of the files that can be shown; the others are told by their words."""
    manuscript = case.publication.manuscript
    language = language_of(" ".join(section.body for section in manuscript.sections))

    def say(text: str, **values: object) -> str:
        return said(language, text) % values if values else said(language, text)

    def prose(markup: str) -> str:
        return _LINK.sub(rf"\g<1>{base}\g<2>", _SRC.sub(rf"\g<1>{IMAGE}\g<2>\g<3>", markup))

    return _template().render(
        case=case,
        p=case.publication,
        manuscript=manuscript,
        style=(HERE / "sheet.css").read_text("utf-8"),
        language=language,
        direction=direction_of(language),
        title=citing.title_of(case),
        citation=citing.cite(case, citing.Style.VANCOUVER, address=address),
        licence_address=licences.address_of(case.publication.licence),
        address=address,
        images=images,
        image=IMAGE,
        say=say,
        prose=prose,
        words=_WORDS,
    )


def sources(case: PublishedCase) -> list[str]:
    """The files whose images the text and the figures show, each once, by the name the sheet gives them."""
    manuscript = case.publication.manuscript
    inline = [found[2] for section in manuscript.sections for found in _SRC.finditer(section.html)]
    return list(dict.fromkeys([*inline, *(str(figure.file) for figure in manuscript.figures)]))


_WORDS: dict[str, Any] = {
    "sections": SECTIONS,
    "notices": NOTICES,
    "marks": MARKS,
    "consents": CONSENTS,
    "figures": FIGURES,
    "uri": uri,
}


@cache
def _template() -> Template:
    ours = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
    return ours.get_template("sheet.html")
