"""What credit does. Callers own the transaction."""

from credit.service.awards import (
    award_attendance,
    award_authorship,
    award_review,
    reinstate,
    reverse_for,
)
from credit.service.claims import claim, write_log
from credit.service.evidence import verify_all, verify_chain
from credit.service.reading import (
    choose_systems,
    chosen_systems,
    evidence_piece,
    ledger,
    progress,
    transcript,
)

__all__ = [
    "award_attendance",
    "award_authorship",
    "award_review",
    "choose_systems",
    "chosen_systems",
    "claim",
    "evidence_piece",
    "ledger",
    "progress",
    "reinstate",
    "reverse_for",
    "transcript",
    "verify_all",
    "verify_chain",
    "write_log",
]
