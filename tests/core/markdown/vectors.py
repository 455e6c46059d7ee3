"""The corpus of attacks, and an inspector that looks at HTML as a browser's parser would."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from bleach._vendor import html5lib

_SPELLED = re.compile(r"\\u\{([0-9A-Fa-f]+)\}")
_TAGS = re.compile(
    "p|h[3-6]|ul|ol|li|blockquote|pre|code|em|strong|s|a|img|table|thead|tbody|tr|th|td|hr|br|sup|section|div|span"
)
_ATTRIBUTES = re.compile("href|title|rel|id|class|src|alt|loading|start|dir|tabindex|scope")
_OVERRIDE = re.compile("[\u202d\u202e]")


def _read() -> dict[str, str]:
    corpus = Path(__file__).with_name("xss_corpus.txt").read_text("utf-8")
    entries = re.split(r"^%% ", corpus, flags=re.MULTILINE)[1:]
    pairs = (entry.rstrip("\n").split("\n", 1) for entry in entries)
    return {name: _SPELLED.sub(lambda found: chr(int(found[1], 16)), vector) for name, vector in pairs}


VECTORS = _read()


def faults(html: str) -> list[str]:
    """What would be dangerous in this HTML, found in the tree that an HTML5 parser builds from it."""
    found = [f"override character {char!r}" for char in _OVERRIDE.findall(html)]
    for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
        if element.tag != "DOCUMENT_FRAGMENT":
            found += _element_faults(str(element.tag), dict(element.attrib))
    return found


def _element_faults(tag: str, attributes: dict[str, str]) -> list[str]:
    found = [] if _TAGS.fullmatch(tag) else [f"element {tag}"]
    found += [f"attribute {name} on {tag}" for name in attributes if not _ATTRIBUTES.fullmatch(name)]
    if "href" in attributes:
        found += _link_faults(attributes)
    if tag == "img" and not attributes.get("src", "").startswith("/files/0"):
        found.append(f"image of {attributes.get('src')}")
    return found


def _link_faults(attributes: dict[str, str]) -> list[str]:
    href = attributes["href"]
    found = [] if attributes.get("rel") == "nofollow ugc noopener noreferrer" else [f"rel of {href}"]
    # As browsers read it: spaces and controls at the ends and tabs and line ends anywhere do not count.
    seen = re.sub("[\t\n\r]", "", href.strip("".join(map(chr, range(33))))).replace("\\", "/")
    parts = urlsplit(seen)
    if parts.scheme not in ("http", "https", "mailto", ""):
        found.append(f"scheme of {href}")
    if (parts.scheme == "" and parts.netloc) or "@" in parts.netloc or seen != href:
        found.append(f"address {href}")
    return found


class _Balance(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "hr", "img"):
            self.open.append(tag)
        if len({name for name, _ in attrs}) != len(attrs):
            self.faults.append(f"an attribute twice on {tag}")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"stray end of {tag}")


def is_well_formed(html: str) -> bool:
    """Every element that opens closes, in order."""
    reader = _Balance()
    reader.feed(html)
    reader.close()
    return not reader.open and not reader.faults
