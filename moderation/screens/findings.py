"""What a screen says, and what it adds up to."""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct, field

QUEUE_FROM = 2
HOLD_FROM = 5
MOST_KEPT = 100


class Band(StrEnum):
    """What follows from a score (domain 2.4): nothing; a person looks at it; it waits for that person."""

    NONE = "none"
    QUEUE = "queue"
    HOLD = "hold"


class Finding(Struct, frozen=True, kw_only=True, rename="camel"):
    """One reason to look at a text.

    `start` and `end` are code-point offsets into the text; both are 0 when the reason is not in the text
    but in what is known of its author. `reason` is a key of `moderation.words.REASONS`, `params` its values.
    """

    signal: str
    rule_id: str
    weight: int
    reason: str
    params: dict[str, str] = field(default_factory=dict)
    start: int = 0
    end: int = 0
    quoted: bool = False


class Tie(Struct, frozen=True, kw_only=True):
    """A declared relationship: `company` is a key of the company list or empty when the name is not in it."""

    company: str
    company_name: str
    nature: str


class Facts(Struct, frozen=True, kw_only=True):
    """What is known of the author. `declared`: a disclosure that still counts is on record.

    `employers` are keys of companies; `content_role`: the text is educational content, not talk on a board.
    """

    declared: bool = False
    ties: tuple[Tie, ...] = ()
    employers: tuple[str, ...] = ()
    content_role: bool = False


NOTHING_KNOWN = Facts()


class Screening(Struct, frozen=True, kw_only=True):
    """`companies` are the keys of makers whose products or names the text concerns."""

    score: int
    findings: tuple[Finding, ...]
    companies: tuple[str, ...] = ()

    @property
    def band(self) -> Band:
        return band(self.score)


def band(score: int) -> Band:
    if score >= HOLD_FROM:
        return Band.HOLD
    return Band.QUEUE if score >= QUEUE_FROM else Band.NONE


def score(findings: Iterable[Finding]) -> int:
    """The sum over signals of each signal's heaviest finding: saying a thing twice does not make it worse."""
    heaviest: dict[str, int] = {}
    for finding in findings:
        weight = finding.weight // 2 if finding.quoted else finding.weight
        heaviest[finding.signal] = max(heaviest.get(finding.signal, 0), weight)
    return sum(heaviest.values())
