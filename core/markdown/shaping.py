"""From the parser's tokens to ours: headings below the page's own, safe links and images, directions."""

import re
from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.markdown.characters import balanced, neutral
from core.markdown.links import REL, bare_addresses, is_own_file, link, may_point_to

MAX_EMPHASIS = 8  # emphasis within emphasis
_SHIFT = 2  # the page owns h1 and h2
_DIRECTED = {
    "paragraph_open", "heading_open", "blockquote_open", "bullet_list_open", "ordered_list_open",
    "list_item_open", "th_open", "td_open",
}  # fmt: skip
_EMPHASIS = ("em", "strong", "s")
_TASK = re.compile(r"\[([ xX])\] ")
_ALIGN = re.compile(r"text-align:(left|center|right)")


def shape(tokens: list[Token], md: MarkdownIt) -> list[Token]:
    for number, token in enumerate(tokens):
        _shape_block(token)
        if token.type == "inline":
            children = token.children or []
            if number > 1 and tokens[number - 2].type == "list_item_open":
                children = _task(children, tokens[number - 2])
            token.children = _shape_inline(children, md)
    return tokens


def _shape_block(token: Token) -> None:
    if token.type in _DIRECTED:
        token.attrSet("dir", "auto")
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(6, int(token.tag[1]) + _SHIFT)}"
    elif token.type in ("th_open", "td_open"):
        _shape_cell(token)
    elif token.type in ("fence", "code_block", "math_block"):
        token.content = neutral(token.content)


def _shape_cell(cell: Token) -> None:
    aligned = _ALIGN.fullmatch(str(cell.attrs.pop("style", "")))
    if aligned:
        cell.attrSet("class", f"align-{aligned[1]}")
    if cell.type == "th_open":
        cell.attrSet("scope", "col")


def _task(children: list[Token], item: Token) -> list[Token]:
    """`- [x] done` gets a box as a character: people's texts hold no form fields."""
    first = children[0] if children else None
    if first is None or first.type != "text" or not (box := _TASK.match(first.content)):
        return children
    first.content = first.content[box.end() :]
    item.attrSet("class", "task")
    return [Token("task_mark", "", 0, content="\u2610" if box[1] == " " else "\u2611"), *children]


def _shape_inline(children: list[Token], md: MarkdownIt) -> list[Token]:
    shaped = list(_link_bare(_place_images(_flat_emphasis(children)), md))
    pieces = balanced([token.content for token in shaped])
    for token, content in zip(shaped, pieces, strict=True):
        token.content = content
        if token.attrs:
            token.attrs = {name: _shape_attribute(value) for name, value in token.attrs.items()}
        if token.type == "link_open":
            token.attrSet("rel", REL)
    return shaped


def _shape_attribute(value: str | float) -> str | float:
    return balanced([value])[0] if isinstance(value, str) else value


def _flat_emphasis(children: Iterable[Token]) -> Iterator[Token]:
    depth = 0
    for token in children:
        if token.type.removesuffix("_open").removesuffix("_close") in _EMPHASIS:
            depth += token.nesting
            if depth + (token.nesting < 0) > MAX_EMPHASIS:
                continue
        yield token


def _place_images(children: Iterable[Token]) -> Iterator[Token]:
    """Images from our own files stay; others become links, so that reading tells no other site."""
    in_link = 0
    for token in children:
        in_link += token.nesting if token.type in ("link_open", "link_close") else 0
        if token.type != "image":
            yield token
            continue
        source = str(token.attrs["src"])
        alt = balanced([_alternative(token.children or [])])[0]
        if is_own_file(source):
            title = {"title": token.attrs["title"]} if token.attrs.get("title") else {}
            token.attrs = {"src": source, "alt": alt, **title, "loading": "lazy"}
            yield token
        elif in_link:
            yield Token("text", "", 0, content=alt)
        else:
            yield from link(source, Token("text", "", 0, content=alt or source))


def _alternative(children: Iterable[Token]) -> str:
    """The words of an image's label; those of images within it, too."""
    words = (
        " "
        if token.type in ("softbreak", "hardbreak")
        else _alternative(token.children or []) or token.content
        for token in children
    )
    return " ".join("".join(words).split())


def _link_bare(children: Iterable[Token], md: MarkdownIt) -> Iterator[Token]:
    in_link = 0
    for token in children:
        in_link += token.nesting if token.type in ("link_open", "link_close") else 0
        if token.type == "text" and not in_link:
            yield from _with_links(token.content, md)
        else:
            yield token


def _with_links(text: str, md: MarkdownIt) -> Iterator[Token]:
    done = 0
    for start, end in bare_addresses(text):
        href = md.normalizeLink(text[start:end])
        if not may_point_to(href):
            continue
        yield Token("text", "", 0, content=text[done:start])
        yield from link(href, Token("text", "", 0, content=text[start:end]))
        done = end
    yield Token("text", "", 0, content=text[done:])
