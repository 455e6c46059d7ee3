"""What machines read on the page of a published case: Highwire tags for indexers, schema.org as JSON-LD."""

import msgspec
from markupsafe import Markup

from cases import citing, licences
from cases.contributions import orcid_address
from cases.schemas import FrozenAuthor, NoticeView, PublishedCase

KIND_NAMES = {
    "erratum": "Erratum",
    "corrigendum": "Corrigendum",
    "concern": "Expression of concern",
    "concern_lifted": "Expression of concern lifted",
    "retraction": "Retraction",
}


def highwire(case: PublishedCase, *, address: str) -> list[tuple[str, str]]:
    """`citation_*` names and their values in the order indexers want: an author, then where they work."""
    p = case.publication
    tags = [
        ("citation_title", citing.title_of(case)),
        *(tag for author in p.authors for tag in _author_tags(author)),
        ("citation_publication_date", f"{p.published_at:%Y/%m/%d}" if not p.source else ""),
        ("citation_journal_title", p.collection or (p.source.citation if p.source else "")),
        ("citation_publisher", "" if p.source else citing.VENUE),
        ("citation_doi", case.doi),
        ("citation_public_url", address),
        *(("citation_keywords", word) for word in p.manuscript.keywords),
    ]
    return [(name, value) for name, value in tags if value]


def linked_data(case: PublishedCase, *, address: str) -> Markup:
    """A schema.org MedicalScholarlyArticle as the text of a data block, which browsers never run.

    No character in it can end the block or begin markup.
    """
    found = {name: value for name, value in _article(case, address).items() if value}
    body = msgspec.json.encode(found).decode()
    for sign in "<>&":
        body = body.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(body)  # noqa: S704 - escaped above, and JSON would break if it were escaped as HTML


def _author_tags(author: FrozenAuthor) -> list[tuple[str, str]]:
    orcid = [("citation_author_orcid", orcid_address(author.orcid))] if author.orcid else []
    places = [("citation_author_institution", place) for place in author.affiliations]
    return [("citation_author", author.name), *places, *orcid]


def _article(case: PublishedCase, address: str) -> dict[str, object]:
    p, source = case.publication, citing.source_address(case)
    return {
        "@context": "https://schema.org",
        "@type": "MedicalScholarlyArticle",
        "@id": address,
        "url": address,
        "name": citing.title_of(case),
        "headline": citing.title_of(case),
        "author": [_person(author) for author in p.authors],
        "datePublished": case.version.published_at.isoformat(),
        "version": str(case.version.number),
        "creativeWorkStatus": case.status,
        "keywords": p.manuscript.keywords,
        "license": licences.address_of(p.licence) or p.licence,
        "isPartOf": {"@type": "Periodical", "name": p.collection} if p.collection else None,
        "sameAs": citing.doi_address(case),
        "isBasedOn": source,
        "correction": [_notice(notice, case, address) for notice in case.notices],
        "publicationType": "Case Reports",
        "isAccessibleForFree": True,
        "identifier": {"@type": "PropertyValue", "propertyID": "sha256", "value": case.version.content_hash},
        "publisher": {"@type": "Organization", "name": citing.VENUE},
    }


def _person(author: FrozenAuthor) -> dict[str, object]:
    """As schema.org says it; `sameAs` only where the author gave an ORCID iD."""
    work = [{"@type": "Organization", "name": place} for place in author.affiliations]
    said: dict[str, object] = {"@type": "Person", "name": author.name}
    if author.orcid:
        said["sameAs"] = orcid_address(author.orcid)
    return said | ({"affiliation": work} if work else {})


def _notice(notice: NoticeView, case: PublishedCase, address: str) -> dict[str, object]:
    """A schema.org CorrectionComment, with the version that says it."""
    here = address.removesuffix(str(case.version.number))
    said = {"url": f"{here}{notice.said_in}"} if notice.said_in else {}
    named: dict[str, object] = {
        "@type": "CorrectionComment",
        "name": KIND_NAMES[notice.kind],
        "text": notice.reason_html,
    }
    return named | {"datePublished": notice.issued_at.isoformat()} | said
