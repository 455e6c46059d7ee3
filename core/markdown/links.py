"""Where a link or an image may point to."""

import re
from collections.abc import Iterator

from markdown_it.token import Token

REL = "nofollow ugc noopener noreferrer"

# Hosts without a user part: https://bank.example@evil.example reads like the bank.
# A path has one leading slash: //host and /\host lead to another site.
_URL = r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]"
_HOST = r"(?:[A-Za-z0-9\-._~]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?"
HREF = re.compile(
    rf"(?i:https?)://{_HOST}(?:[/?#]{_URL}*)?"
    rf"|(?i:mailto):(?!{_URL}*%0[ad])[A-Za-z0-9._~!$&'*+=%\-]+@[A-Za-z0-9.\-]+(?:\?{_URL}*)?"
    rf"|/(?!/){_URL}*"
    r"|#[A-Za-z0-9\-._~%]+",
)
FILE = re.compile(
    r"/files/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:/[A-Za-z0-9\-_~%]+(?:\.[A-Za-z0-9\-_~%]+)*)*"
)
_MAX_URL = 2_000

_BARE = re.compile(r"(?<![\w/.@])https?://[^\s<>\"\u0000-\u0020]{1,2000}", re.IGNORECASE)
_CLOSERS = {")": "(", "]": "[", "}": "{"}


def may_point_to(url: str) -> bool:
    """Http, https and mailto addresses and paths of this site; `url` is already percent-encoded."""
    return len(url) <= _MAX_URL and HREF.fullmatch(url) is not None


def is_own_file(url: str) -> bool:
    return FILE.fullmatch(url) is not None


def bare_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each web address written out in `text`, without the sentence's punctuation."""
    for found in _BARE.finditer(text):
        end = found.end()
        while (last := text[end - 1]) in ".,;:!?'*_~)]}\u2019\u201d\u00bb\u060c\u061b\u061f":
            opener = _CLOSERS.get(last)
            address = text[found.start() : end]
            if opener and address.count(opener) >= address.count(last):
                break
            end -= 1
        yield found.start(), end


def link(href: str, content: Token) -> list[Token]:
    """Tokens of a link around `content`."""
    opening = Token("link_open", "a", 1, attrs={"href": href, "rel": REL})
    return [opening, content, Token("link_close", "a", -1)]
