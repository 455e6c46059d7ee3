"""Who wrote it: authors, their order, their roles and disclosures, and whom they thank."""

from uuid import UUID

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from cases import schemas as s
from cases import service
from core.policy import Viewer
from identity.documented import problems


@post("/{case_id:uuid}/authors", status_code=204, responses=problems(401, 403, 404, 409))
async def invite_author(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.AuthorInvitation],
) -> None:
    await service.invite_author(session, viewer=viewer, case_id=case_id, person_id=data.person_id)


@post("/{case_id:uuid}/authors/me", status_code=204, responses=problems(401, 404, 409))
async def answer_invitation(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.Answer],
) -> None:
    await service.answer_invitation(session, viewer=viewer, case_id=case_id, accept=data.accept)


@put("/{case_id:uuid}/authors/me/roles", status_code=204, responses=problems(401, 403, 404, 409))
async def claim_roles(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.ContributionDraft],
) -> None:
    """One's own CRediT roles; nobody else's can be claimed."""
    await service.claim_roles(session, viewer=viewer, case_id=case_id, draft=data)


@put("/{case_id:uuid}/authors/me/disclosure", status_code=204, responses=problems(401, 403, 404, 409, 422))
async def disclose(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.DisclosureDraft],
) -> None:
    await service.disclose(session, viewer=viewer, case_id=case_id, draft=data)


@put("/{case_id:uuid}/authors/order", status_code=204, responses=problems(401, 403, 404, 409, 422))
async def propose_order(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.AuthorOrder],
) -> None:
    """Propose the list of authors. It holds once all agreed and, after submission, an editor confirmed."""
    await service.propose_order(session, viewer=viewer, case_id=case_id, draft=data)


@post("/{case_id:uuid}/authors/order/answer", status_code=204, responses=problems(401, 404, 409))
async def answer_order(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.OrderAnswer],
) -> None:
    """Agree to exactly one proposal, or refuse it; also for somebody whom it would add."""
    await service.answer_order(session, viewer=viewer, case_id=case_id, draft=data)


@post(
    "/{case_id:uuid}/authors/order/confirmation", status_code=204, responses=problems(401, 403, 404, 409, 422)
)
async def decide_order(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.OrderAnswer],
) -> None:
    """For editors: confirm what all authors agreed to, or end a proposal with a reason."""
    await service.decide_order(
        session,
        viewer=viewer,
        case_id=case_id,
        proposal_id=data.proposal_id,
        confirm=data.agree,
        reason=data.reason,
    )


@delete("/{case_id:uuid}/authors/{author_id:uuid}", responses=problems(401, 403, 404, 409))
async def remove_author(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    author_id: FromPath[UUID],
) -> None:
    await service.remove_author(session, viewer=viewer, case_id=case_id, author_id=author_id)


@post("/{case_id:uuid}/authors/roles", status_code=204, responses=problems(401, 403, 404, 409))
async def propose_role(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.RoleProposal],
) -> None:
    """A role for another author; it counts once that author accepts it."""
    await service.propose_role(session, viewer=viewer, case_id=case_id, draft=data)


@post("/{case_id:uuid}/authors/me/roles/answer", status_code=204, responses=problems(401, 403, 404, 409))
async def answer_role(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.RoleAnswer],
) -> None:
    await service.answer_role(session, viewer=viewer, case_id=case_id, draft=data)


@get("/{case_id:uuid}/disputes", responses=problems(401, 404))
async def disputes(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], case_id: FromPath[UUID]
) -> s.Arbitration:
    """For editors who were asked: names, roles and reasons, and nothing of the write-up."""
    return await service.arbitration(session, viewer=viewer, case_id=case_id)


@post("/{case_id:uuid}/disputes", status_code=204, responses=problems(401, 403, 404, 409))
async def dispute_role(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.DisputeDraft],
) -> None:
    await service.dispute_role(session, viewer=viewer, case_id=case_id, draft=data)


@delete("/{case_id:uuid}/disputes/{dispute_id:uuid}", responses=problems(401, 403, 404, 409))
async def take_dispute_back(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    dispute_id: FromPath[UUID],
) -> None:
    await service.take_dispute_back(session, viewer=viewer, case_id=case_id, dispute_id=dispute_id)


@post(
    "/{case_id:uuid}/disputes/{dispute_id:uuid}/request",
    status_code=204,
    responses=problems(401, 403, 404, 409),
)
async def ask_for_ruling(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    dispute_id: FromPath[UUID],
) -> None:
    """Ask the editors of the collection to rule."""
    await service.ask_for_ruling(session, viewer=viewer, case_id=case_id, dispute_id=dispute_id)


@post("/{case_id:uuid}/disputes/{dispute_id:uuid}/ruling", status_code=204, responses=problems(401, 404))
async def rule_on_role(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    dispute_id: FromPath[UUID],
    data: JSONBody[s.DisputeRuling],
) -> None:
    """For editors who were asked; the ruling stands."""
    await service.rule_on_role(session, viewer=viewer, case_id=case_id, dispute_id=dispute_id, draft=data)


@post("/{case_id:uuid}/acknowledgements", responses=problems(401, 403, 404, 409, 422))
async def acknowledge(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.AcknowledgementDraft],
) -> s.Made:
    """Thank a member, who is asked, or somebody of whom you attest that they agreed in writing."""
    return await service.acknowledge(session, viewer=viewer, case_id=case_id, draft=data)


@delete("/{case_id:uuid}/acknowledgements/{acknowledgement_id:uuid}", responses=problems(401, 403, 404, 409))
async def take_thanks_out(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    acknowledgement_id: FromPath[UUID],
) -> None:
    await service.take_thanks_out(
        session, viewer=viewer, case_id=case_id, acknowledgement_id=acknowledgement_id
    )


@get("/acknowledgements/{acknowledgement_id:uuid}", responses=problems(401, 404, 410))
async def thanks(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    acknowledgement_id: FromPath[UUID],
) -> s.ThanksView:
    """What whoever is to be thanked is asked."""
    return await service.thanks(session, viewer=viewer, acknowledgement_id=acknowledgement_id)


@post(
    "/acknowledgements/{acknowledgement_id:uuid}/answer",
    status_code=204,
    responses=problems(401, 404, 409, 410),
)
async def answer_thanks(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    acknowledgement_id: FromPath[UUID],
    data: JSONBody[s.Answer],
) -> None:
    await service.answer_thanks(
        session, viewer=viewer, acknowledgement_id=acknowledgement_id, accept=data.accept
    )


handlers = [
    invite_author,
    answer_invitation,
    claim_roles,
    disclose,
    propose_order,
    answer_order,
    decide_order,
    remove_author,
    propose_role,
    answer_role,
    disputes,
    dispute_role,
    take_dispute_back,
    ask_for_ruling,
    rule_on_role,
    acknowledge,
    take_thanks_out,
    thanks,
    answer_thanks,
]
