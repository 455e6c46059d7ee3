"""Citations from and to the files that reference managers write. Pure: no network, no database."""

from core.references.errors import FileTooLarge, TooManyReferences, UnknownFormat
from core.references.model import Author, BadReference, Parsed, Reference
from core.references.reading import parse
from core.references.writing import csl_items, to_bibtex, to_csl, to_ris

__all__ = [
    "Author",
    "BadReference",
    "FileTooLarge",
    "Parsed",
    "Reference",
    "TooManyReferences",
    "UnknownFormat",
    "csl_items",
    "parse",
    "to_bibtex",
    "to_csl",
    "to_ris",
]
