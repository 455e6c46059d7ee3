"""Finding the case that somebody may work on, locked for the rest of the transaction."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from cases import policy, sharing
from cases.errors import (
    CaseIsHeld,
    CaseNotFound,
    CaseTakenDown,
    EditorIsInvolved,
    InvitationOpen,
    NotWritable,
    ReviewNotFound,
)
from cases.models import Author, Case, Collection, Review, Version
from cases.states import PRESENT, PUBLIC, RECORDING, Status, writable
from core.errors import SignInRequired
from core.policy import Viewer

FRESH = {"populate_existing": True}


async def as_author(session: AsyncSession, viewer: Viewer, case_id: UUID) -> Case:
    """The case of an author who accepted. Raises SignInRequired, CaseNotFound, InvitationOpen."""
    if not viewer.signed_in:
        raise SignInRequired
    mine = (
        select(Case, Author.state)
        .join(Author, Author.case_id == Case.id)
        .where(Case.id == case_id, Author.person_id == viewer.person_id, Author.state.in_(PRESENT))
        .with_for_update(of=Case, key_share=True)
    )
    row = (await session.execute(mine, execution_options=FRESH)).one_or_none()
    if row is None:
        raise CaseNotFound
    if row.state != "accepted":
        raise InvitationOpen
    await sharing.settle(session, case_id)
    case: Case = row.Case
    return case


async def mine(session: AsyncSession, viewer: Viewer, case_id: UUID) -> tuple[Case, Collection | None, str]:
    """A write-up, its collection, and the state of the viewer's authorship, for reading.

    Raises SignInRequired, CaseNotFound, CaseTakenDown.
    """
    if not viewer.signed_in:
        raise SignInRequired
    row: Row[*tuple[Any, ...]] | None = (
        await session.execute(
            select(Case, Collection, Author.state)
            .join(Author, Author.case_id == Case.id)
            .outerjoin(Collection, Collection.id == Case.collection_id)
            .where(Case.id == case_id, Author.person_id == viewer.person_id, policy.authored_by(viewer)),
            execution_options=FRESH,
        )
    ).one_or_none()
    if row is None:
        raise CaseNotFound
    if row.Case.status == Status.TAKEN_DOWN:
        raise CaseTakenDown
    await sharing.settle(session, case_id)
    return row.Case, row.Collection, row.state


def authored(viewer: Viewer, case_id: UUID) -> Select[Case]:
    """The case of an author or of somebody invited, locked."""
    mine = select(Case).where(Case.id == case_id, policy.authored_by(viewer))
    return mine.with_for_update(of=Case, key_share=True)


async def to_write(session: AsyncSession, viewer: Viewer, case_id: UUID) -> Case:
    """As `as_author`, for changing the write-up or a correction of it. Raises NotWritable too."""
    case = await as_author(session, viewer, case_id)
    if not writable(case.status, case.correction) or case.removed_at is not None:
        raise NotWritable(state=case.status)
    return case


async def as_editor(session: AsyncSession, viewer: Viewer, case_id: UUID) -> tuple[Case, Collection]:
    """A submitted case and its collection. Raises SignInRequired, CaseNotFound, EditorIsInvolved."""
    if not viewer.signed_in:
        raise SignInRequired
    mine = (
        select(Case, Collection, policy.involved(viewer).label("involved"))
        .join(Collection, Collection.id == Case.collection_id)
        .where(Case.id == case_id, policy.on_desk_of(viewer))
        .with_for_update(of=Case, key_share=True)
    )
    row = (await session.execute(mine, execution_options=FRESH)).one_or_none()
    if row is None:
        raise CaseNotFound
    if row.involved:
        raise EditorIsInvolved
    return row.Case, row.Collection


async def as_arbiter(session: AsyncSession, viewer: Viewer, case_id: UUID) -> Case:
    """A case whose authors asked its editors about a role. Raises SignInRequired, CaseNotFound."""
    if not viewer.signed_in:
        raise SignInRequired
    asked = select(Case).where(Case.id == case_id, policy.arbitrates(viewer), Case.removed_at.is_(None))
    locked = asked.where(Case.status.in_(sorted(RECORDING))).with_for_update(key_share=True)
    case: Case | None = await session.scalar(locked, execution_options=FRESH)
    if case is None:
        raise CaseNotFound
    return case


async def of_version(session: AsyncSession, version_id: UUID, *, hold: bool = False) -> Case | None:
    """For a job about a public version: its case as it is now; where it is to `hold`, locked, so that no
    notice or take-down comes between. Nothing slow happens while it is held.
    """
    public = (
        select(Case)
        .join(Version, Version.case_id == Case.id)
        .where(Version.id == version_id, Case.status.in_(PUBLIC))
    )
    wanted = public.with_for_update(of=Case, key_share=True) if hold else public
    return await session.scalar(wanted, execution_options=FRESH)


async def review_as_editor(
    session: AsyncSession, viewer: Viewer, review_id: UUID
) -> tuple[Review, Case, Collection]:
    """Raises SignInRequired, ReviewNotFound, EditorIsInvolved."""
    case_id = await session.scalar(select(Review.case_id).where(Review.id == review_id))
    if case_id is None:
        raise ReviewNotFound
    try:
        case, collection = await as_editor(session, viewer, case_id)
    except CaseNotFound as error:
        raise ReviewNotFound from error
    review = await session.get_one(Review, review_id, populate_existing=True, with_for_update=True)
    return review, case, collection


async def as_reviewer(session: AsyncSession, viewer: Viewer, review_id: UUID) -> Review:
    """The viewer's own review, locked. Raises SignInRequired, ReviewNotFound, CaseIsHeld, CaseTakenDown."""
    if not viewer.signed_in:
        raise SignInRequired
    hidden = exists(
        select(Case.id).where(
            Case.id == Review.case_id, Case.held_at.is_not(None) | Case.removed_at.is_not(None)
        )
    )
    sealed = exists(select(Case.id).where(Case.id == Review.case_id, Case.status == Status.TAKEN_DOWN))
    mine = (
        select(Review, hidden.label("hidden"), sealed.label("sealed"))
        .where(Review.id == review_id, policy.assigned_to(viewer))
        .with_for_update(of=Review)
    )
    row = (await session.execute(mine, execution_options=FRESH)).one_or_none()
    if row is None:
        raise ReviewNotFound
    if row.sealed:
        raise CaseTakenDown
    if row.hidden:
        raise CaseIsHeld
    review: Review = row.Review
    return review


def hidden_state(case: Case) -> str:
    """Whether it is "removed", "held" or (empty) neither."""
    return "removed" if case.removed_at else "held" if case.held_at else ""
