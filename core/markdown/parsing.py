"""The parser: CommonMark with tables, strikethrough, footnotes and math, bounded against hostile input."""

from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def

from core.markdown.errors import TextTooComplex
from core.markdown.links import may_point_to

# Some rules take time quadratic in the brackets or colons of one paragraph; no honest paragraph is this long.
MAX_PARAGRAPH = 10_000  # characters
MAX_TOKENS = 20_000
MAX_DEPTH = 16  # lists and quotes within each other; browsers lay deep trees out slowly


def parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False, "maxNesting": 4 * MAX_DEPTH})
    md.enable(["table", "strikethrough"])
    footnote_plugin(md, inline=False)
    dollarmath_plugin(md, allow_labels=False, allow_space=False, allow_digits=False, allow_blank_lines=False)
    md.validateLink = may_point_to  # type: ignore[method-assign]
    md.block.ruler.at("footnote_def", _top_level_footnote)
    md.block.ruler.before("table", "bounds", _keep_in_bounds)
    md.core.ruler.at("inline", _parse_paragraphs)
    md.core.ruler.push("count", _count)
    return md


def _keep_in_bounds(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Stop a flood early; show what is nested too deep as plain lines instead of losing it."""
    if len(state.tokens) > MAX_TOKENS:
        raise TextTooComplex
    if silent or state.level < MAX_DEPTH:
        return False
    state.push("paragraph_open", "p", 1)
    inline = state.push("inline", "", 0)
    inline.content = state.getLines(start, end, state.blkIndent, False).strip()
    inline.children = []
    state.push("paragraph_close", "p", -1)
    state.line = end
    return True


def _top_level_footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    # Definitions inside quotes, lists or other definitions would tear those apart when they move to the end.
    return state.level == 0 and bool(footnote_def(state, start, end, silent))


def _parse_paragraphs(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            _parse_paragraph(token, state)


def _parse_paragraph(token: Token, state: StateCore) -> None:
    token.children = []
    if len(token.content) <= MAX_PARAGRAPH:
        state.md.inline.parse(token.content, state.md, state.env, token.children)
        return
    for number, line in enumerate(token.content.split("\n")):
        if number:
            token.children.append(Token("softbreak", "br", 0))
        token.children.append(Token("text", "", 0, content=line))


def _count(state: StateCore) -> None:
    # Footnotes have moved to the end by now, with one way back for each of their mentions.
    if sum(1 + len(token.children or ()) for token in state.tokens) > MAX_TOKENS:
        raise TextTooComplex


def parse(md: MarkdownIt, text: str, env: dict[str, Any]) -> list[Token]:
    return md.parse(text, cast("Any", env))
