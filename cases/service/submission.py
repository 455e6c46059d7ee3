"""Handing in, again after a revision, and taking back."""

from uuid import UUID

from msgspec import to_builtins
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cases.care import WRITTEN, keywords_of
from cases.errors import NotComplete
from cases.events import CaseScreened, CaseSubmitted
from cases.models import Author, Case, Review, Section, Submission
from cases.schemas import FrozenSection, Manuscript, SubmissionDraft, WriteUp
from cases.service import access, citations, consenting, milestones, picturing, screening, writing
from cases.service.transitions import check, move
from cases.states import AT_WORK, Act, ReviewStatus, Status
from core import clock
from core.events import publish
from core.policy import Viewer


async def submit(session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: SubmissionDraft) -> None:
    """Hand the write-up to the editors, frozen as it is now; after a revision the same again.

    Screens read it in this transaction. What they hold waits in the state `screening`.

    Raises CaseNotFound, InvitationOpen, NotPossibleNow and NotComplete, whose context lists the `gaps`.
    """
    case = await access.as_author(session, viewer, case_id)
    act = Act.SUBMIT if case.status == Status.DRAFT else Act.RESUBMIT
    check(case, act)
    await freeze(session, viewer, case, note=draft.note)
    await move(session, case, act, actor_id=viewer.person_id, detail={"round": case.round})
    case.submitted_at = clock.now()
    await session.flush()
    await publish(session, CaseSubmitted(case_id=case.id, author_ids=await author_ids(session, case.id)))
    await pass_on(session, case)
    if act is Act.RESUBMIT:
        await publish(session, CaseScreened(case_id=case.id))


async def pass_on(session: AsyncSession, case: Case) -> None:
    """To the editors, unless it is held: then once that ends. The caller holds the case."""
    if case.status == Status.SCREENING and not access.hidden_state(case):
        await move(session, case, Act.HAND_ON, actor_id=None, detail={"round": case.round})
        await session.flush()
        await publish(session, CaseScreened(case_id=case.id))


async def freeze(session: AsyncSession, viewer: Viewer, case: Case, *, note: str) -> None:
    """The write-up of now as the next round. Raises NotComplete."""
    mine = await _refuse_gaps(session, viewer, case.id)
    case.round += 1
    await milestones.keep(session, case, viewer, round_=case.round)
    content = to_builtins(await manuscript(session, case))
    session.add(
        Submission(
            case_id=case.id,
            round=case.round,
            content=content,
            explained=to_builtins(screening.explained(mine.findings)),
            note=note.strip(),
        )
    )
    await session.flush()


async def withdraw(session: AsyncSession, *, viewer: Viewer, case_id: UUID, reason: str = "") -> None:
    """Take a case back for good. Open reviews are cancelled. Raises CaseNotFound, NotPossibleNow."""
    case = await access.as_author(session, viewer, case_id)
    await move(session, case, Act.WITHDRAW, actor_id=viewer.person_id, detail={"reason": reason})
    await cancel_open_reviews(session, case_id)


async def cancel_open_reviews(session: AsyncSession, case_id: UUID) -> None:
    await session.execute(
        update(Review)
        .where(Review.case_id == case_id)
        .where(Review.status.in_(AT_WORK))
        .values(status=ReviewStatus.CANCELLED)
    )


async def author_ids(session: AsyncSession, case_id: UUID) -> tuple[UUID, ...]:
    """Those who accepted, in their order."""
    found = await session.scalars(
        select(Author.person_id)
        .where(Author.case_id == case_id, Author.state == "accepted")
        .order_by(Author.position)
    )
    return tuple(found)


async def manuscript(session: AsyncSession, case: Case) -> Manuscript:
    """The present write-up, naming no author."""
    rows = await session.execute(
        select(Section.key, Section.body, Section.body_html, Section.body_version).where(
            Section.case_id == case.id
        )
    )
    by_key = {row.key: row for row in rows}
    consent = await consenting.standing_of(session, case.id)
    said = [by_key[slot.key].body for slot in WRITTEN if slot.is_markdown]
    return Manuscript(
        title=by_key["title"].body,
        keywords=keywords_of(by_key["keywords"].body),
        specialty=case.specialty,
        article_type=case.article_type,
        sections=[
            FrozenSection(key=s.key, body=row.body, html=row.body_html, markdown_version=row.body_version)
            for s in WRITTEN
            if s.is_markdown and (row := by_key[s.key]).body
        ],
        consent=consenting.frozen(consent) if consent else None,
        works=await citations.frozen_works(session, case.id, said),
        figures=picturing.frozen(await picturing.figures_of(session, case.id)),
    )


async def _refuse_gaps(session: AsyncSession, viewer: Viewer, case_id: UUID) -> WriteUp:
    mine = await writing.write_up(session, viewer=viewer, case_id=case_id)
    if mine.gaps:
        raise NotComplete(gaps=[to_builtins(gap) for gap in mine.gaps])
    return mine
