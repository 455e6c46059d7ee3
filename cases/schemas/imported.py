"""Reports that were published elsewhere, as they are taken in."""

from msgspec import Struct


class ImportedAuthor(Struct, frozen=True, kw_only=True):
    """An author without an account."""

    name: str
    affiliation: str = ""


class ImportedSection(Struct, frozen=True, kw_only=True):
    """`key` is a slot of cases.care or, where none fits, empty: then `heading` stands above the text."""

    body: str
    key: str = ""
    heading: str = ""


class ImportedCase(Struct, frozen=True, kw_only=True):
    """A report published elsewhere. `doi` is bare ("10.1186/..."); `retracted`: the journal took it back."""

    doi: str
    title: str
    citation: str
    licence: str
    source: str
    sections: list[ImportedSection]
    abstract: str = ""
    keywords: list[str] = []
    specialty: str = ""
    authors: list[ImportedAuthor] = []
    retracted: bool = False
