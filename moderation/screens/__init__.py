"""Independence screens: text in, findings out. No database, no network, linear in the text.

Signals are those of the domain rules 2.4: B1-B10 and B14 here, B13 (reports) where reports are kept.
"""

from moderation.screens.calls import call_to_action, sales_contact
from moderation.screens.claims import benefit_only, off_label, relative_only
from moderation.screens.context import Context
from moderation.screens.findings import (
    MOST_KEPT,
    NOTHING_KNOWN,
    Band,
    Facts,
    Finding,
    Screening,
    Tie,
    band,
    score,
)
from moderation.screens.links import company_links, tracking_links
from moderation.screens.naming import brand_alone, one_sided, persuasion
from moderation.screens.text import read
from moderation.screens.ties import employment, relations, ties_in_text
from moderation.screens.tone import against_competitor, promotional

SIGNALS = (
    brand_alone,
    one_sided,
    persuasion,
    promotional,
    benefit_only,
    relative_only,
    company_links,
    tracking_links,
    call_to_action,
    sales_contact,
    relations,
    ties_in_text,
    employment,
    off_label,
    against_competitor,
)

__all__ = ["NOTHING_KNOWN", "Band", "Facts", "Finding", "Screening", "Tie", "band", "score", "screen"]


def screen(text: str, *, facts: Facts = NOTHING_KNOWN, language: str = "en") -> Screening:
    """Read a text of any length for signs of commercial bias.

    Findings come in the order of the text, at most MOST_KEPT of them; the score counts all.
    """
    context = Context(read(text), facts, language)
    findings = sorted(
        (f for signal in SIGNALS for f in signal(context)), key=lambda f: (f.start, f.end, f.signal)
    )
    companies = context.companies | set(facts.employers)
    return Screening(
        score=score(findings), findings=tuple(findings[:MOST_KEPT]), companies=tuple(sorted(companies))
    )
