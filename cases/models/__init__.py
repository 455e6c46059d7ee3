"""Tables of the cases. Who is behind a reviewer's alias is not here: see cases.blind."""

from cases.models.people import Author, Contribution, Disclosure
from cases.models.publishing import Notice, Version
from cases.models.review import Review, Ruling, Submission
from cases.models.writing import Case, Collection, Consent, Section, SectionRevision

__all__ = [
    "Author",
    "Case",
    "Collection",
    "Consent",
    "Contribution",
    "Disclosure",
    "Notice",
    "Review",
    "Ruling",
    "Section",
    "SectionRevision",
    "Submission",
    "Version",
]
