"""What a case write-up consists of: CARE's 13 items, structured tables beside them, and the references.

Which slots an article has, and which it needs, is told by its type: `slots_of`.
"""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace


class Kind(StrEnum):
    LINE = "line"  # one line of plain text
    KEYWORDS = "keywords"  # plain text, parted by commas
    TEXT = "text"  # Markdown
    TABLE = "table"  # Markdown, in which one table has the slot's columns
    CONSENT = "consent"  # a record of its own, never the signed form


class Column(Struct, frozen=True):
    """`terms` names a vocabulary of cases.vocabulary; a required one may not be empty in any row."""

    key: str
    required: bool = False
    terms: str = ""


class Slot(Struct, frozen=True):
    """`item` is CARE's number (0: not one of them); fewer than `least_words` count as begun, not complete."""

    key: str
    item: int
    kind: Kind = Kind.TEXT
    required: bool = True
    least_words: int = 1
    most_characters: int = 50_000
    columns: tuple[Column, ...] = ()

    @property
    def is_markdown(self) -> bool:
        return self.kind in {Kind.TEXT, Kind.TABLE}


class ArticleType(StrEnum):
    CASE_REPORT = "case_report"
    CASE_SERIES = "case_series"
    IMAGE_CHALLENGE = "image_challenge"
    QUALITY_CASE = "quality_case"


_TIMELINE = (Column("when", required=True), Column("event", required=True))
_PATIENTS = (
    Column("patient", required=True),
    Column("age_and_sex"),
    Column("presentation", required=True),
    Column("treatment"),
    Column("outcome"),
)
_INVESTIGATIONS = (
    Column("when"),
    Column("test", required=True),
    Column("result", required=True),
    Column("unit"),
    Column("reference_range"),
    Column("meaning"),
)
_DIFFERENTIAL = (
    Column("diagnosis", required=True),
    Column("certainty", required=True, terms="certainty"),
    Column("for"),
    Column("against"),
)
_MEDICATIONS = (
    Column("drug", required=True),
    Column("dose"),
    Column("route"),
    Column("from"),
    Column("until"),
    Column("effect"),
)
_ANSWERS = (Column("answer", required=True), Column("right", required=True, terms="right"), Column("why"))


def _table(key: str, columns: tuple[Column, ...], item: int = 0) -> Slot:
    return Slot(key, item, Kind.TABLE, required=False, least_words=2, columns=columns)


SLOTS = (
    Slot("title", 1, Kind.LINE, least_words=3, most_characters=300),
    Slot("keywords", 2, Kind.KEYWORDS, most_characters=400),
    Slot("abstract", 3, least_words=20, most_characters=6_000),
    Slot("introduction", 4, least_words=10),
    Slot("patient_information", 5, least_words=10),
    _table("patients", _PATIENTS),
    Slot("clinical_findings", 6, least_words=10),
    Slot("timeline", 7, Kind.TABLE, least_words=5, columns=_TIMELINE),
    Slot("question", 0, required=False, least_words=5, most_characters=2_000),
    _table("answers", _ANSWERS),
    Slot("diagnostic_assessment", 8, least_words=10),
    _table("investigations", _INVESTIGATIONS),
    _table("differential", _DIFFERENTIAL),
    Slot("causes", 0, required=False, least_words=10),
    Slot("therapeutic_interventions", 9, least_words=10),
    _table("medications", _MEDICATIONS),
    Slot("follow_up", 10, least_words=10),
    Slot("discussion", 11, least_words=20),
    Slot("learning_points", 0, required=False, least_words=5, most_characters=4_000),
    Slot("patient_perspective", 12, required=False, least_words=5),
    Slot("consent", 13, Kind.CONSENT),
    Slot("references", 0, required=False),
)

BY_KEY = {slot.key: slot for slot in SLOTS}
WRITTEN = tuple(slot for slot in SLOTS if slot.kind is not Kind.CONSENT)
KEYWORDS_AT_LEAST, KEYWORDS_AT_MOST = 2, 10

_REPORT = (
    "title keywords abstract introduction patient_information clinical_findings timeline"
    " diagnostic_assessment investigations? differential? therapeutic_interventions medications? follow_up"
    " discussion learning_points? patient_perspective? consent references?"
)
_TEMPLATES = {
    ArticleType.CASE_REPORT: _REPORT,
    ArticleType.CASE_SERIES: (
        "title keywords abstract introduction patients clinical_findings timeline? diagnostic_assessment"
        " investigations? differential? therapeutic_interventions medications? follow_up discussion"
        " learning_points patient_perspective? consent references?"
    ),
    ArticleType.IMAGE_CHALLENGE: (
        "title keywords patient_information clinical_findings question answers investigations? discussion"
        " learning_points? consent references?"
    ),
    ArticleType.QUALITY_CASE: (
        "title keywords abstract introduction patient_information? timeline causes"
        " therapeutic_interventions follow_up discussion learning_points patient_perspective? consent"
        " references?"
    ),
}


def _template(line: str) -> tuple[Slot, ...]:
    """Slots by their keys; a question mark says that the slot may stay empty."""
    keys = ((word.rstrip("?"), not word.endswith("?")) for word in line.split())
    return tuple(replace(BY_KEY[key], required=required) for key, required in keys)


TEMPLATES = {article: _template(line) for article, line in _TEMPLATES.items()}


def slots_of(article_type: str, written: Iterable[str] = ()) -> tuple[Slot, ...]:
    """The slots of an article of this type, and those that are `written` all the same, in their order."""
    template = {slot.key: slot for slot in TEMPLATES[ArticleType(article_type)]}
    others = {key: replace(BY_KEY[key], required=False) for key in written if key in BY_KEY}
    found = others | template
    return tuple(found[slot.key] for slot in SLOTS if slot.key in found)


def keywords_of(text: str) -> list[str]:
    """The keywords in a line parted by commas or semicolons, each once, in their order."""
    words = (
        " ".join(word.split())[:60].rstrip() for word in text.replace(";", ",").replace("\n", ",").split(",")
    )
    return list(dict.fromkeys(word for word in words if word))
