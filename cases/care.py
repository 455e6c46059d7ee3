"""What a case write-up consists of: CARE's 13 items as typed slots, and the references."""

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    LINE = "line"  # one line of plain text
    KEYWORDS = "keywords"  # plain text, parted by commas
    TEXT = "text"  # Markdown
    CONSENT = "consent"  # a record of its own, never the signed form


class Slot(Struct, frozen=True):
    """`item` is CARE's number (0: not one of them); fewer than `least_words` count as begun, not complete."""

    key: str
    item: int
    kind: Kind = Kind.TEXT
    required: bool = True
    least_words: int = 1
    most_characters: int = 50_000


SLOTS = (
    Slot("title", 1, Kind.LINE, least_words=3, most_characters=300),
    Slot("keywords", 2, Kind.KEYWORDS, most_characters=400),
    Slot("abstract", 3, least_words=20, most_characters=6_000),
    Slot("introduction", 4, least_words=10),
    Slot("patient_information", 5, least_words=10),
    Slot("clinical_findings", 6, least_words=10),
    Slot("timeline", 7, least_words=5),
    Slot("diagnostic_assessment", 8, least_words=10),
    Slot("therapeutic_interventions", 9, least_words=10),
    Slot("follow_up", 10, least_words=10),
    Slot("discussion", 11, least_words=20),
    Slot("patient_perspective", 12, required=False, least_words=5),
    Slot("consent", 13, Kind.CONSENT),
    Slot("references", 0, required=False),
)

BY_KEY = {slot.key: slot for slot in SLOTS}
WRITTEN = tuple(slot for slot in SLOTS if slot.kind is not Kind.CONSENT)
KEYWORDS_AT_LEAST, KEYWORDS_AT_MOST = 2, 10


def keywords_of(text: str) -> list[str]:
    """The keywords in a line parted by commas or semicolons, each once, in their order."""
    words = (
        " ".join(word.split())[:60].rstrip() for word in text.replace(";", ",").replace("\n", ",").split(",")
    )
    return list(dict.fromkeys(word for word in words if word))
