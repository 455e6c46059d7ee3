"""Who writes: invitations, order, CRediT roles, disclosures."""

from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cases.completeness import DEFINITION_VERSION
from cases.errors import (
    AlreadyAuthor,
    AuthorNotFound,
    CaseNotFound,
    CorrespondingAuthorStays,
    DisclosureUnclear,
    InvitationAnswered,
    NotPossibleNow,
    OrderDoesNotFit,
    PersonNotFound,
)
from cases.events import AuthorInvited, CaseChanged
from cases.models import Author, Case, Contribution, Disclosure
from cases.schemas import AuthorOrder, ContributionDraft, DisclosureDraft
from cases.service import access
from cases.service.transitions import note
from cases.states import Status
from core import clock
from core.errors import SignInRequired
from core.events import publish
from core.policy import Viewer
from identity import service as identity


async def invite_author(session: AsyncSession, *, viewer: Viewer, case_id: UUID, person_id: UUID) -> None:
    """Ask a member to be an author; who declined may be asked again.

    Raises CaseNotFound, InvitationOpen, NotPossibleNow (after the submission), PersonNotFound, AlreadyAuthor.
    """
    case = await _while_draft(session, viewer, case_id)
    if not await identity.people_by_ids(session, [person_id]):
        raise PersonNotFound
    author = await _author_of(session, case_id, person_id)
    if author is not None and author.state != "declined":
        raise AlreadyAuthor
    await _invite(session, author or Author(case_id=case_id, person_id=person_id), viewer)
    await note(
        session, case.id, "author_invited", actor_id=viewer.person_id, detail={"person": str(person_id)}
    )
    await publish(session, AuthorInvited(case_id=case.id, person_id=person_id))
    await publish(session, CaseChanged(case_id=case.id))


async def answer_invitation(session: AsyncSession, *, viewer: Viewer, case_id: UUID, accept: bool) -> None:
    """Raises SignInRequired, CaseNotFound, InvitationAnswered, NotPossibleNow."""
    if not viewer.signed_in:
        raise SignInRequired
    case = await session.get(Case, case_id, with_for_update={"key_share": True})
    author = await _author_of(session, case_id, viewer.person_id)
    if case is None or author is None:
        raise CaseNotFound
    if author.state != "invited":
        raise InvitationAnswered
    _still_draft(case)
    author.state, author.answered_at = ("accepted" if accept else "declined"), clock.now()
    await session.flush()
    await note(session, case_id, f"authorship_{author.state}", actor_id=viewer.person_id)
    await publish(session, CaseChanged(case_id=case_id))


async def remove_author(session: AsyncSession, *, viewer: Viewer, case_id: UUID, author_id: UUID) -> None:
    """Take an author out, or oneself. Raises as `invite_author`, AuthorNotFound, CorrespondingAuthorStays."""
    await _while_draft(session, viewer, case_id)
    author = await session.scalar(select(Author).where(Author.id == author_id, Author.case_id == case_id))
    if author is None:
        raise AuthorNotFound
    if author.corresponding:
        raise CorrespondingAuthorStays
    gone = str(author.person_id)
    await session.execute(delete(Author).where(Author.id == author_id))
    session.expunge(author)
    await note(session, case_id, "author_removed", actor_id=viewer.person_id, detail={"person": gone})
    await publish(session, CaseChanged(case_id=case_id))


async def order_authors(session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: AuthorOrder) -> None:
    """Raises as `invite_author`, OrderDoesNotFit."""
    await _while_draft(session, viewer, case_id)
    authors = await session.scalars(
        select(Author).where(Author.case_id == case_id, Author.state != "declined")
    )
    by_id = {author.id: author for author in authors}
    first = by_id.get(draft.corresponding_id)
    if sorted(by_id) != sorted(draft.author_ids) or first is None or first.state != "accepted":
        raise OrderDoesNotFit
    for position, author_id in enumerate(draft.author_ids, start=1):
        by_id[author_id].position = position
        by_id[author_id].corresponding = author_id == draft.corresponding_id
    await session.flush()
    await note(session, case_id, "authors_ordered", actor_id=viewer.person_id)
    await publish(session, CaseChanged(case_id=case_id))


async def claim_roles(
    session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: ContributionDraft
) -> None:
    """The viewer's CRediT roles and affiliation. Raises CaseNotFound, NotWritable."""
    await access.to_write(session, viewer, case_id)
    author_id = await _me_as_author(session, case_id, viewer)
    await session.execute(
        update(Author).where(Author.id == author_id).values(affiliation=draft.affiliation.strip())
    )
    await session.execute(delete(Contribution).where(Contribution.author_id == author_id))
    claimed = ((role.value, degree.value) for role, degree in draft.roles.items())
    session.add_all(Contribution(author_id=author_id, role=r, degree=d) for r, d in claimed)
    await session.flush()
    await publish(session, CaseChanged(case_id=case_id))


async def disclose(session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: DisclosureDraft) -> None:
    """Sign what ties there are, or none (IN-07). Raises as `claim_roles`, DisclosureUnclear."""
    await access.to_write(session, viewer, case_id)
    statement = draft.statement.strip()
    if draft.none == bool(statement):
        raise DisclosureUnclear
    author_id = await _me_as_author(session, case_id, viewer)
    session.add(
        Disclosure(
            author_id=author_id,
            none=draft.none,
            statement=statement,
            definition_version=DEFINITION_VERSION,
            signed_at=clock.now(),
        )
    )
    await session.flush()
    await note(session, case_id, "disclosure_signed", actor_id=viewer.person_id, detail={"none": draft.none})
    await publish(session, CaseChanged(case_id=case_id))


async def _while_draft(session: AsyncSession, viewer: Viewer, case_id: UUID) -> Case:
    case = await access.as_author(session, viewer, case_id)
    _still_draft(case)
    return case


def _still_draft(case: Case) -> None:
    """Once submitted, who the authors are is settled."""
    if case.status != Status.DRAFT:
        raise NotPossibleNow(state=case.status, act="change_authors")


async def _invite(session: AsyncSession, author: Author, viewer: Viewer) -> None:
    taken = await session.scalar(select(func.max(Author.position)).where(Author.case_id == author.case_id))
    author.position = (taken or 0) + 1
    author.state, author.invited_by, author.answered_at = "invited", viewer.person_id, None
    session.add(author)
    await session.flush()


async def _author_of(session: AsyncSession, case_id: UUID, person_id: UUID | None) -> Author | None:
    found = await session.execute(
        select(Author).where(Author.case_id == case_id, Author.person_id == person_id),
        execution_options=access.FRESH,
    )
    return found.scalar_one_or_none()


async def _me_as_author(session: AsyncSession, case_id: UUID, viewer: Viewer) -> UUID:
    mine = select(Author.id).where(Author.case_id == case_id, Author.person_id == viewer.person_id)
    return (await session.execute(mine)).scalar_one()
