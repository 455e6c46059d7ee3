"""B3 promotional language and B14 campaigning against a competitor."""

from bisect import bisect_left
from collections.abc import Iterator

from moderation.screens.context import Context, near
from moderation.screens.findings import Finding
from moderation.screens.lexicon import Term
from moderation.screens.phrases import Hit

STRONG = 2
MANY_STRONG = 3
MANY_SOFT = 3
LONG_TEXT = 400  # words; in longer texts one strong word is a slip, not a pitch
SCORN_REACH = 12
PREFER_REACH = 25


def promotional(context: Context) -> Iterator[Finding]:
    """B3: words of advertising within ten words of a product or company, unless negated (IN-05).

    Soft words ("promising", "novel") are normal scientific prose: alone they weigh at most 1.
    """
    anchors = context.anchors
    hits = [h for h in context.terms("promo") if near(anchors, h.first) or near(anchors, h.last)]
    hits = [h for h in hits if not context.negated(h.first)]
    weight = promotional_weight(context, hits)
    for hit in hits if weight else ():
        yield context.finding(
            "B3", "IN-05", weight, "promotional", hit.first, hit.last, words=context.said(hit)
        )


def promotional_weight(context: Context, hits: list[Hit[Term]]) -> int:
    counted = [hit for hit in hits if not context.reading.words[hit.first].quoted] or hits
    strong = sum(hit.phrase.strength >= STRONG for hit in counted)
    soft = len(counted) - strong
    if strong >= MANY_STRONG or (strong >= STRONG and soft):
        return 3
    if strong:
        return 1 if len(context.reading.words) > LONG_TEXT and strong == 1 else 2
    if soft >= MANY_SOFT and len(context.reading.words) <= LONG_TEXT:
        return 2
    by_brand = any(near(context.brand_anchors, hit.first) for hit in counted)
    return 1 if soft and (by_brand or soft > 1) else 0


def against_competitor(context: Context) -> Iterator[Finding]:
    """B14: contempt beside one product and praise or "switch to" beside another (IN-05)."""
    praise = sorted(h.first for kind in ("prefer", "promo") for h in context.terms(kind))
    places = [hit.first for hit in context.mentions]
    for hit in context.terms("negative"):
        if context.negated(hit.first) or not near(places, hit.first, SCORN_REACH):
            continue
        close = (
            bisect_left(places, hit.first - PREFER_REACH),
            bisect_left(places, hit.first + PREFER_REACH + 1),
        )
        rivals = {h.phrase.product.generic for h in context.mentions[slice(*close)]}
        if len(rivals) > 1 and near(praise, hit.first, PREFER_REACH):
            yield context.finding(
                "B14", "IN-05", 2, "against_competitor", hit.first, hit.last, words=context.said(hit)
            )
