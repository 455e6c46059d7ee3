"""The list of authors: proposed by one, agreed by all, and after submission confirmed by an editor.

A proposal names all authors to be, first to last, and who corresponds. Who is to be added or taken out is
asked like all others. A new proposal takes the place of an open one, and with it of the answers given so far.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from cases import blind
from cases.byline import Order, holds, order_of
from cases.errors import (
    CaseNotFound,
    EditorsDecide,
    NotPossibleNow,
    OrderDoesNotFit,
    OrderHolds,
    OrderUnexplained,
    ProposalGone,
)
from cases.events import BylineAgreed, BylineProposed, BylineRefused, CaseChanged
from cases.models import Author, BylineAnswer, BylineProposal, Case
from cases.schemas import AuthorOrder, OrderAnswer
from cases.service import access, entries, roles
from cases.service.deskwork import editors_of
from cases.service.transitions import note
from cases.states import Status
from core import clock
from core.errors import SignInRequired
from core.events import publish
from core.ids import new_id
from core.policy import Viewer
from identity import service as identity

OPEN = ("open", "waiting")


async def propose_order(session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: AuthorOrder) -> None:
    """Propose who the authors are, in which order, and who corresponds. The viewer agrees to it.

    Until the case is handed in new authors are invited, not added. After that each change has its reason.
    Raises CaseNotFound, InvitationOpen, NotPossibleNow, OrderDoesNotFit, OrderUnexplained, OrderHolds,
    PersonNotFound, AlreadyAuthor, EditorsDecide.
    """
    case = await access.as_author(session, viewer, case_id)
    if not entries.may_change(case):
        raise NotPossibleNow(state=case.status, act="change_authors")
    authors = await entries.accepted(session, case_id)
    _check(case, draft, authors)
    if set(draft.add) & set(await editors_of(session, case_id=case_id)):
        raise EditorsDecide
    now, agreed = order_of(authors), await last_agreed(session, case_id)
    await void_open(session, case_id)
    added = [await entries.invite(session, viewer, case_id, person_id) for person_id in draft.add]
    wanted = Order(
        authors=(*draft.author_ids, *(one.id for one in added)), corresponding=draft.corresponding_id
    )
    if wanted == now and holds(now, agreed):
        raise OrderHolds
    proposal = await _write(session, viewer, case_id, draft, wanted, [*authors, *added])
    await note(
        session,
        case_id,
        "byline_proposed",
        actor_id=viewer.person_id,
        detail=_detail(proposal, authors, added),
    )
    await _answer(session, case, proposal, viewer, agrees=True)
    await _ask(session, case, proposal, viewer)


async def answer_order(session: AsyncSession, *, viewer: Viewer, case_id: UUID, draft: OrderAnswer) -> None:
    """Agree to exactly this proposal, or end it, which may follow on having agreed.

    Raises SignInRequired, CaseNotFound, ProposalGone.
    """
    case = await _asked(session, viewer, case_id)
    proposal = await _open(session, case_id, draft.proposal_id)
    if proposal.state != "open" or viewer.person_id not in proposal.asked or not entries.may_change(case):
        raise ProposalGone
    if draft.agree and viewer.person_id in await _agreed(session, proposal):
        return
    act = "byline_agreed" if draft.agree else "byline_refused"
    detail: dict[str, object] = {"proposal": str(proposal.id)}
    await note(session, case_id, act, actor_id=viewer.person_id, detail=detail)
    await _answer(session, case, proposal, viewer, agrees=draft.agree, reason=draft.reason.strip())


async def decide_order(
    session: AsyncSession,
    *,
    viewer: Viewer,
    case_id: UUID,
    proposal_id: UUID,
    confirm: bool,
    reason: str = "",
) -> None:
    """An editor confirms what all authors agreed to, or ends a proposal and says why.

    Raises CaseNotFound, EditorIsInvolved, ProposalGone, OrderUnexplained.
    """
    case, _ = await access.as_editor(session, viewer, case_id)
    proposal = await _open(session, case_id, proposal_id)
    if not entries.may_change(case) or (confirm and proposal.state != "waiting"):
        raise ProposalGone
    if not confirm and not reason.strip():
        raise OrderUnexplained
    act = "byline_confirmed" if confirm else "byline_declined"
    detail: dict[str, object] = {"proposal": str(proposal.id)}
    await note(session, case_id, act, actor_id=viewer.person_id, detail=detail)
    if confirm:
        await _apply(session, case, proposal)
    else:
        await _refuse(session, case, proposal, reason.strip(), besides=None)


async def void_open(session: AsyncSession, case_id: UUID) -> None:
    """The list changed, or another was proposed: what was open is not any more. The caller locks the case."""
    found = await session.scalars(
        select(BylineProposal).where(BylineProposal.case_id == case_id, BylineProposal.state.in_(OPEN))
    )
    for proposal in found:
        await _close(session, proposal, "void")


async def last_agreed(session: AsyncSession, case_id: UUID) -> Order | None:
    done = (
        select(BylineProposal.author_ids, BylineProposal.corresponding_id)
        .where(BylineProposal.case_id == case_id, BylineProposal.state == "done")
        .order_by(BylineProposal.closed_at.desc(), BylineProposal.id.desc())
        .limit(1)
    )
    row = (await session.execute(done)).one_or_none()
    return Order(authors=tuple(row.author_ids), corresponding=row.corresponding_id) if row else None


def _check(case: Case, draft: AuthorOrder, authors: Sequence[Author]) -> None:
    known, named = {author.id for author in authors}, set(draft.author_ids)
    once = len(named) == len(draft.author_ids) and len(set(draft.add)) == len(draft.add)
    if not once or not named <= known or draft.corresponding_id not in named:
        raise OrderDoesNotFit
    if draft.add and case.status == Status.DRAFT:
        raise NotPossibleNow(state=case.status, act="add_authors")
    if (case.status != Status.DRAFT or named != known) and not draft.why.strip():
        raise OrderUnexplained


async def _write(  # noqa: PLR0917
    session: AsyncSession,
    viewer: Viewer,
    case_id: UUID,
    draft: AuthorOrder,
    wanted: Order,
    asked: Sequence[Author],
) -> BylineProposal:
    gone = await identity.erased(session, ids=[author.person_id for author in asked])
    assert wanted.corresponding is not None
    proposal = BylineProposal(
        case_id=case_id,
        author_ids=list(wanted.authors),
        corresponding_id=wanted.corresponding,
        asked=[author.person_id for author in asked if author.person_id not in gone],
        why=draft.why.strip(),
        proposed_by=viewer.person_id,
        state="open",
    )
    session.add(proposal)
    await session.flush()
    return proposal


def _detail(
    proposal: BylineProposal, authors: Sequence[Author], added: Sequence[Author]
) -> dict[str, object]:
    out = [author for author in authors if author.id not in proposal.author_ids]
    return {
        "proposal": str(proposal.id),
        "authors": [str(author_id) for author_id in proposal.author_ids],
        "corresponding": str(proposal.corresponding_id),
        "added": [str(author.person_id) for author in added],
        "removed": [str(author.person_id) for author in out],
    }


async def _ask(session: AsyncSession, case: Case, proposal: BylineProposal, viewer: Viewer) -> None:
    others = [person_id for person_id in proposal.asked if person_id != viewer.person_id]
    told = [
        person_id
        for person_id in others
        if await blind.may_learn_authors(session, case_id=case.id, person_id=person_id)
    ]
    if told and proposal.state == "open":
        await publish(session, BylineProposed(case_id=case.id, person_ids=tuple(told)))


async def _answer(
    session: AsyncSession,
    case: Case,
    proposal: BylineProposal,
    viewer: Viewer,
    *,
    agrees: bool,
    reason: str = "",
) -> None:
    row = {"proposal_id": proposal.id, "person_id": viewer.person_id, "agrees": agrees}
    said = insert(BylineAnswer).values(id=new_id(), created_at=clock.now(), **row)
    await session.execute(
        said.on_conflict_do_update(index_elements=["proposal_id", "person_id"], set_={"agrees": agrees})
    )
    if not agrees:
        await _refuse(session, case, proposal, reason, besides=viewer.person_id)
    elif set(proposal.asked) <= await _agreed(session, proposal):
        await _all_agreed(session, case, proposal)
    await publish(session, CaseChanged(case_id=case.id))


async def _all_agreed(session: AsyncSession, case: Case, proposal: BylineProposal) -> None:
    if case.status == Status.DRAFT:
        await _apply(session, case, proposal)
        return
    proposal.state = "waiting"
    await session.flush()
    people = tuple(proposal.asked)
    await publish(session, BylineAgreed(case_id=case.id, person_ids=people, waits=True))


async def _apply(session: AsyncSession, case: Case, proposal: BylineProposal) -> None:
    rows = await session.execute(
        select(Author).where(Author.case_id == case.id), execution_options=access.FRESH
    )
    places = {author_id: place for place, author_id in enumerate(proposal.author_ids, start=1)}
    for author in rows.scalars():
        _put(author, places.get(author.id), proposal)
    await session.flush()
    await roles.settle_of_gone(session, case.id)
    await _close(session, proposal, "done")
    await note(session, case.id, "byline_settled", actor_id=None, detail={"proposal": str(proposal.id)})
    told = BylineAgreed(case_id=case.id, person_ids=tuple(proposal.asked), waits=False)
    await publish(session, told)
    await publish(session, CaseChanged(case_id=case.id))


def _put(author: Author, place: int | None, proposal: BylineProposal) -> None:
    """Where the entry stands from now on."""
    if place is not None:
        author.position, author.corresponding = place, author.id == proposal.corresponding_id
        if author.state == "invited":
            author.state, author.answered_at = "accepted", clock.now()
    elif author.state == "accepted":
        author.state, author.corresponding = "left", False


async def _refuse(
    session: AsyncSession, case: Case, proposal: BylineProposal, reason: str, *, besides: UUID | None
) -> None:
    proposal.reason = reason
    told = [one.person_id for one in await entries.accepted(session, case.id) if one.person_id != besides]
    await _close(session, proposal, "refused")
    await publish(session, BylineRefused(case_id=case.id, person_ids=tuple(told)))


async def _close(session: AsyncSession, proposal: BylineProposal, state: str) -> None:
    """Who was to be added by it, and is not, is not invited any more."""
    proposal.state, proposal.closed_at = state, clock.now()
    if state != "done":
        added = select(Author).where(Author.id.in_(proposal.author_ids), Author.state == "invited")
        for author in await session.scalars(added):
            author.state = "declined"
    await session.flush()


async def _asked(session: AsyncSession, viewer: Viewer, case_id: UUID) -> Case:
    """The case of somebody who may be asked: an author, or who is to be added. Locked."""
    if not viewer.signed_in:
        raise SignInRequired
    mine = await session.scalar(access.authored(viewer, case_id), execution_options=access.FRESH)
    if mine is None:
        raise CaseNotFound
    case: Case = mine
    return case


async def _open(session: AsyncSession, case_id: UUID, proposal_id: UUID) -> BylineProposal:
    found: BylineProposal | None = await session.scalar(
        select(BylineProposal).where(
            BylineProposal.id == proposal_id,
            BylineProposal.case_id == case_id,
            BylineProposal.state.in_(OPEN),
        ),
        execution_options=access.FRESH,
    )
    if found is None:
        raise ProposalGone
    return found


async def _agreed(session: AsyncSession, proposal: BylineProposal) -> set[UUID]:
    answers = select(BylineAnswer.person_id).where(
        BylineAnswer.proposal_id == proposal.id, BylineAnswer.agrees
    )
    return set(await session.scalars(answers))
