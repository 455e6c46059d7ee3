"""Tables of the cases. Who is behind an alias is not offered here: see cases.blind."""

import cases.models.aliases  # noqa: F401 - so that the schema has the table
from cases.models.consent import ConsentEntry, TakeDown, TakeDownStep
from cases.models.figures import CaseFigure
from cases.models.milestones import Milestone
from cases.models.people import Author, Contribution, Disclosure, Opposed
from cases.models.publishing import Notice, Rendition, Version
from cases.models.review import Review, Ruling, Submission
from cases.models.screening import Explanation
from cases.models.works import Work
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
    "Milestone",
    "Notice",
    "Opposed",
    "Rendition",
    "Review",
    "Ruling",
    "Section",
    "SectionRevision",
    "Submission",
    "TakeDown",
    "TakeDownStep",
    "Version",
    "Work",
]
