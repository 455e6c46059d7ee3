"""From shaped tokens to HTML. Footnote ids carry a prefix, so that texts can share a page."""

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from core.markdown.links import REL

_LANGUAGE = re.compile(r"[A-Za-z0-9+#.\-]{1,32}")


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Writer(RendererHTML):
    """Methods are named like the tokens they write. `env["prefix"]` makes ids unique."""

    def text(self, tokens: Sequence[Token], idx: int, _options: Any, _env: Any) -> str:
        return escape(tokens[idx].content)

    def text_special(self, tokens: Sequence[Token], idx: int, _options: Any, _env: Any) -> str:
        return escape(tokens[idx].content)

    def softbreak(self, _tokens: Sequence[Token], _idx: int, _options: Any, _env: Any) -> str:
        return "\n"

    def code_inline(self, tokens: Sequence[Token], idx: int, _options: Any, _env: Any) -> str:
        return f'<code dir="ltr">{escape(tokens[idx].content)}</code>'

    def code_block(self, tokens: Sequence[Token], idx: int, _options: Any, _env: Any) -> str:
        return _code(tokens[idx].content, "")

    def fence(self, tokens: Sequence[Token], idx: int, _options: Any, _env: Any) -> str:
        return _code(tokens[idx].content, tokens[idx].info)

    def task_mark(self, tokens: Sequence[Token], idx: int, _options: Any, _env: Any) -> str:
        return f'<span class="task-mark">{tokens[idx].content}</span> '

    def image(self, tokens: Sequence[Token], idx: int, _options: Any, _env: Any) -> str:
        return f"<img{self.renderAttrs(tokens[idx])}>"

    def math_inline(self, tokens: Sequence[Token], idx: int, _options: Any, _env: Any) -> str:
        return f'<span class="math" dir="ltr">${escape(tokens[idx].content)}$</span>'

    def math_block(self, tokens: Sequence[Token], idx: int, _options: Any, _env: Any) -> str:
        return f'<div class="math" dir="ltr">$${escape(tokens[idx].content)}$$</div>\n'

    def table_open(self, _tokens: Sequence[Token], _idx: int, _options: Any, _env: Any) -> str:
        # A box that scrolls sideways must be reachable with the keyboard.
        return '<div class="table-scroll" tabindex="0"><table dir="auto">\n'

    def table_close(self, _tokens: Sequence[Token], _idx: int, _options: Any, _env: Any) -> str:
        return "</table></div>\n"

    def footnote_ref(self, tokens: Sequence[Token], idx: int, _options: Any, env: Any) -> str:
        note, here = _ids(tokens[idx], env)
        number = tokens[idx].meta["id"] + 1
        return f'<sup class="footnote-ref"><a href="#{note}" id="{here}" rel="{REL}">{number}</a></sup>'

    def footnote_block_open(self, _tokens: Sequence[Token], _idx: int, _options: Any, _env: Any) -> str:
        return '<section class="footnotes">\n<ol dir="auto">\n'

    def footnote_block_close(self, _tokens: Sequence[Token], _idx: int, _options: Any, _env: Any) -> str:
        return "</ol>\n</section>\n"

    def footnote_open(self, tokens: Sequence[Token], idx: int, _options: Any, env: Any) -> str:
        return f'<li id="{_ids(tokens[idx], env)[0]}" dir="auto">'

    def footnote_close(self, _tokens: Sequence[Token], _idx: int, _options: Any, _env: Any) -> str:
        return "</li>\n"

    def footnote_anchor(self, tokens: Sequence[Token], idx: int, _options: Any, env: Any) -> str:
        back = _ids(tokens[idx], env)[1]
        # The variation selector keeps the arrow from becoming an emoji.
        return f' <a href="#{back}" class="footnote-backref" rel="{REL}">\u21a9\ufe0e</a>'


def _ids(token: Token, env: Any) -> tuple[str, str]:
    """The id of the note and the id of this mention of it."""
    number, mention = token.meta["id"] + 1, token.meta.get("subId", 0)
    again = f"-{mention}" if mention else ""
    return f"fn-{env['prefix']}-{number}", f"fnref-{env['prefix']}-{number}{again}"


def _code(content: str, info: str) -> str:
    language = info.split(maxsplit=1)[0] if info.strip() else ""
    named = f' class="language-{language.lower()}"' if _LANGUAGE.fullmatch(language) else ""
    return f'<pre dir="ltr" tabindex="0"><code{named}>{escape(content)}</code></pre>\n'


def blocks(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens of each top-level block; cleaning block by block keeps the time linear."""
    found: list[list[Token]] = []
    depth = 0
    for token in tokens:
        if depth == 0:
            found.append([])
        found[-1].append(token)
        depth += token.nesting
    return found


def write(md: MarkdownIt, block: Sequence[Token], env: dict[str, Any]) -> str:
    return str(md.renderer.render(block, md.options, env))
