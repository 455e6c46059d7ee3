"""A reading with everything found in it: products, companies, terms. The signals ask this."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from moderation.screens import lexicon
from moderation.screens.findings import Facts, Finding
from moderation.screens.lexicon import Product, Term
from moderation.screens.phrases import Hit, Phrases, matches
from moderation.screens.text import Reading, tokens

NEGATION_REACH = 3
NEAR = 10
_STEM_ROOM = 3
_NOT_NEGATING = frozenset({"just", "only", "merely", "other", "doubt", "one", "wonder", "better"})


@dataclass(frozen=True, slots=True)
class Named:
    """A product under one of its names."""

    product: Product
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Maker:
    key: str
    words: tuple[str, ...]


@lru_cache
def product_names() -> Phrases[Named]:
    by_brand = [Named(product, tokens(product.brand)) for product in lexicon.products()]
    real = lexicon.synonyms()
    by_generic = [
        Named(Product("", real.get(name, name), kind, ""), tokens(name))
        for name, kind in lexicon.generics().items()
    ]
    return Phrases([*by_brand, *by_generic])


@lru_cache
def maker_names() -> Phrases[Maker]:
    return Phrases(
        [Maker(c.key, tokens(name)) for c in lexicon.companies().values() for name in (c.name, *c.aliases)]
    )


@lru_cache
def term_phrases(language: str) -> Phrases[Term]:
    return Phrases(lexicon.terms(language) if language in lexicon.languages() else ())


@dataclass(frozen=True)
class Context:
    reading: Reading
    facts: Facts
    language: str

    @cached_property
    def mentions(self) -> list[Hit[Named]]:
        """Products by brand, by generic name and, for generics in no list of ours, by their INN stem."""
        taken: set[int] = set()
        found = []
        for hit in product_names().found(self.reading.words):
            if hit.first not in taken:
                found.append(hit)
                taken.update(range(hit.first, hit.last + 1))
        found.extend(hit for hit in self._by_stem() if hit.first not in taken)
        return sorted(found, key=lambda hit: hit.first)

    def _by_stem(self) -> Iterator[Hit[Named]]:
        for index, word in enumerate(self.reading.words):
            for stem, kind, exceptions in lexicon.stems():
                if word.text.endswith(stem):
                    if len(word.text) >= len(stem) + _STEM_ROOM and word.text not in exceptions:
                        yield Hit(Named(Product("", word.text, kind, ""), (word.text,)), index, index)
                    break

    @cached_property
    def brands(self) -> list[Hit[Named]]:
        return [hit for hit in self.mentions if hit.phrase.product.brand]

    @cached_property
    def makers(self) -> list[Hit[Maker]]:
        """Companies by name. A capital letter is asked for: some are also words or surnames."""
        words, source = self.reading.words, self.reading.source
        return [
            hit
            for hit in maker_names().found(words)
            if source[words[hit.first].start].isupper() and not matches(words, hit.last + 1, ("manual*",))
        ]

    @cached_property
    def companies(self) -> frozenset[str]:
        """Keys of the companies that the text names or whose products it names."""
        keys = {hit.phrase.key for hit in self.makers}
        for hit in self.mentions:
            product = hit.phrase.product
            keys |= {product.company} if product.brand else lexicon.makers().get(product.generic, frozenset())
        return frozenset(keys - {""})

    @cached_property
    def _terms(self) -> dict[str, list[Hit[Term]]]:
        found: defaultdict[str, list[Hit[Term]]] = defaultdict(list)
        taken: dict[str, int] = {}
        for hit in term_phrases(self.language).found(self.reading.words):
            kind = hit.phrase.kind
            if hit.first > taken.get(kind, -1) and not self._excused(hit):
                found[kind].append(hit)
                taken[kind] = hit.last
        return found

    def _excused(self, hit: Hit[Term]) -> bool:
        words = self.reading.words
        before = (matches(words, hit.first - len(w), w) for w in hit.phrase.unless_before)
        after = (matches(words, hit.last + 1, w) for w in hit.phrase.unless_after)
        return any(before) or any(after)

    def terms(self, kind: str) -> list[Hit[Term]]:
        return self._terms.get(kind, [])

    @cached_property
    def anchors(self) -> list[int]:
        """Words at which a product or a company is named."""
        return sorted({h.first for h in self.mentions} | {h.first for h in self.makers})

    @cached_property
    def brand_anchors(self) -> list[int]:
        return [hit.first for hit in self.brands]

    @cached_property
    def _negated(self) -> dict[int, int]:
        return {hit.last: hit.first for hit in self.terms("negator")}

    def negated(self, first: int) -> bool:
        """Whether "not", "hardly" or the like stands up to three words before, in the same sentence."""
        words = self.reading.words
        for index in range(max(0, first - NEGATION_REACH), first):
            if index in self._negated and words[index].sentence == words[first].sentence:
                return words[index + 1].text not in _NOT_NEGATING
        return False

    def finding(  # noqa: PLR0917 - a finding has these parts, in this order, everywhere
        self, signal: str, rule: str, weight: int, reason: str, first: int, last: int, **params: str
    ) -> Finding:
        start, end = self.reading.span(first, last)
        quoted = all(word.quoted for word in self.reading.words[first : last + 1])
        return Finding(
            signal=signal,
            rule_id=rule,
            weight=weight,
            reason=reason,
            params=params,
            start=start,
            end=end,
            quoted=quoted,
        )

    def said(self, hit: Hit[Term]) -> str:
        """The words of a hit as they stand in the source."""
        start, end = self.reading.span(hit.first, hit.last)
        return self.reading.source[start:end][:80]


def near(anchors: Sequence[int], index: int, reach: int = NEAR) -> bool:
    """Whether one of the sorted `anchors` is at most `reach` words away."""
    place = bisect_left(anchors, index - reach)
    return place < len(anchors) and anchors[place] <= index + reach
