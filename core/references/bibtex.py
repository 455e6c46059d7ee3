"""BibTeX and BibLaTeX entries, with the accents of LaTeX turned into letters."""

import logging
import re
from collections.abc import Iterator

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.middlewares.parsestack import default_parse_stack
from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    Field,
    ParsingFailedBlock,
    String,
)

from core.references import identifiers
from core.references.errors import TooManyReferences
from core.references.model import Author, BadReference, Reference, author, checked, keywords, words

# What people upload does not belong into the log.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)

_MOST_BLOCKS = 50_000
_DEEPEST = 20
_LONGEST_FIELD = 100_000  # the decoder takes time quadratic in the length
TYPES = {
    "article": "article-journal", "periodical": "article-journal", "book": "book", "booklet": "pamphlet",
    "collection": "book", "inbook": "chapter", "incollection": "chapter",
    "inproceedings": "paper-conference", "conference": "paper-conference", "proceedings": "book",
    "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis", "techreport": "report",
    "report": "report", "manual": "report", "unpublished": "article", "online": "webpage",
    "electronic": "webpage", "dataset": "dataset", "software": "software",
}  # fmt: skip
# Fields with addresses and ids are not LaTeX, except that some programs escape their signs.
_VERBATIM = ("doi", "url", "eprint", "eprinttype", "pmid")
_TEXTS = (
    "title", "journal", "journaltitle", "booktitle", "year", "date", "volume", "number", "issue", "pages",
    "abstract", "keywords", "note",
)  # fmt: skip
_COMMENT_SIGN = re.compile(r"(?<!\\)%")
_LATEX = re.compile(r"[\\{}$~%&#^_`'\"!?<>-]")  # decoding is slow; most texts need none
_BRACE = re.compile(r"[{}]")
_DASHES = re.compile("[-\u2010-\u2015]+")
_ESCAPED = re.compile(r"\\([_%&#$~])")
_REPEATED = (DuplicateBlockKeyBlock, DuplicateFieldKeyBlock)
_decoder = LatexDecodingMiddleware()


def read(text: str) -> Iterator[Reference | BadReference]:
    if text.count("@") > _MOST_BLOCKS:
        raise TooManyReferences
    outcomes = list(_entries(text))
    strings = [found for found in outcomes if isinstance(found, String)]
    entries = [found for found in outcomes if isinstance(found, Entry)]
    library = Library([*strings, *entries], fail_on_duplicate_key=False)
    for step in default_parse_stack():
        library = step.transform(library)
    for found in outcomes:
        if isinstance(found, BadReference):
            yield found
        elif isinstance(found, Entry):
            yield _record(found)


def _entries(text: str) -> Iterator[Entry | String | BadReference]:
    """The entries with keys made unique; the same work twice is no error of the file."""
    for number, block in enumerate(parse_string(text, parse_stack=[]).blocks):
        found = block.ignore_error_block if isinstance(block, _REPEATED) else block
        line = (block.start_line or 0) + 1
        if isinstance(found, DuplicateFieldKeyBlock):
            found = found.ignore_error_block
        if isinstance(found, Entry):
            found.key = str(number)
            yield found
        elif isinstance(found, String):
            yield found
        elif isinstance(found, ParsingFailedBlock):
            reason = str(getattr(found.error, "abort_reason", "")).strip().rstrip(".")
            yield BadReference(line, f"This entry cannot be read: {words(reason)[:200] or 'it is broken'}.")


def _record(entry: Entry) -> Reference | BadReference:
    line = (entry.start_line or 0) + 1
    raw = {field.key.lower(): str(field.value) for field in reversed(entry.fields)}
    for name, value in raw.items():
        if len(value) > _LONGEST_FIELD:
            return BadReference(
                line, f"The field {words(name)[:50]} is longer than {_LONGEST_FIELD:,} characters."
            )
        if _depth(value) > _DEEPEST:
            return BadReference(line, f"Braces in this entry are nested more than {_DEEPEST} deep.")
    try:
        fields, people = _decoded(raw), _people(raw.get("author", ""))
    except (ValueError, TypeError, IndexError, RecursionError):
        return BadReference(line, "The names or the LaTeX of this entry cannot be read.")
    return checked(_reference(line, entry.entry_type, fields, people))


def _depth(value: str) -> int:
    deepest = depth = 0
    for brace in _BRACE.findall(value):
        depth += 1 if brace == "{" else -1
        deepest = max(deepest, depth)
    return deepest


def _decoded(raw: dict[str, str]) -> dict[str, str]:
    """The fields we use as plain words."""
    texts = _letters({name: raw[name] for name in _TEXTS if name in raw})
    verbatim = {name: _ESCAPED.sub(r"\1", raw[name]).strip("{} ") for name in _VERBATIM if name in raw}
    return {name: words(text) for name, text in texts.items()} | verbatim


def _letters(texts: dict[str, str]) -> dict[str, str]:
    """Texts without LaTeX. A bare % would begin a comment and swallow the rest."""
    latex = {name: text for name, text in texts.items() if _LATEX.search(text)}
    fields = [Field(name, _COMMENT_SIGN.sub(r"\%", text)) for name, text in latex.items()]
    decoded = _decoder.transform_entry(Entry("x", "x", fields), Library())
    if not isinstance(decoded, Entry):
        raise TypeError
    # The decoder has an accent where LaTeX means the sign of the keyboard.
    return texts | {field.key: str(field.value).replace("\u02c6", "^") for field in decoded.fields}


def _people(raw: str) -> list[Author]:
    names = [name for name in split_multiple_persons_names(raw) if name.lower() != "others"]
    parts = [parse_single_name_into_parts(name, strict=False) for name in names]
    spelled = _letters(
        {f"{number} family": " ".join([*name.von, *name.last, *name.jr]) for number, name in enumerate(parts)}
        | {f"{number} given": " ".join(name.first) for number, name in enumerate(parts)}
    )
    people = (author(spelled[f"{number} family"], spelled[f"{number} given"]) for number in range(len(parts)))
    return [person for person in people if person]


def _reference(line: int, kind: str, fields: dict[str, str], people: list[Author]) -> Reference:
    def first(*names: str) -> str:
        return next((found for name in names if (found := fields.get(name))), "")

    return Reference(
        line=line,
        title=first("title"),
        type=TYPES.get(kind.lower(), "document"),
        authors=people,
        container_title=first("journal", "journaltitle", "booktitle"),
        issued_year=identifiers.year(first("year", "date")),
        volume=first("volume"),
        issue=first("number", "issue"),
        page=_DASHES.sub("-", first("pages")),
        doi=identifiers.doi(first("doi")) or identifiers.doi_of_address(first("url")),
        pmid=_pmid(fields),
        url=identifiers.url(first("url")),
        abstract=first("abstract"),
        keywords=keywords(re.split(r"[;,]", first("keywords"))),
    )


def _pmid(fields: dict[str, str]) -> str | None:
    if found := identifiers.pmid(fields.get("pmid")):
        return found
    if fields.get("eprinttype", "").lower() == "pubmed":
        return identifiers.pmid(fields.get("eprint"))
    return identifiers.pmid_within(fields.get("note", ""))
