"""A version as a Crossref deposit (schema 5.5.0): a `doi_batch` with one journal article."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from cases import citing, licences
from cases.crossref.port import Registry
from cases.schemas import FrozenAuthor, NoticeView, PublishedCase
from core.markdown import plain
from core.markdown.characters import sayable

VERSION = "5.5.0"
SPACE = f"http://www.crossref.org/schema/{VERSION}"
JATS = "http://www.ncbi.nlm.nih.gov/JATS1"
AI = "http://www.crossref.org/AccessIndicators.xsd"
REL = "http://www.crossref.org/relations.xsd"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NAMES = {None: SPACE, "jats": JATS, "ai": AI, "rel": REL, "xsi": XSI}
# The update types of Crossmark that our notices are; lifting a concern clarifies.
UPDATES = {
    "erratum": "erratum",
    "corrigendum": "corrigendum",
    "retraction": "retraction",
    "concern": "expression_of_concern",
    "concern_lifted": "clarification",
}
MOST_PEOPLE = 200
REMOVED = "Removed: a case report"


def doi_of(case: PublishedCase, prefix: str, number: int | None = None) -> str:
    """Of this version of the case, or of that `number`."""
    return f"{prefix}/consilium.{case.id.hex}.{number or case.version.number}"


def batch(case: PublishedCase, registry: Registry, *, address: str, name: str, at: datetime) -> bytes:
    """`address`: where the DOI leads; `name`: of the batch; `at` orders deposits of the same DOI."""
    root, journal = _begun(case, registry, name, at)
    _article(journal, case, registry, address)
    return _written(root)


def removal(case: PublishedCase, registry: Registry, *, address: str, name: str, at: datetime) -> bytes:
    """The version was removed: no word of it and no name goes with it. The rest as for `batch`."""
    root, journal = _begun(case, registry, name, at)
    article = _add(journal, "journal_article", publication_type="full_text")
    _add(_add(article, "titles"), "title", REMOVED)
    _date(article, "publication_date", case.publication.published_at, media_type="online")
    mark = _marked(article, registry, address)
    doi = doi_of(case, registry.prefix)
    _add(_add(mark, "updates"), "update", doi, type="removal", date=f"{at:%Y-%m-%d}")
    data = _add(article, "doi_data")
    _add(data, "doi", doi)
    _add(data, "resource", address)
    return _written(root)


def _begun(case: PublishedCase, registry: Registry, name: str, at: datetime) -> tuple[Any, Any]:
    root = etree.Element(f"{{{SPACE}}}doi_batch", nsmap=NAMES)
    root.set("version", VERSION)
    root.set(f"{{{XSI}}}schemaLocation", f"{SPACE} https://www.crossref.org/schemas/crossref{VERSION}.xsd")
    head = _add(root, "head")
    _add(head, "doi_batch_id", name)
    _add(head, "timestamp", f"{at:%Y%m%d%H%M%S%f}"[:17])
    depositor = _add(head, "depositor")
    _add(depositor, "depositor_name", registry.depositor)
    _add(depositor, "email_address", registry.email)
    _add(head, "registrant", registry.registrant)
    journal = _add(_add(root, "body"), "journal")
    _add(_add(journal, "journal_metadata"), "full_title", f"{citing.VENUE}: {case.publication.collection}")
    return root, journal


def _written(root: Any) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")  # type: ignore[no-any-return]


def _article(journal: Any, case: PublishedCase, registry: Registry, address: str) -> None:
    article = _add(journal, "journal_article", publication_type="full_text")
    _add(_add(article, "titles"), "title", citing.title_of(case))
    _people(article, case.publication.authors)
    _abstract(article, case)
    _date(article, "publication_date", case.publication.published_at, media_type="online")
    _crossmark(article, case, registry, address)
    _relations(article, case, registry)
    _add(_add(article, "version_info"), "version", str(case.version.number))
    data = _add(article, "doi_data")
    _add(data, "doi", doi_of(case, registry.prefix))
    _add(data, "resource", address)
    _citations(article, case)


def _people(article: Any, authors: list[FrozenAuthor]) -> None:
    if not authors:
        return
    people = _add(article, "contributors")
    for position, author in enumerate(authors[:MOST_PEOPLE]):
        *given, family = author.name.split() or [author.name]
        atts = {"sequence": "additional" if position else "first", "contributor_role": "author"}
        if not given:
            _add(people, "organization", author.name, **atts)
            continue
        person = _add(people, "person_name", **atts)
        _add(person, "given_name", " ".join(given)[:60])
        _add(person, "surname", family[:60])
        for role in author.roles:
            _add(person, "role", vocab="credit", type=role.role.replace("_", "-"))
        if author.affiliations:
            places = _add(person, "affiliations")
            for place in author.affiliations:
                _add(_add(places, "institution"), "institution_name", place[:1024])
        if author.orcid:
            _add(person, "ORCID", f"https://orcid.org/{author.orcid}", authenticated="true")


def _abstract(article: Any, case: PublishedCase) -> None:
    for section in case.publication.manuscript.sections:
        lines = (
            [line for line in plain(section.body).split("\n") if line] if section.key == "abstract" else []
        )
        if lines:
            abstract = etree.SubElement(article, f"{{{JATS}}}abstract")
            for line in lines:
                etree.SubElement(abstract, f"{{{JATS}}}p").text = sayable(line)


def _date(parent: Any, tag: str, day: datetime, **atts: str) -> None:
    made = _add(parent, tag, **atts)
    for part, value in (("month", f"{day:%m}"), ("day", f"{day:%d}"), ("year", f"{day:%Y}")):
        _add(made, part, value)


def _crossmark(article: Any, case: PublishedCase, registry: Registry, address: str) -> None:
    """Where updates are told, and which this version is: of the one that its notice is about."""
    mark = _marked(article, registry, address)
    said = [notice for notice in case.notices if notice.said_in == case.version.number]
    if said:
        updates = _add(mark, "updates")
        for notice in said:
            _update(updates, case, notice, registry)
    licence = licences.address_of(case.publication.licence)
    if licence:
        program = etree.SubElement(_add(mark, "custom_metadata"), f"{{{AI}}}program", name="AccessIndicators")
        etree.SubElement(program, f"{{{AI}}}free_to_read")
        etree.SubElement(program, f"{{{AI}}}license_ref").text = licence


def _marked(article: Any, registry: Registry, address: str) -> Any:
    mark = _add(article, "crossmark")
    _add(mark, "crossmark_version", "1")
    _add(mark, "crossmark_policy", registry.policy)
    domain = _add(_add(mark, "crossmark_domains"), "crossmark_domain")
    _add(domain, "domain", urlsplit(address).hostname or "")
    _add(mark, "crossmark_domain_exclusive", "false")
    return mark


def _update(updates: Any, case: PublishedCase, notice: NoticeView, registry: Registry) -> None:
    about = doi_of(case, registry.prefix, notice.about)
    _add(updates, "update", about, type=UPDATES[notice.kind], date=f"{notice.issued_at:%Y-%m-%d}")


def _relations(article: Any, case: PublishedCase, registry: Registry) -> None:
    number = case.version.number
    if number == 1:
        return
    program = etree.SubElement(article, f"{{{REL}}}program", name="relations")
    item = etree.SubElement(program, f"{{{REL}}}related_item")
    relation = etree.SubElement(item, f"{{{REL}}}intra_work_relation")
    relation.set("relationship-type", "isVersionOf")
    relation.set("identifier-type", "doi")
    relation.text = doi_of(case, registry.prefix, 1)


def _citations(article: Any, case: PublishedCase) -> None:
    works = case.publication.manuscript.works
    if not works:
        return
    listed = _add(article, "citation_list")
    for work in works:
        cited = _add(listed, "citation", key=work.key)
        if work.work.doi:
            _add(cited, "doi", work.work.doi)
        else:
            _add(cited, "unstructured_citation", work.line)


def _add(parent: Any, tag: str, text: str = "", **atts: str) -> Any:
    made = etree.SubElement(parent, f"{{{SPACE}}}{tag}")
    for name, value in atts.items():
        made.set(name, value)
    made.text = sayable(text) or None
    return made
