"""What people and other packages do in moderation. Callers own the transaction."""

from moderation.service.appeals import (
    answer_appeal,
    appeal,
    decision_sheet,
    open_appeals,
    own_decisions,
)
from moderation.service.decisions import answer_proposal, decide
from moderation.service.disclosures import (
    declare,
    disclosures,
    facts_of,
    own_disclosures,
    stamp_of,
    ties_on_record,
)
from moderation.service.patients import may_identify
from moderation.service.queue import Tab, claim, counts, flag, next_flag, queue, release
from moderation.service.reports import report, reportable
from moderation.service.screening import screen_case, screen_post, screen_section, ties_to

__all__ = [
    "Tab",
    "answer_appeal",
    "answer_proposal",
    "appeal",
    "claim",
    "counts",
    "decide",
    "decision_sheet",
    "declare",
    "disclosures",
    "facts_of",
    "flag",
    "may_identify",
    "next_flag",
    "open_appeals",
    "own_decisions",
    "own_disclosures",
    "queue",
    "release",
    "report",
    "reportable",
    "screen_case",
    "screen_post",
    "screen_section",
    "stamp_of",
    "ties_on_record",
    "ties_to",
]
