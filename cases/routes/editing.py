"""The editor's desk. Reviewers are aliases here."""

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from cases import schemas as s
from cases import service
from core.policy import Viewer
from identity.documented import problems


@post("/collections", responses=problems(401, 403, 409, 422))
async def create_collection(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    data: JSONBody[s.CollectionDraft],
) -> s.CollectionView:
    return await service.create_collection(session, viewer=viewer, draft=data)


@get("/desk", responses=problems(401, 403))
async def desk(session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> list[s.DeskRow]:
    return await service.desk(session, viewer=viewer)


@get("/{case_id:uuid}/dossier", responses=problems(401, 403, 404, 410))
async def dossier(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], case_id: FromPath[UUID]
) -> s.Dossier:
    return await service.dossier(session, viewer=viewer, case_id=case_id)


@get("/{case_id:uuid}/candidates", responses=problems(401, 403, 404, 410))
async def candidates(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    q: Annotated[str, QueryParameter(max_length=100, pattern=s.NO_NUL)] = "",
    suggest: FromQuery[bool] = False,
) -> list[s.Candidate]:
    """People to ask for a review, with what speaks against it: by name, or with `suggest` by topic."""
    if suggest:
        return await service.suggestions(session, viewer=viewer, case_id=case_id)
    return await service.candidates(session, viewer=viewer, case_id=case_id, query=q)


@post("/{case_id:uuid}/reviews", responses=problems(401, 403, 404, 409))
async def request_review(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.ReviewerRequest],
) -> s.Made:
    return await service.request_review(session, viewer=viewer, case_id=case_id, person_id=data.person_id)


@post("/{case_id:uuid}/exceptions", responses=problems(401, 403, 404, 409))
async def ask_exception(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.ExceptionDraft],
) -> s.Made:
    """Ask a second editor to allow a reviewer in spite of a reason against it."""
    return await service.ask_exception(session, viewer=viewer, case_id=case_id, draft=data)


@post("/exceptions/{exception_id:uuid}/answer", status_code=204, responses=problems(401, 403, 404, 409))
async def answer_exception(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    exception_id: FromPath[UUID],
    data: JSONBody[s.Answer],
) -> None:
    """As the second editor. When accepted the review is asked for at once."""
    await service.answer_exception(session, viewer=viewer, exception_id=exception_id, grant=data.accept)


@post("/reviews/{review_id:uuid}/again", responses=problems(401, 403, 404, 409))
async def ask_again(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], review_id: FromPath[UUID]
) -> s.Made:
    """Ask the same reviewer for the present round."""
    return await service.ask_again(session, viewer=viewer, review_id=review_id)


@post("/reviews/{review_id:uuid}/cancellation", status_code=204, responses=problems(401, 403, 404, 409))
async def cancel_review(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], review_id: FromPath[UUID]
) -> None:
    await service.cancel_review(session, viewer=viewer, review_id=review_id)


@post("/reviews/{review_id:uuid}/acceptable", status_code=204, responses=problems(401, 403, 404, 409))
async def mark_acceptable(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    review_id: FromPath[UUID],
    data: JSONBody[s.Judgement],
) -> None:
    await service.mark_acceptable(session, viewer=viewer, review_id=review_id, rating=data.rating)


@post("/{case_id:uuid}/decision", status_code=204, responses=problems(401, 403, 404, 409, 413, 422))
async def decide(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.RulingDraft],
) -> None:
    await service.decide(session, viewer=viewer, case_id=case_id, draft=data)


@post("/{case_id:uuid}/consent/confirmation", status_code=204, responses=problems(401, 403, 404, 409))
async def confirm_not_identifiable(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], case_id: FromPath[UUID]
) -> None:
    """The editor finds, as an author attested, that nobody can be recognised in the text."""
    await service.confirm_not_identifiable(session, viewer=viewer, case_id=case_id)


@post("/{case_id:uuid}/reversal", status_code=204, responses=problems(401, 403, 404, 409, 413, 422))
async def reverse(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.ReversalDraft],
) -> None:
    """Take the last decision back."""
    await service.reverse(session, viewer=viewer, case_id=case_id, reason=data.reason)


@post("/{case_id:uuid}/publication", responses=problems(401, 403, 404, 409, 422))
async def publish(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], case_id: FromPath[UUID]
) -> s.Made:
    """Returns the id of the version."""
    return s.Made(id=await service.publish(session, viewer=viewer, case_id=case_id))


@post("/{case_id:uuid}/retraction", status_code=204, responses=problems(401, 403, 404, 409, 413, 422))
async def retract(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.RetractionDraft],
) -> None:
    await service.retract(session, viewer=viewer, case_id=case_id, reason=data.reason)


@post("/{case_id:uuid}/notices", responses=problems(401, 403, 404, 409, 413, 422))
async def publish_notice(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.NoticeDraft],
) -> s.Made:
    """Correct, question or retract a published case by a new version. Returns its id."""
    return s.Made(id=await service.publish_notice(session, viewer=viewer, case_id=case_id, draft=data))


@post("/{case_id:uuid}/deposit", status_code=204, responses=problems(401, 403, 404))
async def deposit(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], case_id: FromPath[UUID]
) -> None:
    """Have the DOIs of the case's versions deposited once more, where that is switched on."""
    await service.deposit_again(session, viewer=viewer, case_id=case_id)


@post("/{case_id:uuid}/correction/opening", status_code=204, responses=problems(401, 403, 404, 409, 413, 422))
async def open_correction(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.CorrectionNote],
) -> None:
    """Let the authors change the text; the public version stays until the correction is published."""
    await service.open_correction(session, viewer=viewer, case_id=case_id, draft=data)


@post("/{case_id:uuid}/correction/closing", status_code=204, responses=problems(401, 403, 404, 409, 413, 422))
async def close_correction(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
    data: JSONBody[s.CorrectionNote],
) -> None:
    """End a correction without publishing it."""
    await service.close_correction(session, viewer=viewer, case_id=case_id, draft=data)


handlers = [
    create_collection,
    desk,
    dossier,
    candidates,
    request_review,
    ask_exception,
    answer_exception,
    ask_again,
    cancel_review,
    mark_acceptable,
    decide,
    confirm_not_identifiable,
    reverse,
    publish,
    retract,
    publish_notice,
    open_correction,
    close_correction,
    deposit,
]
