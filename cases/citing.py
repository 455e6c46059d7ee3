"""How a published case is cited: as text, BibTeX, RIS."""

from enum import StrEnum

from cases.schemas import PublishedCase

VENUE = "Consilium"


class Style(StrEnum):
    APA = "apa"
    BIBTEX = "bibtex"
    RIS = "ris"


def cite(case: PublishedCase, style: Style, *, address: str = "") -> str:
    """One citation. `address` is the case's full URL; imported cases are cited by their DOI."""
    where = _doi(case) or address or f"/cases/{case.id}"
    writer = {Style.APA: _apa, Style.BIBTEX: _bibtex, Style.RIS: _ris}[style]
    return writer(case, where)


def _apa(case: PublishedCase, where: str) -> str:
    names = [_initials(author.name) for author in case.publication.authors]
    who = ", ".join(names[:-1]) + f", & {names[-1]}" if len(names) > 1 else "".join(names)
    version = "" if case.publication.source else f" (Version {case.version.number})"
    lead = f"{who.rstrip('.')}. " if who else ""
    return f"{lead}({_year(case)}). {_title(case).rstrip('.')}{version}. {_venue(case)}. {where}"


def _bibtex(case: PublishedCase, where: str) -> str:
    fields = {
        "title": "{" + _braced(_title(case)) + "}",
        "author": " and ".join(_braced(a.name) for a in case.publication.authors),
        "year": _year(case),
        "journal": _braced(_venue(case)),
        "version": "" if case.publication.source else str(case.version.number),
        "doi": _braced(_source_doi(case)),
        "url": _braced(where),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@article{{case{case.id.hex[-12:]},\n" + ",\n".join(lines) + "\n}\n"


def _ris(case: PublishedCase, where: str) -> str:
    lines = [
        ("TY", "JOUR"),
        *(("AU", author.name) for author in case.publication.authors),
        ("TI", _title(case)),
        ("JO", _venue(case)),
        ("PY", _year(case)),
        ("DO", _source_doi(case)),
        ("UR", where),
        *(("KW", word) for word in case.publication.manuscript.keywords),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_flat(value)}\r\n" for tag, value in lines if value or tag == "ER")


def _title(case: PublishedCase) -> str:
    return _flat(case.publication.manuscript.title)


def _venue(case: PublishedCase) -> str:
    source = case.publication.source
    return _flat(source.citation) if source else f"{VENUE}, {case.publication.collection}"


def _year(case: PublishedCase) -> str:
    """Of an imported case the first year its citation names, if it names one."""
    source = case.publication.source
    if source is None:
        return str(case.publication.published_at.year)
    named = [w for w in source.citation.replace(";", " ").split() if len(w) == 4 and w.isdigit()]  # noqa: PLR2004
    return named[0] if named else "n.d."


def _doi(case: PublishedCase) -> str:
    return f"https://doi.org/{_source_doi(case)}" if case.publication.source else ""


def _source_doi(case: PublishedCase) -> str:
    return case.publication.source.doi if case.publication.source else ""


def _initials(name: str) -> str:
    """Of "Ada B. Okafor" this is "Okafor, A. B."; the last word is taken for the family name."""
    *given, family = name.split() or [""]
    return f"{family}, {' '.join(part[0] + '.' for part in given)}" if given else family


def _flat(text: str) -> str:
    return " ".join(text.split())


def _braced(text: str) -> str:
    """Text that cannot end a BibTeX field early."""
    return _flat(text).replace("\\", "").replace("{", "(").replace("}", ")")
