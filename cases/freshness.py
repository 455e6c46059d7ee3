"""Frozen text is shown by today's renderer: when that changes, so does the HTML, though never the row."""

from functools import lru_cache

from msgspec.structs import replace

from cases.bibliography import linked
from cases.schemas import FrozenSection, Manuscript
from core.markdown import VERSION, render


def fresh(manuscript: Manuscript) -> Manuscript:
    """The manuscript with the HTML of this renderer, its citations as numbers that lead to the works."""
    if not manuscript.works and all(s.markdown_version == VERSION for s in manuscript.sections):
        return manuscript
    numbers = {work.key: number for number, work in enumerate(manuscript.works, 1)}
    sections = [_fresh(section) for section in manuscript.sections]
    return replace(manuscript, sections=[replace(s, html=linked(s.html, numbers)) for s in sections])


def _fresh(section: FrozenSection) -> FrozenSection:
    if section.markdown_version == VERSION:
        return section
    return replace(section, html=html(section.body), markdown_version=VERSION)


@lru_cache(maxsize=512)
def html(body: str) -> str:
    """A frozen text as HTML, rendered once a process."""
    return render(body).html
