"""Reading what is published, for people, for search and for screens."""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct, convert
from msgspec.json import decode
from msgspec.structs import replace
from sqlalchemy import Row, RowMapping, Select, Text, bindparam, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from cases import citing, policy
from cases.errors import CaseNotFound, CaseTakenDown, VersionNotFound
from cases.freshness import fresh, html
from cases.models import (
    Author,
    Case,
    CaseFigure,
    Disclosure,
    Notice,
    Registration,
    Rendition,
    Section,
    TakeDown,
    Version,
)
from cases.schemas import CaseRow, NoticeView, Publication, PublishedCase, VersionRow
from cases.states import Status
from core.asking import Record, ask
from core.markdown import plain
from core.policy import GUEST, Grant, Viewer


class CaseDocument(Struct, frozen=True, kw_only=True):
    """A published case for the search index; `text` is plain."""

    id: UUID
    title: str
    text: str
    keywords: list[str]
    specialty: str
    authors: list[str]
    status: str
    published_at: datetime


class CaseTexts(Struct, frozen=True, kw_only=True):
    """A write-up for the screens. `texts` by section, as typed; `disclosures` are the authors' statements."""

    case_id: UUID
    title: str
    author_ids: list[UUID]
    texts: dict[str, str]
    disclosures: list[str]


async def published(
    session: AsyncSession, *, viewer: Viewer, specialty: str = "", after: UUID | None = None, limit: int = 20
) -> list[CaseRow]:
    """Published and retracted cases, the latest first. `after`: `version_id` of the last row. One query."""
    page = (
        select(
            Case.id,
            Version.id.label("version_id"),
            Version.title,
            Version.byline,
            Version.summary,
            Case.specialty,
            Case.status,
            Version.created_at,
        )
        .join(Version, Version.id == Case.current_version_id)
        .where(policy.visible_to(viewer), policy.listed())
        .order_by(Case.current_version_id.desc())
        .limit(limit)
    )
    if specialty:
        page = page.where(Case.specialty == specialty)
    if after is not None:
        page = page.where(Case.current_version_id < after)
    return [
        CaseRow(
            id=r.id,
            version_id=r.version_id,
            title=r.title,
            byline=r.byline,
            summary=r.summary,
            specialty=r.specialty,
            status=r.status,
            published_at=r.created_at,
        )
        for r in await session.execute(page)
    ]


async def specialties(session: AsyncSession, *, viewer: Viewer) -> list[str]:
    """Those that published cases have, for the filter."""
    found = select(Case.specialty).where(policy.visible_to(viewer), policy.listed(), Case.specialty != "")
    return list(await session.scalars(found.distinct().order_by(Case.specialty).limit(100)))


async def published_case(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, number: int | None = None
) -> PublishedCase:
    """The current version or that `number`, in two queries. Raises CaseNotFound, CaseTakenDown,
    VersionNotFound.
    """
    row = await _version(session, viewer, case_id, number)
    if row is None and number is not None and await _version(session, viewer, case_id, None):
        raise VersionNotFound
    if row is None:
        raise await _why_not(session, case_id)
    return await _shown(session, row)


async def _shown(session: AsyncSession, row: Record) -> PublishedCase:
    publication = _publication(row["content"])
    return PublishedCase(
        id=row["id"],
        status=row["status"],
        hidden="removed" if row["removed_at"] else "held" if row["held_at"] else "",
        hidden_reason=row["hidden_reason"] or "",
        collection_id=row["collection_id"],
        version=_version_row(row),
        publication=publication,
        doi=row["doi"] or (publication.source.doi if publication.source else ""),
        files=sorted(row["files"].split()),
        notices=await _notices(session, row["id"]),
    )


async def shown_to_all(session: AsyncSession, case_id: UUID) -> PublishedCase | None:
    """The current version as everybody reads it now; None when it is not there for everybody."""
    try:
        return await published_case(session, viewer=GUEST, case_id=case_id)
    except (CaseNotFound, CaseTakenDown):
        return None


async def version_for_files(session: AsyncSession, version_id: UUID) -> PublishedCase:
    """The version as it is published. For the jobs that make files of it: no policy is asked."""
    row = (await ask(session, _BY_ID, version=version_id))[0]
    return await _shown(session, row)


async def versions(session: AsyncSession, *, viewer: Viewer, case_id: UUID) -> list[VersionRow]:
    """All versions, the latest first. Raises CaseNotFound, CaseTakenDown."""
    rows = (
        (
            await session.execute(
                select(
                    Version.id.label("version_id"), Version.number, Version.content_hash, Version.created_at
                )
                .join(Case, Case.id == Version.case_id)
                .where(Case.id == case_id, policy.visible_to(viewer), policy.is_public())
                .order_by(Version.number.desc())
            )
        )
        .mappings()
        .all()
    )
    if not rows:
        raise await _why_not(session, case_id)
    return [_version_row(row) for row in rows]


async def document(session: AsyncSession, case_id: UUID) -> CaseDocument | None:
    """For the search index; None when the case is not there for everybody (then take it out)."""
    return (await documents_by_ids(session, ids=[case_id])).get(case_id)


async def documents_by_ids(session: AsyncSession, *, ids: Iterable[UUID]) -> dict[UUID, CaseDocument]:
    """`document` of many cases, in one query; those that are not there for everybody are missing."""
    rows = await session.execute(
        select(Case.id, Case.status, Version.content, Version.created_at)
        .join(Version, Version.id == Case.current_version_id)
        .where(Case.id.in_(set(ids)), policy.listed())
    )
    found: dict[UUID, CaseDocument] = {}
    for row in rows:
        found[row.id] = _document(row)
        await asyncio.sleep(0)  # reading Markdown takes milliseconds: others have their turn in between
    return found


def _document(row: Row[*tuple[Any, ...]]) -> CaseDocument:
    publication = convert(row.content, Publication)
    return CaseDocument(
        id=row.id,
        title=citing.marked(publication.manuscript.title, row.status),
        text="\n".join(plain(section.body) for section in publication.manuscript.sections),
        keywords=publication.manuscript.keywords,
        specialty=publication.manuscript.specialty,
        authors=[author.name for author in publication.authors],
        status=row.status,
        published_at=row.created_at,
    )


async def listed_ids(session: AsyncSession, *, after: UUID | None = None, limit: int = 200) -> list[UUID]:
    """Ids of the cases that `document` has, oldest first, for rebuilding an index."""
    page = select(Case.id).where(policy.listed()).order_by(Case.id).limit(limit)
    return list(await session.scalars(page if after is None else page.where(Case.id > after)))


async def visible_ids(session: AsyncSession, *, viewer: Viewer, ids: Iterable[UUID]) -> set[UUID]:
    """Which of these the viewer may see now."""
    wanted = set(ids)
    if not wanted:
        return set()
    return set(await session.scalars(select(Case.id).where(Case.id.in_(wanted), policy.visible_to(viewer))))


async def texts_for_screening(session: AsyncSession, case_id: UUID) -> CaseTexts:
    """The present write-up as typed. For screens, not for people: no policy is asked. Raises CaseNotFound."""
    case = await session.get(Case, case_id)
    if case is None:
        raise CaseNotFound
    rows = await session.execute(
        select(Section.key, Section.body).where(Section.case_id == case_id, Section.body != "")
    )
    authors = select(Author).where(Author.case_id == case_id, Author.state == "accepted")
    by_id = {author.id: author.person_id for author in await session.scalars(authors)}
    said = await session.scalars(select(Disclosure.statement).where(Disclosure.author_id.in_(by_id)))
    figures = select(CaseFigure.caption, CaseFigure.alt, CaseFigure.licence)
    beside = await session.execute(figures.where(CaseFigure.case_id == case_id).order_by(CaseFigure.position))
    captions = "\n\n".join(line for row in beside for line in row if line)
    return CaseTexts(
        case_id=case_id,
        title=case.title,
        author_ids=list(by_id.values()),
        texts={row.key: row.body for row in rows} | ({"figures": captions} if captions else {}),
        disclosures=[statement for statement in said if statement],
    )


async def _why_not(session: AsyncSession, case_id: UUID) -> CaseNotFound | CaseTakenDown:
    """A case that had been published says that it is gone, and since when; all others are not there."""
    gone = (
        select(TakeDown.created_at)
        .join(Case, Case.id == TakeDown.case_id)
        .where(Case.id == case_id, Case.status == Status.TAKEN_DOWN, Case.current_version_id.is_not(None))
    )
    since = await session.scalar(gone)
    return CaseTakenDown(since=since.isoformat()) if since else CaseNotFound()


async def _version(session: AsyncSession, viewer: Viewer, case_id: UUID, number: int | None) -> Record | None:
    statement = _of_case(viewer.person_id, viewer.grants, current=number is None)
    rows = await ask(session, statement, case=case_id, number=number)
    return rows[0] if rows else None


@lru_cache(maxsize=1024)
def _of_case(me: UUID | None, grants: frozenset[Grant], *, current: bool) -> Select[*tuple[Any, ...]]:
    """Built once a person and kept: putting the statement together costs more than sending it."""
    wanted = Version.id == Case.current_version_id if current else Version.number == bindparam("number")
    mine = policy.visible_to(Viewer(person_id=me, grants=grants))
    return _WHOLE.where(wanted, Case.id == bindparam("case"), mine, policy.is_public())


_WHOLE = select(
    Case.id,
    Case.status,
    Case.held_at,
    Case.removed_at,
    Case.hidden_reason,
    Case.collection_id,
    Version.id.label("version_id"),
    Version.number,
    Version.content_hash,
    Version.created_at,
    cast(Version.content, Text).label("content"),
    select(func.coalesce(func.string_agg(Rendition.format, " "), ""))
    .where(Rendition.version_id == Version.id)
    .scalar_subquery()
    .label("files"),
    select(Registration.doi)
    .where(Registration.version_id == Version.id, Registration.registered_at.is_not(None))
    .scalar_subquery()
    .label("doi"),
).join(Version, Version.case_id == Case.id)
_BY_ID = _WHOLE.where(Version.id == bindparam("version"))


def _publication(content: str) -> Publication:
    publication = decode(content, type=Publication)
    return replace(publication, manuscript=fresh(publication.manuscript))


def _version_row(row: Record | RowMapping) -> VersionRow:
    return VersionRow(
        id=row["version_id"],
        number=row["number"],
        content_hash=row["content_hash"],
        published_at=row["created_at"],
    )


async def _notices(session: AsyncSession, case_id: UUID) -> list[NoticeView]:
    rows = await ask(session, _NOTICES, case=case_id)
    return [
        NoticeView(
            kind=r["kind"],
            about=r["about"],
            said_in=r["said_in"],
            changes_html=html(r["changes"]) if r["changes"] else "",
            reason_html=html(r["reason"]),
            issued_at=r["created_at"],
        )
        for r in rows
    ]


_ABOUT, _SAID_IN = aliased(Version), aliased(Version)
_NOTICES = (
    select(
        Notice.kind,
        Notice.changes,
        Notice.reason,
        Notice.created_at,
        _ABOUT.number.label("about"),
        _SAID_IN.number.label("said_in"),
    )
    .join(_ABOUT, _ABOUT.id == Notice.version_id)
    .outerjoin(_SAID_IN, _SAID_IN.id == Notice.said_in_id)
    .where(Notice.case_id == bindparam("case"))
    .order_by(Notice.id)
)


async def door(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID
) -> Literal["write", "editorial", "consent", ""]:
    """Where a case that is not published opens for this viewer, if anywhere."""
    row = (
        await session.execute(
            select(
                policy.authored_by(viewer).label("author"),
                policy.handled_by(viewer).label("editor"),
                Case.status,
            ).where(Case.id == case_id)
        )
    ).one_or_none()
    if row is None or not viewer.signed_in:
        return ""
    if row.status == Status.TAKEN_DOWN:
        return "consent" if row.author or row.editor else ""
    return "write" if row.author else "editorial" if row.editor else ""
