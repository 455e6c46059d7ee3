"""Words and shapes that the pages of moderation share."""

import itertools
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from litestar import Request

from core.errors import SignInRequired
from core.policy import Viewer
from moderation import errors
from moderation.screens import Finding
from moderation.subjects import OWNERS
from moderation.words import NATURES, OUTCOMES, REASONS, REPORT_REASONS, RULES, SIGNALS, Nature
from web.i18n import N_, Language, sentence

AnyRequest = Request[Any, Any, Any]
SMALL = 40_000

KINDS = {"post": N_("Post"), "case": N_("Case write-up")}
STATES = {
    "open": N_("Open"),
    "proposed": N_("Removal proposed"),
    "waiting": N_("Waits for the author"),
    "closed": N_("Decided"),
}


class Piece(NamedTuple):
    """A stretch of a kept text; `numbers` are the findings that lie over it."""

    text: str
    numbers: list[int]


def person_of(viewer: Viewer) -> UUID:
    if viewer.person_id is None:
        raise SignInRequired
    return viewer.person_id


def pieces(body: str, findings: list[Finding]) -> list[Piece]:
    """The text cut where findings begin and end, so that they can be marked; findings count from 1."""
    cuts = sorted({0, len(body), *(cut for f in findings for cut in (f.start, f.end) if cut <= len(body))})
    starting: dict[int, list[int]] = {}
    for number, finding in enumerate(findings, start=1):
        starting.setdefault(finding.start, []).append(number)
    return list(_pieces(body, findings, cuts, starting))


def _pieces(
    body: str, findings: list[Finding], cuts: list[int], starting: dict[int, list[int]]
) -> Iterator[Piece]:
    over: list[int] = []
    for begin, end in itertools.pairwise(cuts):
        over = [n for n in [*over, *starting.get(begin, [])] if findings[n - 1].end > begin]
        yield Piece(body[begin:end], over)


def explained(_: Language, findings: Iterable[Finding]) -> list[tuple[int, Finding, str]]:
    """Each finding with its number and its reason in the reader's language."""
    return [(n, f, reason_of(_, f)) for n, f in enumerate(findings, start=1)]


def reason_of(_: Language, finding: Finding) -> str:
    said = {
        name: _(NATURES[Nature(value)]) if name == "nature" else value
        for name, value in finding.params.items()
    }
    return _(REASONS[finding.reason], **said)


def said_of(code: str) -> str:
    """The sentence of an obstacle named by its code; "" for none."""
    return sentence(getattr(errors, code)) if code else ""


def words() -> dict[str, Any]:
    """What the templates look labels up in; all are source texts."""
    return {
        "kinds": KINDS,
        "states": STATES,
        "outcomes": OUTCOMES | APPEALS,
        "rules": RULES,
        "signals": SIGNALS,
        "report_reasons": REPORT_REASONS,
        "natures": NATURES,
        "said_of": said_of,
        "href_of": lambda kind, subject_id: OWNERS[kind].href(subject_id),
    }


APPEALS = {
    "appeal_upheld": N_("The decision stands"),
    "appeal_overturned": N_("The decision is withdrawn"),
}
