"""The second wall: whatever the parser let through, only these elements and attributes leave."""

import html
import re
import threading

from bleach.sanitizer import Cleaner

from core.markdown.links import FILE, HREF, REL

_ANY = re.compile(r"[^\x00-\x08]*", re.DOTALL)
_DIR = re.compile("auto|ltr")


def _only(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))


# Element -> attribute -> what its whole value must look like.
ALLOWED: dict[str, dict[str, re.Pattern[str]]] = {
    "a": {
        "href": HREF,
        "title": _ANY,
        "rel": _only(REL),
        "id": re.compile(r"fnref-[\w\-]{1,100}", re.ASCII),
        "class": _only("footnote-backref"),
    },
    "img": {"src": FILE, "alt": _ANY, "title": _ANY, "loading": _only("lazy")},
    "ol": {"start": re.compile(r"\d{1,9}", re.ASCII), "dir": _DIR},
    "ul": {"dir": _DIR},
    "li": {"id": re.compile(r"fn-[\w\-]{1,100}", re.ASCII), "class": _only("task"), "dir": _DIR},
    "pre": {"dir": _DIR, "tabindex": _only("0")},
    "code": {"class": re.compile(r"language-[a-z0-9+#.\-]{1,32}"), "dir": _DIR},
    "th": {"class": re.compile("align-(left|center|right)"), "scope": _only("col"), "dir": _DIR},
    "td": {"class": re.compile("align-(left|center|right)"), "dir": _DIR},
    "div": {"class": _only("table-scroll", "math"), "tabindex": _only("0"), "dir": _DIR},
    "span": {"class": _only("math", "task-mark"), "dir": _DIR},
    "sup": {"class": _only("footnote-ref")},
    "section": {"class": _only("footnotes")},
    **{tag: {"dir": _DIR} for tag in ("p", "h3", "h4", "h5", "h6", "blockquote", "table")},
    **{tag: {} for tag in ("em", "strong", "s", "br", "hr", "thead", "tbody", "tr")},
}


def _is_allowed(tag: str, name: str, value: str) -> bool:
    pattern = ALLOWED.get(tag, {}).get(name)
    return pattern is not None and pattern.fullmatch(html.unescape(value)) is not None


class _Own(threading.local):
    """Bleach's parser keeps state, so every thread has its own."""

    def __init__(self) -> None:
        self.cleaner = Cleaner(
            tags=frozenset(ALLOWED),
            attributes=_is_allowed,
            protocols=frozenset(("http", "https", "mailto")),
            strip=True,
            strip_comments=True,
        )


_own = _Own()


def clean(markup: str) -> str:
    return str(_own.cleaner.clean(markup))
