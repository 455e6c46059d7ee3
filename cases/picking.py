"""Who may be asked to review a case, and whom to ask first. Pure: facts in, reasons and an order out."""

from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

COAUTHORS_FOR = timedelta(days=3 * 365)
"""For so long people who wrote a case together do not review each other."""

NEVER = ("ReviewerIsAuthor", "ReviewerIsEditor", "ReviewerNotQualified")
"""Nobody can allow these; the others a second editor can. Codes are those of the errors."""


class Facts(Struct, frozen=True, kw_only=True):
    """How a person stands to a case. `ties`: companies the case concerns that the person declared.

    `opposed`: an author declared a competition. `party`: wrote in the thread that the case comes from.
    """

    author: bool = False
    decider: bool = False
    verified: bool = True
    colleague: bool = False
    coauthor: bool = False
    opposed: bool = False
    party: bool = False
    thanked: bool = False
    ties: tuple[str, ...] = ()


class Record(Struct, frozen=True, kw_only=True):
    """What is known of a reviewer: `open` reviews at work, `rated` ones with their mean `quality` of 1 to 5,
    and how many `published` cases of the specialty they wrote.
    """

    open: int = 0
    rated: int = 0
    quality: float = 0.0
    published: int = 0


NEUTRAL = 3.0
WEIGHT = 2
"""An unknown reviewer counts as an average one; two ratings weigh as much as that prejudice."""


def against(facts: Facts) -> list[str]:
    """The reasons against asking, gravest first; empty when there is none."""
    holds = {
        "ReviewerIsAuthor": facts.author,
        "ReviewerIsEditor": facts.decider,
        "ReviewerNotQualified": not facts.verified,
        "ReviewerHasTie": bool(facts.ties),
        "ReviewerIsColleague": facts.colleague,
        "ReviewerIsCoauthor": facts.coauthor,
        "ReviewerOpposed": facts.opposed,
        "ReviewerIsParty": facts.party,
        "ReviewerIsThanked": facts.thanked,
    }
    return [code for code, true in holds.items() if true]


def never(codes: Iterable[str]) -> bool:
    return any(code in NEVER for code in codes)


def standing(record: Record, *, same_specialty: bool) -> float:
    """Topic, load and past quality in one number, more is better. A review at work costs one grade."""
    quality = (record.quality * record.rated + NEUTRAL * WEIGHT) / (record.rated + WEIGHT)
    topic = 2.0 * same_specialty + min(record.published, 3) * 0.5
    return quality + topic - record.open
