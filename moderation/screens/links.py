"""B6 links to companies, trackers and shortened addresses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from moderation.screens import lexicon
from moderation.screens.context import Context
from moderation.screens.findings import Finding

MOST = 500
TRACKERS = ("utm_", "gclid", "fbclid", "dclid", "msclkid", "mc_eid")
# Up to 2,000 characters that a link may hold; a bare domain counts too, and so does what follows an @.
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'()\[\]]{1,2000}|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}(?:/[^\s<>\"'()\[\]]{0,2000})?"
)


@dataclass(frozen=True)
class Link:
    host: str
    query: str
    start: int
    end: int
    word: int


def links(context: Context) -> Iterator[Link]:
    """Addresses in the text, at most MOST, with the host as a browser would understand it."""
    reading = context.reading
    for count, match in enumerate(_LINK.finditer(reading.folded)):
        if count == MOST:
            return
        host, query = parts(match.group())
        if host:
            start, end = reading.at(match.start()), reading.at(match.end() - 1) + 1
            yield Link(host, query, start, end, reading.word_at(start))


def parts(address: str) -> tuple[str, str]:
    """Host and query. What follows an @ is the host: `https://journal.org@maker.com` is the maker's."""
    address = address if "://" in address else f"//{address}"
    try:
        split = urlsplit(address.rstrip(".,;:!?"))
        host = (split.hostname or "").rstrip(".")
    except ValueError:
        return "", ""
    return host, split.query


def company_of(host: str) -> str:
    """Key of the company to which a host belongs, else "". Whole labels count: notpfizer.com is not."""
    return _suffix_of(host, lexicon.domains())


def _suffix_of(host: str, known: dict[str, str]) -> str:
    labels = host.split(".")
    return next((known[d] for i in range(len(labels)) if (d := ".".join(labels[i:])) in known), "")


def company_links(context: Context) -> Iterator[Finding]:
    """B6: a link to an ineligible company or its product (IN-17)."""
    for link in links(context):
        if key := company_of(link.host):
            company = lexicon.companies()[key].name
            yield _finding(context, link, 2, "company_link", company=company, host=link.host)


def tracking_links(context: Context) -> Iterator[Finding]:
    """B6: a tracker in the address, or a shortened address that hides where it leads (IN-19).

    These come along with innocent copies from newsletters, so they weigh 1.
    """
    short = dict.fromkeys(lexicon.shorteners(), "yes")
    for link in links(context):
        names = [name for name, _ in _pairs(link.query)]
        if any(name.startswith(TRACKERS) for name in names):
            yield _finding(context, link, 1, "tracking_link", host=link.host)
        elif _suffix_of(link.host, short):
            yield _finding(context, link, 1, "short_link", host=link.host)


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return []


def _finding(context: Context, link: Link, weight: int, reason: str, **params: str) -> Finding:
    words = context.reading.words
    quoted = link.word < len(words) and words[link.word].quoted
    rule = "IN-17" if reason == "company_link" else "IN-19"
    return Finding(
        signal="B6",
        rule_id=rule,
        weight=weight,
        reason=reason,
        params=params,
        start=link.start,
        end=link.end,
        quoted=quoted,
    )
