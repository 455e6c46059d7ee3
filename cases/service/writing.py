"""The write-up as its authors see it, and its history."""

from uuid import UUID

from msgspec import convert
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases import byline, completeness, policy
from cases.consent import covers_images, standing
from cases.errors import SectionNotFound
from cases.models import Author, Case, Review, Ruling, Section, SectionRevision
from cases.schemas import (
    AuthorsReview,
    BlindMode,
    Gap,
    RemarkView,
    RevisionView,
    RulingView,
    SectionView,
    WriteUp,
    WriteUpRow,
)
from cases.service import access, citations, consenting, entries, founding, people, picturing, screening
from cases.states import HANDED_IN, steps, writable
from core import clock
from core.errors import SignInRequired
from core.policy import Viewer


async def my_write_ups(session: AsyncSession, *, viewer: Viewer) -> list[WriteUpRow]:
    """The viewer's own, the latest change first; at most 200. Raises SignInRequired."""
    if not viewer.signed_in:
        raise SignInRequired
    changed = (
        select(Section.edited_at)
        .where(Section.case_id == Case.id, Section.edited_at.is_not(None))
        .order_by(Section.edited_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(Case.id, Case.title, Case.status, Author.state, changed.label("changed"), Case.created_at)
        .join(Author, Author.case_id == Case.id)
        .where(Author.person_id == viewer.person_id, policy.authored_by(viewer))
        .order_by(Case.id.desc())
        .limit(200)
    )
    found = [
        WriteUpRow(
            id=r.id, title=r.title, status=r.status, authorship=r.state, changed_at=r.changed or r.created_at
        )
        for r in rows
    ]
    return sorted(found, key=lambda row: row.changed_at, reverse=True)


async def write_up(session: AsyncSession, *, viewer: Viewer, case_id: UUID) -> WriteUp:
    """All of it, for its authors and those invited, in a fixed number of queries.

    Raises SignInRequired, CaseNotFound, CaseTakenDown.
    """
    case, collection, state = await access.mine(session, viewer, case_id)
    sections = await sections_of(session, case_id)
    ledger = await consenting.entries_of(session, case_id)
    recorded = standing([consenting.line_of(entry) for entry in ledger])
    consent = consenting.view(
        ledger,
        {key: section.version for key, section in sections.items() if section.version},
    )
    authorship = await people.authorship(session, case_id)
    figures = await picturing.figures_of(session, case_id)
    texts = {key: section.body for key, section in sections.items()}
    read = writable(case.status, case.correction)
    findings = await screening.findings_of(session, case_id=case_id, texts=texts) if read else {}
    figures = await picturing.screened(figures) if read else figures
    facts = completeness.Facts(
        article_type=case.article_type,
        texts=texts,
        consent=consent is not None,
        authors=authorship.authors,
        order=authorship.order,
        thanks=authorship.acknowledgements,
        collection_id=case.collection_id,
        hides_authors=collection is not None and collection.blind_mode == BlindMode.DOUBLE,
        unexplained=screening.unexplained(findings),
        unresolved=await citations.unresolved(session, case_id, texts) if read else (),
        figures=figures,
        authors_change=entries.may_change(case),
        images_covered=recorded is not None and covers_images(recorded.record, clock.now().date()),
    )
    return WriteUp(
        id=case.id,
        title=case.title,
        article_type=case.article_type,
        specialty=case.specialty,
        status=case.status,
        writable=read and state == "accepted" and case.removed_at is None,
        my_state=state,
        collection=founding.view(collection) if collection else None,
        sections=sections,
        slots=completeness.slots(case.article_type, texts, consent=facts.consent),
        gaps=completeness.gaps(facts) if read else [],
        findings=findings,
        consent=consent,
        authors=authorship.authors,
        order=authorship.order,
        disputes=authorship.disputes,
        acknowledgements=authorship.acknowledgements,
        unsettled=byline.unsettled(authorship.authors, authorship.order, authorship.acknowledgements)
        if entries.may_change(case)
        else [],
        authors_change=state == "accepted" and entries.may_change(case),
        figures=figures,
        rulings=await rulings_of(session, case_id),
        reviews=await _reviews_for_authors(session, case_id),
        correction=case.correction,
        correction_note=case.correction_note,
        steps=sorted(step.value for step in steps(case.status, case.correction)),
        hidden=access.hidden_state(case),  # type: ignore[arg-type]
        hidden_reason=case.hidden_reason or "",
    )


async def gaps(session: AsyncSession, *, viewer: Viewer, case_id: UUID) -> list[Gap]:
    """What is missing before it can be submitted. Raises as `write_up`."""
    return (await write_up(session, viewer=viewer, case_id=case_id)).gaps


async def section_history(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, key: str, limit: int = 100
) -> list[RevisionView]:
    """Each saved text with who and when, the latest first. Raises as `write_up`, SectionNotFound."""
    await access.mine(session, viewer, case_id)
    rows = (
        await session.execute(
            select(
                SectionRevision.version,
                SectionRevision.body,
                SectionRevision.editor_id,
                SectionRevision.created_at,
            )
            .where(SectionRevision.case_id == case_id, SectionRevision.key == key)
            .order_by(SectionRevision.version.desc())
            .limit(limit)
        )
    ).all()
    cards = await people.cards_of(session, {row.editor_id for row in rows})
    known = await session.scalar(select(Section.id).where(Section.case_id == case_id, Section.key == key))
    if known is None:
        raise SectionNotFound
    return [
        RevisionView(
            version=row.version, body=row.body, editor=cards.get(row.editor_id), saved_at=row.created_at
        )
        for row in rows
    ]


async def sections_of(session: AsyncSession, case_id: UUID) -> dict[str, SectionView]:
    columns = (
        Section.key,
        Section.body,
        Section.body_html,
        Section.version,
        Section.edited_by,
        Section.edited_at,
    )
    rows = (await session.execute(select(*columns).where(Section.case_id == case_id))).all()
    cards = await people.cards_of(session, {row.edited_by for row in rows})
    return {
        row.key: SectionView(
            key=row.key,
            body=row.body,
            body_html=row.body_html,
            version=row.version,
            edited_by=cards.get(row.edited_by),
            edited_at=row.edited_at,
        )
        for row in rows
    }


async def rulings_of(session: AsyncSession, case_id: UUID) -> list[RulingView]:
    """Letters and decisions, the latest first. They do not say which editor signed."""
    rows = await session.execute(
        select(
            Ruling.round,
            Ruling.decision,
            Ruling.letter_html,
            Ruling.created_at,
            Ruling.reversed_at,
            Ruling.reversal,
        )
        .where(Ruling.case_id == case_id)
        .order_by(Ruling.id.desc())
    )
    return [
        RulingView(
            round=r.round,
            decision=r.decision,
            letter_html=r.letter_html,
            decided_at=r.created_at,
            reversed_at=r.reversed_at,
            reversal=r.reversal,
        )
        for r in rows
    ]


async def _reviews_for_authors(session: AsyncSession, case_id: UUID) -> list[AuthorsReview]:
    """Of decided rounds; without the recommendation and the note, which are the editor's."""
    decided = select(Ruling.round).where(Ruling.case_id == case_id, Ruling.reversed_at.is_(None))
    rows = await session.execute(
        select(Review.alias, Review.round, Review.answers, Review.remarks, Review.comments_to_authors)
        .where(Review.case_id == case_id, Review.round.in_(decided))
        .where(Review.status.in_(HANDED_IN))
        .order_by(Review.round.desc(), Review.alias)
    )
    return [
        AuthorsReview(
            alias=r.alias,
            round=r.round,
            answers=r.answers,
            remarks=convert(r.remarks, list[RemarkView]),
            comments_to_authors=r.comments_to_authors,
        )
        for r in rows
    ]
