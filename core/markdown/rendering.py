"""Text in, safe HTML or plain words out."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from markdown_it.token import Token
from msgspec import Struct

from core.markdown.characters import balanced, without_controls
from core.markdown.cleaning import clean
from core.markdown.errors import TextTooComplex, TextTooLong
from core.markdown.parsing import parse, parser
from core.markdown.shaping import shape
from core.markdown.writing import Writer, blocks, write

VERSION = 1
"""Raise it with every change of the output; stored rows of older versions are rendered anew."""

MAX_BYTES = 200_000
# Cleaning takes time quadratic in the characters that one block must escape.
_MAX_ESCAPES = 50_000

_PREFIX = re.compile(r"[A-Za-z0-9\-]{1,64}")
_LINE = ("softbreak", "hardbreak")
_WORDS = ("text", "text_special", "code_inline", "math_inline", "task_mark")
_BLOCK_WORDS = ("fence", "code_block", "math_block")


class Rendered(Struct, frozen=True):
    """A well-formed HTML fragment, safe to show as it is, and the version of the renderer that made it."""

    html: str
    version: int


_parser = parser()
_parser.renderer = Writer()


def render(text: str, *, prefix: str | None = None) -> Rendered:
    """Markdown of at most 200 kB (UTF-8) as HTML; the same text always gives the same HTML.

    `prefix` (letters, digits, hyphens) makes the ids of footnotes unique on a page; by default it comes from
    the text itself. Raises TextTooLong and TextTooComplex.
    """
    source = _checked(text)
    env: dict[str, Any] = {"prefix": _prefix(source) if prefix is None else _valid(prefix)}
    tokens = shape(parse(_parser, source, env), _parser)
    html = "".join(clean(write(_parser, block, env)) for block in blocks(tokens))
    return Rendered(html=html, version=VERSION)


def plain(text: str) -> str:
    """The words of a text, for search and snippets: one line per block, no markup. Raises like `render`."""
    tokens = shape(parse(_parser, _checked(text), {"prefix": ""}), _parser)
    return "\n".join(line for line in _lines(tokens) if line)


def _checked(text: str) -> str:
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise TextTooLong
    if sum(text.count(special) for special in "<>&") > _MAX_ESCAPES:
        raise TextTooComplex
    return without_controls(text)


def _prefix(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()[:10]


def _valid(prefix: str) -> str:
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"not a prefix for ids: {prefix!r}")
    return prefix


def _lines(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield " ".join("".join(map(_word, token.children or ())).split())
        elif token.type in _BLOCK_WORDS:
            yield balanced([token.content.strip()])[0]


def _word(token: Token) -> str:
    if token.type in _LINE:
        return " "
    if token.type == "image":
        return str(token.attrs["alt"])
    if token.type == "task_mark":
        return f"{token.content} "
    return token.content if token.type in _WORDS else ""
