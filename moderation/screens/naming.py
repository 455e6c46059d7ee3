"""B1 brand name without the generic, B2 one product praised without its alternatives."""

from collections import Counter
from collections.abc import Iterator

from moderation.screens import lexicon
from moderation.screens.context import Context, near
from moderation.screens.findings import Finding
from moderation.screens.lexicon import Product

MENTIONS = 3
SHARE = 0.8
ALTERNATIVES = 2
PERSUASION_REACH = 25


def brand_alone(context: Context) -> Iterator[Finding]:
    """B1: at its first mention a brand has no generic name within one sentence (IN-21)."""
    words_of = _words_by_sentence(context)
    seen: set[str] = set()
    for hit in context.brands:
        product = hit.phrase.product
        if product.brand in seen:
            continue
        seen.add(product.brand)
        place = context.reading.words[hit.first].sentence
        around = set().union(*(words_of.get(place + step, set()) for step in (-1, 0, 1)))
        if not around & _names(product):
            yield context.finding(
                "B1",
                "IN-21",
                1,
                "brand_alone",
                hit.first,
                hit.last,
                brand=product.brand,
                generic=product.generic,
            )


def one_sided(context: Context) -> Iterator[Finding]:
    """B2: three or more mentions, four fifths of its class, praised, and nowhere a harm, cost or alternative.

    Without the praise a clinical note that speaks of one drug would be one-sided too (IN-01).
    """
    if context.terms("harm") or context.terms("balance"):
        return
    of_product = Counter(hit.phrase.product.generic for hit in context.mentions)
    of_class = Counter(hit.phrase.product.kind for hit in context.mentions)
    firsts = {hit.phrase.product.generic: hit for hit in reversed(context.mentions)}
    for generic, count in of_product.items():
        first = firsts[generic]
        kind = first.phrase.product.kind
        if count < MENTIONS or count / of_class[kind] < SHARE or len(_class(kind)) <= ALTERNATIVES:
            continue
        if _praised(context):
            yield context.finding(
                "B2", "IN-01", 2, "one_sided", first.first, first.last, generic=generic, count=str(count)
            )


def persuasion(context: Context) -> Iterator[Finding]:
    """B2: a brand without its generic name, recommended to the reader, and not one clinical qualification.

    It weighs 1: a whisper, which together with the bare brand name asks for a look (IN-01).
    """
    bare = [finding.start for finding in brand_alone(context)]
    if not bare or context.terms("harm") or context.terms("balance"):
        return
    for hit in context.terms("persuasion"):
        if near(context.brand_anchors, hit.first, PERSUASION_REACH) and not context.negated(hit.first):
            yield context.finding(
                "B2", "IN-01", 1, "persuasion", hit.first, hit.last, words=context.said(hit)
            )


def _praised(context: Context) -> bool:
    kinds = ("benefit", "promo", "recommend")
    return any(near(context.anchors, hit.first) for kind in kinds for hit in context.terms(kind))


def _class(kind: str) -> set[str]:
    return {product.generic for product in lexicon.products() if product.kind == kind}


def _names(product: Product) -> set[str]:
    others = {name for name, generic in lexicon.synonyms().items() if generic == product.generic}
    return set(product.generic_words) | {word for name in others for word in name.casefold().split()}


def _words_by_sentence(context: Context) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for word in context.reading.words:
        found.setdefault(word.sentence, set()).add(word.text)
    return found
