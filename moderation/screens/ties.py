"""B8 undisclosed relations and B9 employment by an ineligible company."""

from collections.abc import Iterator
from functools import lru_cache

from moderation.screens import lexicon
from moderation.screens.context import Context
from moderation.screens.findings import Finding
from moderation.screens.lexicon import Term
from moderation.screens.phrases import Hit
from moderation.screens.text import tokens

TIE_REACH = 6


def relations(context: Context) -> Iterator[Finding]:
    """B8: the author has a tie to the maker of what the text names; denying it weighs more (IN-13)."""
    related = {tie.company: tie for tie in context.facts.ties if tie.company in context.companies}
    denials = context.terms("denial")
    for key, tie in related.items():
        if denials:
            weight, reason, first, last = 4, "denied_tie", denials[0].first, denials[0].last
        else:
            weight, reason = 2, "declared_tie"
            first, last = _where(context, key)
        said = {"company": tie.company_name, "nature": tie.nature}
        yield context.finding("B8", "IN-13", weight, reason, first, last, **said)


def ties_in_text(context: Context) -> Iterator[Finding]:
    """B8: the text names a tie ("speaker fees from ...") that is not in the author's disclosure (IN-07)."""
    known = {tie.company for tie in context.facts.ties}
    for hit, key in _said_of_companies(context, "tie"):
        if key not in known:
            company = lexicon.companies()[key].name
            weight = 4 if context.facts.declared else 2
            yield context.finding(
                "B8", "IN-07", weight, "tie_not_on_record", hit.first, hit.last, company=company
            )


def employment(context: Context) -> Iterator[Finding]:
    """B9: the author works for an ineligible company, by e-mail domain, affiliation or own words (IN-04).

    In a role that controls content this holds the text; on a board when the company is concerned (IN-20).
    """
    for key in context.facts.employers:
        company = lexicon.companies()[key].name
        concerned = context.facts.content_role or key in context.companies
        rule, weight = ("IN-04", 5) if concerned else ("IN-20", 2)
        yield Finding(
            signal="B9", rule_id=rule, weight=weight, reason="employer", params={"company": company}
        )
    for hit, key in _said_of_companies(context, "employment"):
        company = lexicon.companies()[key].name
        yield context.finding("B9", "IN-04", 4, "employment_said", hit.first, hit.last, company=company)


def _said_of_companies(context: Context, kind: str) -> Iterator[tuple[Hit[Term], str]]:
    """Phrases of a kind with a company named within a few words after them in the same sentence."""
    words = context.reading.words
    makers = {hit.first: hit.phrase.key for hit in context.makers}
    for hit in context.terms(kind):
        if context.negated(hit.first):
            continue
        for index in range(hit.last + 1, min(len(words), hit.last + 1 + TIE_REACH)):
            if index in makers and words[index].sentence == words[hit.first].sentence:
                yield hit, makers[index]
                break


def _where(context: Context, key: str) -> tuple[int, int]:
    """The first place at which a company or a product of it is named."""
    for hit in context.mentions:
        product = hit.phrase.product
        if key in ({product.company} if product.brand else lexicon.makers().get(product.generic, set())):
            return hit.first, hit.last
    maker = next(hit for hit in context.makers if hit.phrase.key == key)
    return maker.first, maker.last


def company_of_name(name: str) -> str:
    """Key of a company by its name or alias, forms of business left out; "" when it is not in the list."""
    return _by_name().get(_plain(name), "")


@lru_cache
def _by_name() -> dict[str, str]:
    return {
        _plain(name): company.key
        for company in lexicon.companies().values()
        for name in (company.name, *company.aliases, company.key)
    }


_FORMS = {
    "inc",
    "ltd",
    "limited",
    "plc",
    "gmbh",
    "ag",
    "sa",
    "corp",
    "corporation",
    "co",
    "llc",
    "company",
    "as",
}


def _plain(name: str) -> str:
    kept = [word for word in tokens(name) if word not in _FORMS]
    return " ".join(kept)
