"""The authors of a case, what each claimed and signed, and what they agreed on, in few queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct, convert
from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from cases import ties
from cases.completeness import is_current
from cases.models import Author, Contribution, Disclosure, RoleDispute
from cases.schemas import (
    AcknowledgementView,
    AuthorView,
    DisclosureView,
    DisputeView,
    FrozenAcknowledgement,
    FrozenAuthor,
    FrozenDisclosure,
    FrozenRole,
    FrozenTie,
    OrderView,
    RoleView,
)
from cases.service import proposals, thanking
from cases.states import PRESENT
from core import clock
from identity import service as identity
from identity.schemas import PersonCard


class Authorship(Struct, frozen=True, kw_only=True):
    """All about a case's authors, as they themselves and the editors see it."""

    authors: list[AuthorView]
    order: OrderView
    disputes: list[DisputeView]
    acknowledgements: list[AcknowledgementView]


async def authorship(session: AsyncSession, case_id: UUID) -> Authorship:
    entries = await _entries(session, case_id)
    disputes = await disputes_of(session, case_id, entries)
    authors = await _views(session, entries, disputes)
    return Authorship(
        authors=authors,
        order=await proposals.order_view(session, case_id, entries),
        disputes=disputes,
        acknowledgements=await thanking.acknowledgements_of(session, case_id),
    )


async def authors_of(session: AsyncSession, case_id: UUID) -> list[AuthorView]:
    """In their order; who declined or left is not among them."""
    entries = await _entries(session, case_id)
    return await _views(session, entries, await disputes_of(session, case_id, entries))


async def disputes_of(
    session: AsyncSession, case_id: UUID, entries: "Entries | None" = None
) -> list[DisputeView]:
    """About roles, the latest first."""
    known = entries or await _entries(session, case_id)
    rows = await session.execute(
        select(RoleDispute)
        .where(RoleDispute.case_id == case_id)
        .order_by(RoleDispute.id.desc())
        .execution_options(populate_existing=True)
    )
    return [_dispute(row, known) for row in rows.scalars()]


async def frozen_authors(session: AsyncSession, case_id: UUID) -> list[FrozenAuthor]:
    """Those who accepted, as they go into a published version (IN-13)."""
    signed = await _signed(session, case_id)
    return [
        FrozenAuthor(
            person_id=author.person.id,
            name=author.name,
            orcid=author.orcid,
            affiliations=author.affiliations,
            corresponding=author.corresponding,
            roles=[FrozenRole(role=r.role, degree=r.degree) for r in author.roles if r.state == "accepted"],
            disclosure=signed.get(author.id),
        )
        for author in await authors_of(session, case_id)
        if author.state == "accepted"
    ]


async def frozen_thanks(session: AsyncSession, case_id: UUID) -> list[FrozenAcknowledgement]:
    """Those who agreed to be named."""
    return [
        FrozenAcknowledgement(name=one.name, text=one.text)
        for one in await thanking.acknowledgements_of(session, case_id)
        if one.state in thanking.PRINTED
    ]


async def cards_of(session: AsyncSession, ids: Iterable[UUID | None]) -> dict[UUID, PersonCard]:
    return await identity.people_by_ids(session, [one for one in ids if one is not None])


class Entries(Struct, frozen=True, kw_only=True):
    """Everybody who ever had an entry, in their order, with cards and ORCID iDs."""

    rows: Sequence[Row[*tuple[Any, ...]]]
    cards: dict[UUID, PersonCard]
    orcids: dict[UUID, str]

    @property
    def present(self) -> list[Row[*tuple[Any, ...]]]:
        return [row for row in self.rows if row.state in PRESENT]

    def name(self, row: Row[*tuple[Any, ...]]) -> str:
        """As it is to be printed."""
        return row.byline or self.cards[row.person_id].name

    def named(self, author_id: UUID) -> str:
        return next((self.name(row) for row in self.rows if row.id == author_id), "")

    def called(self, person_id: UUID | None) -> str:
        return next((self.name(row) for row in self.rows if row.person_id == person_id), "")


async def _entries(session: AsyncSession, case_id: UUID) -> Entries:
    columns = (
        Author.id,
        Author.person_id,
        Author.position,
        Author.corresponding,
        Author.state,
        Author.byline,
        Author.affiliations,
    )
    mine = select(*columns).where(Author.case_id == case_id).order_by(Author.position, Author.id)
    rows = (await session.execute(mine)).all()
    ids = [row.person_id for row in rows]
    return Entries(
        rows=rows,
        cards=await identity.people_by_ids(session, ids),
        orcids=await identity.orcids(session, ids=ids),
    )


async def _views(
    session: AsyncSession, entries: Entries, disputes: Sequence[DisputeView]
) -> list[AuthorView]:
    present = entries.present
    roles = await _roles(session, entries, disputes)
    disclosures = await _disclosures(session, present)
    return [
        AuthorView(
            id=row.id,
            person=entries.cards[row.person_id],
            name=entries.name(row),
            orcid=entries.orcids.get(row.person_id, ""),
            position=row.position,
            corresponding=row.corresponding,
            state=row.state,
            affiliations=row.affiliations,
            roles=roles[row.id],
            disclosure=disclosures.get(row.id),
        )
        for row in present
    ]


async def _roles(
    session: AsyncSession, entries: Entries, disputes: Sequence[DisputeView]
) -> dict[UUID, list[RoleView]]:
    doubted = {(d.author_id, d.role): d.state for d in disputes if d.state in {"open", "asked"}}
    rows = await session.execute(
        select(
            Contribution.author_id,
            Contribution.role,
            Contribution.degree,
            Contribution.proposed_by,
            Contribution.accepted_at,
        )
        .where(Contribution.author_id.in_([row.id for row in entries.present]))
        .order_by(Contribution.role)
    )
    found: defaultdict[UUID, list[RoleView]] = defaultdict(list)
    for row in rows:
        found[row.author_id].append(_role(row, entries, doubted.get((row.author_id, row.role))))
    return found


def _role(row: Any, entries: Entries, doubted: str | None) -> RoleView:
    state = "accepted" if row.accepted_at else "proposed"
    if doubted and row.accepted_at:
        state = "with_editor" if doubted == "asked" else "disputed"
    return RoleView(
        role=row.role,
        degree=row.degree,
        state=state,  # type: ignore[arg-type]
        proposed_by=entries.called(row.proposed_by),
    )


def _dispute(row: RoleDispute, entries: Entries) -> DisputeView:
    return DisputeView(
        id=row.id,
        author_id=row.author_id,
        author=entries.named(row.author_id),
        role=row.role,
        degree=row.degree,
        raised_by=row.raised_by,
        by=entries.called(row.raised_by),
        reason=row.reason,
        state=row.state,  # type: ignore[arg-type]
        outcome=row.outcome,
        ruling=row.ruling,
        raised_at=row.created_at,
    )


async def _disclosures(
    session: AsyncSession, rows: Sequence[Row[*tuple[Any, ...]]]
) -> dict[UUID, DisclosureView]:
    person_of = {row.id: row.person_id for row in rows}
    recorded = await ties.on_record(session, set(person_of.values()))
    latest = (
        select(
            Disclosure.author_id,
            Disclosure.none,
            Disclosure.statement,
            Disclosure.ties,
            Disclosure.signed_at,
        )
        .where(Disclosure.author_id.in_(person_of))
        .ext(distinct_on(Disclosure.author_id))
        .order_by(Disclosure.author_id, Disclosure.signed_at.desc(), Disclosure.id.desc())
    )
    return {
        row.author_id: _disclosure(row, recorded.get(person_of[row.author_id]))
        for row in await session.execute(latest)
    }


def _disclosure(row: Any, recorded: list[FrozenTie] | None) -> DisclosureView:
    """`recorded`: what stands on the person's record now; None when nothing valid does."""
    signed = convert(row.ties, list[FrozenTie])
    return DisclosureView(
        none=row.none,
        statement=row.statement,
        ties=signed,
        signed_at=row.signed_at,
        current=is_current(row.signed_at, clock.now()),
        changed=recorded is not None and _as_set(recorded) != _as_set(signed),
    )


def _as_set(recorded: Iterable[FrozenTie]) -> set[tuple[str, str, str]]:
    return {(tie.company, tie.nature, tie.products) for tie in recorded}


async def _signed(session: AsyncSession, case_id: UUID) -> dict[UUID, FrozenDisclosure]:
    rows = await session.scalars(
        select(Disclosure)
        .join(Author, Author.id == Disclosure.author_id)
        .where(Author.case_id == case_id)
        .order_by(Disclosure.signed_at, Disclosure.id)
    )
    return {
        row.author_id: FrozenDisclosure(
            none=row.none,
            statement=row.statement,
            definition_version=row.definition_version,
            signed_at=row.signed_at,
            ties=convert(row.ties, list[FrozenTie]),
        )
        for row in rows
    }
