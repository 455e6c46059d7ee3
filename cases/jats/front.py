"""The metadata of a version as JATS: `journal-meta` and `article-meta`."""

import re
from typing import Any

from cases import citing
from cases.contributions import uri
from cases.jats.body import Body
from cases.jats.elements import ALI, add, link, make
from cases.licences import address_of
from cases.schemas import FrozenAuthor, NoticeView, PublishedCase
from core.references import identifiers

SUBJECTS = {
    "case_report": "Case Report",
    "case_series": "Case Series",
    "image_challenge": "Image Challenge",
    "quality_case": "Quality Case",
}
CREDIT = {  # with the dashes of the taxonomy
    "writing_original_draft": "Writing \N{EN DASH} original draft",
    "writing_review_editing": "Writing \N{EN DASH} review & editing",
}
# How other articles of JATS name what we say about versions; `forward` on the version that is spoken of.
RELATED = {
    "erratum": ("corrected-article", "correction-forward"),
    "corrigendum": ("corrected-article", "correction-forward"),
    "retraction": ("retracted-article", "retraction-forward"),
    "concern": ("object-of-concern", "expression-of-concern-forward"),
    "concern_lifted": ("object-of-concern", "expression-of-concern-lifted-forward"),
}


def journal(case: PublishedCase) -> Any:
    meta = make("journal-meta")
    p = case.publication
    add(meta, "journal-id", citing.VENUE.lower(), journal_id_type="publisher-id")
    title = p.collection or (p.source.citation if p.source else citing.VENUE)
    add(add(meta, "journal-title-group"), "journal-title", title)
    add(add(meta, "publisher"), "publisher-name", citing.VENUE)
    return meta


def article(case: PublishedCase, body: Body, *, address: str, doi: str) -> Any:
    """`address`: of this version, for good. `doi`: registered for it, or of the source; may be empty."""
    p = case.publication
    meta = make("article-meta")
    add(meta, "article-id", f"{case.id}.{case.version.number}", pub_id_type="publisher-id")
    if doi:
        add(meta, "article-id", doi, pub_id_type="doi")
    add(meta, "article-version", str(case.version.number), article_version_type="number")
    _categories(meta, case)
    add(add(meta, "title-group"), "article-title", citing.title_of(case))
    _authors(meta, p.authors)
    _disclosures(meta, p.authors)
    _date(meta, case)
    _permissions(meta, p.licence)
    link(meta, "self-uri", address, content_type="text/html")
    for notice in case.notices:
        _related(meta, case, notice, address)
    _abstract(meta, case, body)
    if p.manuscript.keywords:
        words = add(meta, "kwd-group", kwd_group_type="author")
        for word in p.manuscript.keywords:
            add(words, "kwd", word)
    _facts(meta, case)
    return meta


def _categories(meta: Any, case: PublishedCase) -> None:
    groups, kind = add(meta, "article-categories"), case.publication.manuscript.article_type
    add(
        add(groups, "subj-group", subj_group_type="heading"),
        "subject",
        SUBJECTS.get(kind, SUBJECTS["case_report"]),
    )
    if case.publication.manuscript.specialty:
        specialty = case.publication.manuscript.specialty
        add(add(groups, "subj-group", subj_group_type="specialty"), "subject", specialty)


def _authors(meta: Any, authors: list[FrozenAuthor]) -> None:
    if not authors:
        return
    group = add(meta, "contrib-group", content_type="author")
    places = list(dict.fromkeys(place for author in authors for place in author.affiliations))
    for author in authors:
        person = add(group, "contrib", contrib_type="author", corresp="yes" if author.corresponding else "")
        if author.orcid:
            orcid = f"https://orcid.org/{author.orcid}"
            add(person, "contrib-id", orcid, contrib_id_type="orcid", authenticated="true")
        _name(person, author.name)
        for role in author.roles:
            _role(person, role.role, role.degree)
        for place in author.affiliations:
            add(person, "xref", ref_type="aff", rid=f"aff{places.index(place) + 1}")
    for number, place in enumerate(places, start=1):
        add(add(group, "aff", id=f"aff{number}"), "institution", place)


def _name(person: Any, name: str) -> None:
    *given, family = name.split() or [""]
    if not given:
        add(person, "string-name", name)
        return
    made = add(person, "name", name_style="western")
    add(made, "surname", family)
    add(made, "given-names", " ".join(given))


def _role(person: Any, role: str, degree: str) -> None:
    term = CREDIT.get(role, role.replace("_", " ").capitalize())
    add(
        person,
        "role",
        term,
        vocab="credit",
        vocab_identifier="https://credit.niso.org/",
        vocab_term=term,
        vocab_term_identifier=uri(role),
        degree_contribution=degree,
    )


def _disclosures(meta: Any, authors: list[FrozenAuthor]) -> None:
    signed = [(author.name, author.disclosure) for author in authors if author.disclosure]
    if not signed:
        return
    notes = add(meta, "author-notes")
    for name, disclosure in signed:
        said = "nothing to disclose" if disclosure.none else disclosure.statement
        add(add(notes, "fn", fn_type="coi-statement"), "p", f"{name}: {said}")


def _date(meta: Any, case: PublishedCase) -> None:
    day = case.publication.published_at
    date = add(
        meta, "pub-date", publication_format="electronic", date_type="pub", iso_8601_date=f"{day:%Y-%m-%d}"
    )
    for part, value in (("day", f"{day:%d}"), ("month", f"{day:%m}"), ("year", f"{day:%Y}")):
        add(date, part, value)


def _permissions(meta: Any, licence: str) -> None:
    address = address_of(licence)
    made = add(add(meta, "permissions"), "license", license_type="open-access")
    if address:
        add(made, f"{{{ALI}}}license_ref", address)
    add(made, "license-p", licence)


def _related(meta: Any, case: PublishedCase, notice: NoticeView, address: str) -> None:
    """Of the version that says it to the one it is about, and of all others to the one that says it."""
    backward, forward = RELATED[notice.kind]
    says = notice.said_in == case.version.number
    other = notice.about if says else notice.said_in or notice.about
    if other == case.version.number or (not says and other < case.version.number):
        return
    where = re.sub(r"\d+$", str(other), address)
    name = backward if says else forward
    link(
        meta,
        "related-article",
        where,
        related_article_type=name,
        ext_link_type="uri",
        id=f"rel-{name}-{other}",
    )


def _abstract(meta: Any, case: PublishedCase, body: Body) -> None:
    for section in case.publication.manuscript.sections:
        if section.key == "abstract":
            body.fill(add(meta, "abstract"), section.html)


def _facts(meta: Any, case: PublishedCase) -> None:
    p = case.publication
    facts = {
        "content-hash": f"sha256:{case.version.content_hash}",
        "consent": p.manuscript.consent.type if p.manuscript.consent else "",
        "peer-review": p.review.blind_mode if p.review else "",
        "peer-reviewed": ("yes" if p.review.peer_reviewed else "no") if p.review else "",
        "first-published-doi": identifiers.doi(p.source.doi) or "" if p.source else "",
        "first-published-as": p.source.citation if p.source else "",
        "first-published-at": p.source.url if p.source else "",
        "status": case.status,
    }
    group = add(meta, "custom-meta-group")
    for name, value in facts.items():
        if value:
            made = add(group, "custom-meta")
            add(made, "meta-name", name)
            add(made, "meta-value", value)
