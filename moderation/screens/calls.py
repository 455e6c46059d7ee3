"""B7 calls to action."""

import re
from collections.abc import Iterator

from moderation.screens.context import Context, near
from moderation.screens.findings import Finding
from moderation.screens.links import company_of, links

ALONE = 3
REACH = 25
CONTACT_REACH = 15
_PHONE = re.compile(r"(?<!\d)(?:\+?1[ -])?8(?:00|33|44|55|66|77|88)[ -]\d{3}[ -]\d{4}(?!\d)")


def call_to_action(context: Context) -> Iterator[Finding]:
    """B7: "ask your rep", samples, coupons; the milder ones only beside a product or company (IN-05)."""
    commercial = sorted(context.anchors + [link.word for link in links(context) if company_of(link.host)])
    for hit in context.terms("call"):
        alone = hit.phrase.strength >= ALONE
        if context.negated(hit.first) or not (alone or near(commercial, hit.first, REACH)):
            continue
        yield context.finding(
            "B7", "IN-05", 3, "call_to_action", hit.first, hit.last, words=context.said(hit)
        )


def sales_contact(context: Context) -> Iterator[Finding]:
    """B7: a toll-free number beside a product or company (IN-05)."""
    for match in _PHONE.finditer(context.reading.folded):
        place = context.reading.word_at(context.reading.at(match.start()))
        if place < len(context.reading.words) and near(context.anchors, place, CONTACT_REACH):
            yield context.finding("B7", "IN-05", 3, "sales_contact", place, place, said=match.group())
