"""Privacy screens: what in a text may tell who the patient is. Rules and lists; no model, database or network.

They find the 18 classes of 45 CFR 164.514(b)(2) and what GDPR adds (domain 3.1), in English, Spanish and
French, in time linear in the text. They never certify that a text is safe: people do.
"""

from itertools import chain

from moderation.screens.privacy import contacts, dates, names, numbers, places, rare
from moderation.screens.privacy.companies import without_companies
from moderation.screens.privacy.language import guess
from moderation.screens.privacy.spans import RULES, Span, Type, joined, settled
from moderation.screens.privacy.suggestions import worded
from moderation.screens.privacy.tokens import Words

__all__ = ["RULES", "Span", "Type", "find"]


def find(text: str, language: str | None = None) -> list[Span]:
    """Spans that do not overlap, in the order of the text.

    `language` (en, es, fr) chooses the words of suggestions; it is guessed when not given. Rules of all
    three are always read: notes mix languages.
    """
    words = Words(text, language or guess(text))
    found = chain(
        contacts.emails(text),
        contacts.pages(text),
        contacts.machines(text),
        dates.dates(text),
        numbers.checked(text),
        numbers.cued(text),
        contacts.phones(text),
        contacts.handles(text),
        dates.ages(text),
        places.addresses(text),
        places.facilities(text),
        places.counties(text),
        places.hometowns(text),
        numbers.unusual(text),
        places.cities(words),
        names.names(words),
        rare.rarities(text),
    )
    told = without_companies(text, joined(text, settled(found)))
    return [worded(text, span, words.language) for span in told]
