"""Who writes: invitations, answers, leaving a draft."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from cases import blind
from cases.errors import (
    AuthorNotFound,
    AuthorsAgreeFirst,
    CaseNotFound,
    CorrespondingAuthorStays,
    InvitationAnswered,
    NotPossibleNow,
)
from cases.events import AuthorInvited, CaseChanged
from cases.models import Author, Case, Contribution, Disclosure
from cases.service import access, entries, ordering, roles
from cases.service.transitions import note
from cases.states import PRESENT, RECORDING, Status
from core import clock
from core.errors import SignInRequired
from core.events import publish
from core.policy import Viewer


async def invite_author(session: AsyncSession, *, viewer: Viewer, case_id: UUID, person_id: UUID) -> None:
    """Ask a member to be an author; who declined may be asked again.

    Raises CaseNotFound, InvitationOpen, NotPossibleNow (after the submission: see `propose_order`),
    PersonNotFound, AlreadyAuthor.
    """
    case = await _while_draft(session, viewer, case_id)
    await entries.invite(session, viewer, case_id, person_id)
    await note(
        session, case.id, "author_invited", actor_id=viewer.person_id, detail={"person": str(person_id)}
    )
    await publish(session, AuthorInvited(case_id=case.id, person_id=person_id))
    await publish(session, CaseChanged(case_id=case.id))


async def answer_invitation(session: AsyncSession, *, viewer: Viewer, case_id: UUID, accept: bool) -> None:
    """Raises SignInRequired, CaseNotFound, InvitationAnswered, NotPossibleNow."""
    if not viewer.signed_in:
        raise SignInRequired
    case = await session.get(Case, case_id, with_for_update={"key_share": True}, populate_existing=True)
    author = await entries.author_of(session, case_id, viewer.person_id)
    if case is None or author is None or await _withheld(session, author):
        raise CaseNotFound
    if author.state != "invited":
        raise InvitationAnswered
    _still_draft(case)
    author.state, author.answered_at = ("accepted" if accept else "declined"), clock.now()
    await session.flush()
    if accept:
        await ordering.void_open(session, case_id)
    await note(session, case_id, f"authorship_{author.state}", actor_id=viewer.person_id)
    await publish(session, CaseChanged(case_id=case_id))


async def _withheld(session: AsyncSession, author: Author) -> bool:
    """Whoever reviews the case is not to learn of an invitation."""
    return author.state == "invited" and not await blind.may_learn_authors(
        session, case_id=author.case_id, person_id=author.person_id
    )


async def remove_author(session: AsyncSession, *, viewer: Viewer, case_id: UUID, author_id: UUID) -> bool:
    """Take an invitation back, or leave a draft oneself. All else the authors agree on: `propose_order`.

    Returns whether the viewer left. Raises as `invite_author`, AuthorNotFound, CorrespondingAuthorStays,
    AuthorsAgreeFirst.
    """
    await _while_draft(session, viewer, case_id)
    author = await session.scalar(
        select(Author).where(Author.id == author_id, Author.case_id == case_id, Author.state.in_(PRESENT))
    )
    if author is None:
        raise AuthorNotFound
    if author.corresponding:
        raise CorrespondingAuthorStays
    if author.state == "accepted" and author.person_id != viewer.person_id:
        raise AuthorsAgreeFirst
    await _forget(session, author)
    await roles.settle_of_gone(session, case_id)
    await ordering.void_open(session, case_id)
    gone: dict[str, object] = {"person": str(author.person_id)}
    await note(session, case_id, "author_removed", actor_id=viewer.person_id, detail=gone)
    await publish(session, CaseChanged(case_id=case_id))
    return author.person_id == viewer.person_id


async def _forget(session: AsyncSession, author: Author) -> None:
    """What the entry said goes. That there was one stays: who could read the draft judges nothing of it."""
    for kind in (Contribution, Disclosure):
        await session.execute(delete(kind).where(kind.author_id == author.id))
    author.state, author.byline, author.affiliations = "left", "", []
    await session.flush()


async def refuse_to_change_published(session: AsyncSession, *, case_id: UUID) -> None:
    """What is published says for good who wrote it: another list is a correction. Raises NotPossibleNow."""
    status = await session.scalar(select(Case.status).where(Case.id == case_id))
    if status is None:
        raise CaseNotFound
    if status not in RECORDING:
        raise NotPossibleNow(state=status, act="change_authors")


async def _while_draft(session: AsyncSession, viewer: Viewer, case_id: UUID) -> Case:
    case = await access.as_author(session, viewer, case_id)
    _still_draft(case)
    return case


def _still_draft(case: Case) -> None:
    """Once submitted, all agree to a change: see `cases.service.ordering`."""
    if case.status != Status.DRAFT:
        raise NotPossibleNow(state=case.status, act="change_authors")
