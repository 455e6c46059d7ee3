"""Frozen text is shown by today's renderer: when that changes, so does the HTML, though never the row."""

from functools import lru_cache

from msgspec.structs import replace

from cases.schemas import FrozenSection, Manuscript
from core.markdown import VERSION, render


def fresh(manuscript: Manuscript) -> Manuscript:
    """The manuscript with the HTML of this renderer; itself while its HTML is that already."""
    if all(section.markdown_version == VERSION for section in manuscript.sections):
        return manuscript
    return replace(manuscript, sections=[_fresh(section) for section in manuscript.sections])


def _fresh(section: FrozenSection) -> FrozenSection:
    if section.markdown_version == VERSION:
        return section
    return replace(section, html=html(section.body), markdown_version=VERSION)


@lru_cache(maxsize=512)
def html(body: str) -> str:
    """A frozen text as HTML, rendered once a process."""
    return render(body).html
