"""B4 benefit without harm, B5 relative effect without absolute, B10 promotion outside the label."""

import re
from collections.abc import Iterator

from moderation.screens import lexicon
from moderation.screens.context import NEAR, Context, near
from moderation.screens.findings import Finding
from moderation.screens.phrases import matches

BENEFITS = 2
DIRECTION_REACH = 7
OUTCOME_REACH = 12
INDICATION_REACH = 15
_PERCENT = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,]\d{1,2})? ?(?:%|percent\b|per cent\b)")


def benefit_only(context: Context) -> Iterator[Finding]:
    """B4: two or more benefits claimed beside a product and no word of harm in the whole text (IN-01)."""
    if context.terms("harm"):
        return
    hits = [h for h in context.terms("benefit") if near(context.anchors, h.first)]
    hits = [h for h in hits if not context.negated(h.first)]
    for hit in hits if context.mentions and len(hits) >= BENEFITS else ():
        yield context.finding("B4", "IN-01", 1, "benefit_only", hit.first, hit.last, words=context.said(hit))


def relative_only(context: Context) -> Iterator[Finding]:
    """B5: a percentage less or more of an outcome, and nowhere an absolute risk, NNT or interval (IN-01)."""
    if context.terms("absolute"):
        return
    percents = list(_PERCENT.finditer(context.reading.folded))
    places = [context.reading.word_at(context.reading.at(m.start())) for m in percents]
    directions = [hit.first for hit in context.terms("direction")]
    outcomes = [hit.first for hit in context.terms("outcome")]
    for index, place in enumerate(places):
        paired = any(
            0 < abs(other - place) <= DIRECTION_REACH for other in places[max(0, index - 1) : index + 2]
        )
        if paired or not near(directions, place, DIRECTION_REACH) or not near(outcomes, place, OUTCOME_REACH):
            continue
        if context.anchors and near(context.anchors, place, OUTCOME_REACH * 2):
            yield context.finding(
                "B5", "IN-01", 1, "relative_only", place, place, said=percents[index].group()
            )


def off_label(context: Context) -> Iterator[Finding]:
    """B10: a product recommended for a use outside its label, without saying so (IN-02)."""
    if context.terms("emerging") or context.terms("harm"):
        return
    recommended = [h.first for h in context.terms("recommend") if not context.negated(h.first)]
    for hit in context.mentions:
        for generic, indication, written in lexicon.off_label():
            if generic != hit.phrase.product.generic or not near(recommended, hit.first, NEAR):
                continue
            reach = range(hit.first - INDICATION_REACH, hit.first + INDICATION_REACH)
            if any(matches(context.reading.words, index, indication) for index in reach):
                yield context.finding(
                    "B10", "IN-02", 1, "off_label", hit.first, hit.last, generic=generic, indication=written
                )
