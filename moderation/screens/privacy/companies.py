"""Names of companies, which read like those of people or hospitals: "Eli Lilly", "Dr. Reddy's", "Philips Healthcare"."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from moderation.screens import lexicon
from moderation.screens.privacy.spans import Span, Type

_CALLED = r"(?: (?:Health[Cc]are|Pharmaceuticals?|Pharma|Laboratories|Medical|Diagnostics|Therapeutics|Biosciences))"
_BETWEEN = re.compile(r"(?:[\s,;&/]|\b(?:and|or|y|e|o|et|ou)\b)*")
_TITLED = frozenset({"title", "credentials"})


def without_companies(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Those that are more than names of companies. "Mr Eli Lilly" is a person all the same."""
    known = [match.span() for match in _pattern().finditer(text)]
    for span in spans:
        if span.type not in {Type.NAME, Type.FACILITY} or not _is_company(text, span, known):
            yield span


def _is_company(text: str, span: Span, known: list[tuple[int, int]]) -> bool:
    titled = span.reason in _TITLED
    here = [(a, b) for a, b in known if a < span.end and b > span.start and (a < span.start or not titled)]
    rest, at = "", span.start
    for start, end in here:
        rest += text[at : max(at, start)]
        at = max(at, end)
    return bool(here) and _BETWEEN.fullmatch(rest + text[at : max(at, span.end)]) is not None


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """A name of several words as it is, a single word only with what companies are called besides."""
    names = {name for company in lexicon.companies().values() for name in (company.name, *company.aliases)}
    longest = sorted(names, key=len, reverse=True)
    several = "|".join(re.escape(name) for name in longest if " " in name)
    single = "|".join(re.escape(name) for name in longest if " " not in name)
    return re.compile(rf"(?<!\w)(?:(?:{several}){_CALLED}?|(?:{single}){_CALLED})(?!\w)")
