"""What authors do to each other in tests: helpers, and cases of two."""

from typing import Any
from uuid import UUID

from cases import service
from cases.contributions import ContributorRole
from cases.schemas import (
    AuthorOrder,
    AuthorView,
    DisputeDraft,
    OrderAnswer,
    WriteUp,
)
from core.db import Sessions, transaction
from core.policy import Role, Viewer
from identity.models import Person
from tests.cases.conftest import viewing

WRITING = ContributorRole.WRITING_ORIGINAL_DRAFT
SUPERVISION = ContributorRole.SUPERVISION
WHY = "She did not take part in that."


async def act(sessions: Sessions, what: Any, person: Person | Viewer, case_id: UUID, **more: Any) -> Any:
    viewer = viewing(person) if isinstance(person, Person) else person
    async with transaction(sessions) as session:
        return await what(session, viewer=viewer, case_id=case_id, **more)


async def seen(sessions: Sessions, person: Person, case_id: UUID) -> WriteUp:
    async with sessions() as session:
        return await service.write_up(session, viewer=viewing(person), case_id=case_id)


def missing(case: WriteUp) -> set[tuple[str, str]]:
    return {(gap.problem, gap.who) for gap in case.unsettled}


def entry(case: WriteUp, person: Person) -> AuthorView:
    return next(author for author in case.authors if author.person.id == person.id)


def editing(ed: Person) -> Viewer:
    return viewing(ed, Role.EDITOR)


def order(case: WriteUp, *people: Person, **more: Any) -> AuthorOrder:
    """These people in this order, the first corresponding."""
    ids = [entry(case, person).id for person in people]
    return AuthorOrder(author_ids=ids, corresponding_id=ids[0], **more)


async def propose(sessions: Sessions, by: Person, case_id: UUID, *people: Person, **more: Any) -> UUID:
    draft = order(await seen(sessions, by, case_id), *people, **more)
    await act(sessions, service.propose_order, by, case_id, draft=draft)
    proposal = (await seen(sessions, by, case_id)).order.proposal
    assert proposal is not None
    return proposal.id


async def say(
    sessions: Sessions, person: Person, case_id: UUID, proposal_id: UUID, *, agrees: bool = True
) -> None:
    draft = OrderAnswer(proposal_id=proposal_id, agree=agrees, reason="" if agrees else WHY)
    await act(sessions, service.answer_order, person, case_id, draft=draft)


async def dispute(sessions: Sessions, by: Person, of: Person, case_id: UUID) -> UUID:
    author_id = entry(await seen(sessions, by, case_id), of).id
    draft = DisputeDraft(author_id=author_id, role=WRITING, reason=WHY)
    await act(sessions, service.dispute_role, by, case_id, draft=draft)
    return (await seen(sessions, by, case_id)).disputes[0].id
