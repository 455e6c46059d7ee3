"""Tables of the cases. Who is behind an alias is not offered here: see cases.blind."""

import cases.models.aliases  # noqa: F401 - so that the schema has the table
from cases.models.consent import ConsentEntry, TakeDown, TakeDownStep
from cases.models.figures import CaseFigure
from cases.models.milestones import Milestone
from cases.models.people import (
    Acknowledgement,
    Author,
    BylineAnswer,
    BylineProposal,
    Contribution,
    Disclosure,
    Opposed,
    RoleDispute,
)
from cases.models.publishing import Notice, Registration, Rendition, Version
from cases.models.review import Review, Ruling, Submission
from cases.models.screening import Explanation
from cases.models.works import Work
from cases.models.writing import Case, Collection, Section, SectionRevision

__all__ = [
    "Acknowledgement",
    "Author",
    "BylineAnswer",
    "BylineProposal",
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
    "Registration",
    "Rendition",
    "Review",
    "RoleDispute",
    "Ruling",
    "Section",
    "SectionRevision",
    "Submission",
    "TakeDown",
    "TakeDownStep",
    "Version",
    "Work",
]
