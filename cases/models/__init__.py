"""Tables of the cases. Who is behind an alias is not offered here: see cases.blind."""

import cases.models.aliases  # noqa: F401 - so that the schema has the table
from cases.models.consent import ConsentEntry, TakeDown, TakeDownStep
from cases.models.figures import CaseFigure
from cases.models.people import Author, Contribution, Disclosure
from cases.models.publishing import Notice, Version
from cases.models.review import Review, Ruling, Submission
from cases.models.screening import Explanation
from cases.models.writing import Case, Collection, Section, SectionRevision

__all__ = [
    "Author",
    "Case",
    "CaseFigure",
    "Collection",
    "ConsentEntry",
    "Contribution",
    "Disclosure",
    "Explanation",
    "Notice",
    "Review",
    "Ruling",
    "Section",
    "SectionRevision",
    "Submission",
    "TakeDown",
    "TakeDownStep",
    "Version",
]
