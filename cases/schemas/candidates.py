"""Views of whom an editor may ask."""

from cases.schemas.published import View
from identity.schemas import PersonCard


class Candidate(View, frozen=True, kw_only=True):
    """`against` are codes of cases.picking, gravest first; `possible`: a second editor may allow it.

    `open`: reviews at work anywhere; `quality`: mean of the editors' ratings, 1 to 5, of `rated` reviews.
    """

    person: PersonCard
    against: list[str]
    possible: bool
    ties: list[str]
    open: int
    rated: int
    quality: float
