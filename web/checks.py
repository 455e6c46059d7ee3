"""The rules of templates and styles, checked by `python -m web.checks`: README.md says what they are."""

import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from web import catalogues
from web.frame import SECTIONS
from web.i18n import SOURCE
from web.render import TEMPLATES, environment

WEB = Path(__file__).parent
_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_TRANS = re.compile(r"\{%-?\s*trans\b.*?%\}.*?\{%-?\s*endtrans.*?%\}", re.DOTALL)
_CLASS_BLOCK = re.compile(r"\{%\s*block \w+_class\s*%\}.*?\{%\s*endblock\s*%\}", re.DOTALL)
_ATTRIBUTE = re.compile(r"^[\w-]+=")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SAYS = re.compile(r"^[A-Z][a-z]+")
_TOLD = frozenset({"placeholder", "title", "alt", "aria-label", "aria-description"})
_FREE = frozenset({"kbd", "code"})
DATA = "application/ld+json"
_OUR_NAME = "Consilium"
_SAFE_IN = "components/lists.html"

_PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[\w-]*|left|right"
    r"|border-(?:top|bottom)-(?:left|right)-radius|(?:text-align|float|clear|caption-side):\s*(?:left|right))\s*[:;]"
)
_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(", re.IGNORECASE)
_COLOURED = frozenset({"tokens.css", "print.css"})
_REMOTE = re.compile(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def faults() -> list[str]:
    """Everything that breaks a rule, a line each."""
    return [*template_faults(), *style_faults(), *icon_faults(), *catalogues.check()]


@cache
def _source() -> Environment:
    """Made once: it compiles every component."""
    return environment(SOURCE)


def template_faults() -> Iterator[str]:
    known = set(vars(_source().globals["ui"]))
    for file in sorted(TEMPLATES.rglob("*.html")):
        name = file.relative_to(TEMPLATES).as_posix()
        for fault in faults_in(name, file.read_text("utf-8"), known):
            yield f"templates/{name}: {fault}"


def faults_in(name: str, source: str, macros: set[str]) -> Iterator[str]:
    """What is wrong with one template, whose `ui` has these macros."""
    try:
        tree = _source().parse(source)
    except TemplateSyntaxError as error:
        yield f"does not compile: {error}"
        return
    yield from _markup_faults(source, samples=catalogues.SAMPLES in name)
    yield from _call_faults(tree, macros, samples=catalogues.SAMPLES in name)
    if name != _SAFE_IN and any(f.name == "safe" for f in tree.find_all(nodes.Filter)):
        yield "takes HTML as it is (`safe`); use ui.prose"


def style_faults() -> Iterator[str]:
    for file in sorted((WEB / "styles").rglob("*.css")):
        for fault in faults_in_style(file.name, file.read_text("utf-8")):
            yield f"styles/{file.name}: {fault}"


def faults_in_style(name: str, source: str) -> Iterator[str]:
    """Physical sides, colours outside tokens.css, anything from elsewhere, rules outside a layer."""
    text = _COMMENT.sub("", source)
    yield from (f"physical side: {found.group().strip()}" for found in _PHYSICAL.finditer(text))
    if name not in _COLOURED:
        yield from (f"colour outside tokens.css: {found.group()}" for found in _COLOUR.finditer(text))
    if _REMOTE.search(text):
        yield "loads something from elsewhere"
    if not text.lstrip().startswith("@layer"):
        yield "not in a cascade layer"


def icon_faults() -> Iterator[str]:
    """Icons that templates or the navigation name and icons.json lacks."""
    held = set(json.loads((WEB / "icons.json").read_text("utf-8"))) | {"consilium"}
    wanted = {section.icon: "frame.py" for section in SECTIONS}
    for file in TEMPLATES.rglob("*.html"):
        tree = _source().parse(file.read_text("utf-8"))
        wanted |= dict.fromkeys(_icons_in(tree), file.name)
    yield from (
        f"{where}: no icon {name!r} in icons.json" for name, where in wanted.items() if name not in held
    )


def _icons_in(tree: nodes.Template) -> Iterator[str]:
    for call in tree.find_all(nodes.Call):
        given = [k.value for k in call.kwargs if k.key == "icon"]
        if _macro(call) == "icon":
            given += call.args[:1]
        yield from (node.value for node in given if isinstance(node, nodes.Const) and node.value)


def _call_faults(tree: nodes.Template, macros: set[str], *, samples: bool) -> Iterator[str]:
    for call in tree.find_all(nodes.Call):
        macro = _macro(call)
        if macro and macro not in macros:
            yield f"there is no component ui.{macro}"
        if macro and not samples:
            yield from (f"not translated: {text!r} in ui.{macro}" for text in _bare_texts(call))
        if isinstance(call.node, nodes.Name) and call.node.name in {"_", "gettext"}:
            yield from _gettext_faults(call)


def _gettext_faults(call: nodes.Call) -> Iterator[str]:
    if not (call.args and isinstance(call.args[0], nodes.Const)):
        yield "`_()` of something that is not a literal; use lang(value)"


def _bare_texts(call: nodes.Call) -> Iterator[str]:
    for node in [*call.args, *(keyword.value for keyword in call.kwargs)]:
        if isinstance(node, nodes.Const) and isinstance(node.value, str) and _SAYS.match(node.value):
            yield node.value


def _macro(call: nodes.Call) -> str:
    target = call.node
    if isinstance(target, nodes.Getattr) and isinstance(target.node, nodes.Name) and target.node.name == "ui":
        return str(target.attr)
    return ""


def _markup_faults(source: str, *, samples: bool) -> Iterator[str]:
    reader = _Reader()
    reader.feed(_JINJA.sub("", _CLASS_BLOCK.sub("", _TRANS.sub("", source))))
    yield from reader.faults
    if not samples:
        yield from (f"not translated: {text!r}" for text in reader.texts)


class _Reader(HTMLParser):
    """Markup with the template language taken out: what is left was written literally."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.texts: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        names = [name for name, _ in attrs]
        data = tag == "script" and ("type", DATA) in attrs  # never run, so the policy of scripts lets it be
        if tag == "style" or (tag == "script" and "src" not in names and not data):
            self.faults.append(f"inline <{tag}>")
        for name, value in attrs:
            self._judge(tag, name, value or "")

    def _judge(self, tag: str, name: str, value: str) -> None:
        if name == "style" or (name.startswith("on") and len(name) > 2):  # noqa: PLR2004 - "on" itself
            self.faults.append(f"inline {name}= on <{tag}>")
        if name in {"src", "href", "action", "srcset"} and re.match(r"\s*(https?:)?//|\s*javascript:", value):
            self.faults.append(f"address elsewhere: {value}")
        if name in _TOLD and _LETTERS.search(value.replace(_OUR_NAME, "")):
            self.texts.append(value)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's signature
        self.inside = ""

    def handle_data(self, data: str) -> None:
        text = " ".join(data.replace(_OUR_NAME, "").split())
        if self.inside not in _FREE and _LETTERS.search(text) and not _ATTRIBUTE.match(text):
            self.texts.append(text)


def main() -> int:
    found = faults()
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    sys.stdout.write(
        f"{len(found)} faults.\n" if found else "Templates, styles and catalogues keep the rules.\n"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
