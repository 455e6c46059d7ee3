"""References as files for reference managers. What comes out can be read in again."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

import msgspec

from core.references import bibtex, identifiers, ris
from core.references.model import Author, Reference, words

_LATEX = str.maketrans(
    {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {sign: f"\\{sign}" for sign in "{}$&#_%"}
)
_JOINS = re.compile(r",|\band\b", re.IGNORECASE)


def _inverse(types: dict[str, str]) -> dict[str, str]:
    """The first name in a format stands for a type."""
    return {ours: theirs for theirs, ours in reversed(types.items())}


_BIBTEX_TYPES = _inverse(bibtex.TYPES)
_RIS_TYPES = _inverse(ris.TYPES)


def to_csl(references: Iterable[Reference]) -> str:
    """A CSL-JSON list."""
    return msgspec.json.format(msgspec.json.encode(csl_items(references)), indent=2).decode() + "\n"


def csl_items(references: Iterable[Reference]) -> list[dict[str, object]]:
    """The items of a CSL-JSON list; ids are `ref-1` and so on."""
    return [_csl(number, reference) for number, reference in enumerate(references, start=1)]


def _csl(number: int, reference: Reference) -> dict[str, object]:
    item: dict[str, object] = {
        "id": f"ref-{number}",
        "type": reference.type,
        "title": reference.title,
        "author": [_csl_name(person) for person in reference.authors],
        "container-title": reference.container_title,
        "issued": {"date-parts": [[reference.issued_year]]} if reference.issued_year else None,
        "volume": reference.volume,
        "issue": reference.issue,
        "page": reference.page,
        "DOI": reference.doi,
        "PMID": reference.pmid,
        "URL": reference.url,
        "abstract": reference.abstract,
        "keyword": "; ".join(reference.keywords),
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(person: Author) -> dict[str, str]:
    name = (
        {"literal": person.family}
        if person.given is None
        else {"family": person.family, "given": person.given}
    )
    return name | ({"ORCID": f"https://orcid.org/{person.orcid}"} if person.orcid else {})


def to_ris(references: Iterable[Reference]) -> str:
    """RIS records. ORCID iDs have no place in RIS."""
    return "".join("\r\n".join([*_ris(reference), "ER  - ", "", ""]) for reference in references)


def _ris(reference: Reference) -> Iterator[str]:
    start, _, end = reference.page.partition("-")
    fields = [
        ("TY", _RIS_TYPES.get(reference.type, "GEN")),
        ("TI", reference.title),
        *(
            ("AU", f"{person.family}, {person.given}" if person.given else person.family)
            for person in reference.authors
        ),
        ("T2", reference.container_title),
        ("PY", str(reference.issued_year or "")),
        ("VL", reference.volume),
        ("IS", reference.issue),
        ("SP", start),
        ("EP", end),
        ("DO", identifiers.doi(reference.doi)),
        ("AN", reference.pmid),
        ("DB", "PubMed" if reference.pmid else ""),
        ("UR", identifiers.url(reference.url)),
        ("AB", reference.abstract),
        *(("KW", keyword) for keyword in reference.keywords),
    ]
    return (f"{tag}  - {line}" for tag, value in fields if (line := words(value)))


def to_bibtex(references: Iterable[Reference]) -> str:
    """BibTeX entries with keys such as `garcia2019` and `garcia2019-2`."""
    used: dict[str, int] = {}
    return "".join(_entry(reference, _key(reference, used)) for reference in references)


def _key(reference: Reference, used: dict[str, int]) -> str:
    name = reference.authors[0].family if reference.authors else reference.title
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    key = f"{re.sub(r'[^a-z]', '', ascii_name)[:30] or 'ref'}{reference.issued_year or ''}"
    used[key] = used.get(key, 0) + 1
    return key if used[key] == 1 else f"{key}-{used[key]}"


def _entry(reference: Reference, key: str) -> str:
    texts = {
        "title": _latex(reference.title),
        "author": " and ".join(map(_bibtex_name, reference.authors)),
        "booktitle" if reference.type in ("chapter", "paper-conference") else "journal": (
            _latex(reference.container_title)
        ),
        "year": str(reference.issued_year or ""),
        "volume": _latex(reference.volume),
        "number": _latex(reference.issue),
        "pages": _latex(reference.page).replace("-", "--"),
        "doi": identifiers.doi(reference.doi),
        "pmid": identifiers.pmid(reference.pmid),
        "url": identifiers.url(reference.url),
        "abstract": _latex(reference.abstract),
        "keywords": _latex("; ".join(reference.keywords)),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in texts.items() if value]
    return f"@{_BIBTEX_TYPES.get(reference.type, 'misc')}{{{key},\n" + ",\n".join(lines) + "\n}\n\n"


def _latex(text: str) -> str:
    return words(text).translate(_LATEX)


def _bibtex_name(person: Author) -> str:
    family, given = (_latex(part) for part in (person.family, person.given or ""))
    if not given:
        return f"{{{family}}}"
    return ", ".join(f"{{{part}}}" if _JOINS.search(part) else part for part in (family, given))
