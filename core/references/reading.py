"""Which format a file has, and what is in it."""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from core.references import bibtex, csl, medline, ris
from core.references.errors import FileTooLarge, TooManyReferences, UnknownFormat
from core.references.model import BadReference, Parsed, Reference

MAX_BYTES = 5_000_000
MAX_RECORDS = 20_000

Reader = Callable[[str], Iterator[Reference | BadReference]]

_READERS: dict[str, Reader] = {"nbib": medline.read, "ris": ris.read, "bibtex": bibtex.read, "csl": csl.read}
_NAMES = {"bib": "bibtex", "json": "csl", "csl-json": "csl", "medline": "nbib", "pubmed": "nbib"}
_LOOKS = (
    ("csl", re.compile(r"\s*[\[{]\s*(?:[{\"\]}]|$)")),
    ("ris", re.compile(r"^TY  ?-", re.MULTILINE)),
    ("bibtex", re.compile(r"^[ \t]*@[A-Za-z]{1,30}[ \t]*[{(]", re.MULTILINE)),
    ("nbib", re.compile(r"^(?:PMID|TI  |PT  |OWN |STAT|AB  |FAU |AU  )-", re.MULTILINE)),
)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def parse(name_or_format: str, data: bytes) -> Parsed:
    """Read the records of an NBIB, RIS, BibTeX or CSL-JSON file.

    The content decides on the format; `name_or_format` (a file name or `nbib`, `ris`, `bibtex`, `csl`) only
    when the content does not. A record that cannot be read costs no other one: it is in `bad`, with its line.
    Raises UnknownFormat, FileTooLarge (over 5 MB) and TooManyReferences (over 20,000).
    """
    if len(data) > MAX_BYTES:
        raise FileTooLarge
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    read = _READERS[_format(name_or_format, text)]
    outcomes = list(islice(read(text), MAX_RECORDS + 1))
    if len(outcomes) > MAX_RECORDS:
        raise TooManyReferences
    return Parsed(
        references=[outcome for outcome in outcomes if isinstance(outcome, Reference)],
        bad=[outcome for outcome in outcomes if isinstance(outcome, BadReference)],
    )


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        # Old reference managers write the code page of Western Windows.
        return data.decode("cp1252", "replace")


def _format(name_or_format: str, text: str) -> str:
    if not text.strip():
        raise UnknownFormat
    for kind, look in _LOOKS:
        if look.match(text) if kind == "csl" else look.search(text):
            return kind
    ending = name_or_format.lower().rsplit(".", 1)[-1].strip()
    kind = _NAMES.get(ending, ending)
    if kind not in _READERS:
        raise UnknownFormat
    return kind
