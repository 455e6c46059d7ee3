"""Reviews, for those who write them."""

from uuid import UUID

from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from cases import schemas as s
from cases import service
from core.policy import Viewer
from identity.documented import problems


@get("/reviews", responses=problems(401))
async def my_reviews(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> list[s.ReviewRow]:
    return await service.my_reviews(session, viewer=viewer)


@get("/reviews/{review_id:uuid}", responses=problems(401, 404, 409, 410))
async def review_sheet(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], review_id: FromPath[UUID]
) -> s.ReviewSheet:
    """The manuscript as it was handed in, and one's own answers."""
    return await service.review_sheet(session, viewer=viewer, review_id=review_id)


@post("/reviews/{review_id:uuid}/answer", status_code=204, responses=problems(401, 404, 409, 410))
async def answer_request(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    review_id: FromPath[UUID],
    data: JSONBody[s.Answer],
) -> None:
    await service.answer_request(session, viewer=viewer, review_id=review_id, accept=data.accept)


@put("/reviews/{review_id:uuid}", responses=problems(401, 404, 409, 410))
async def save_review(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    review_id: FromPath[UUID],
    data: JSONBody[s.ReviewDraft],
) -> s.Versioned:
    return await service.save_review(session, viewer=viewer, review_id=review_id, draft=data)


@post("/reviews/{review_id:uuid}/submission", status_code=204, responses=problems(401, 404, 409, 410, 422))
async def submit_review(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    review_id: FromPath[UUID],
    data: JSONBody[s.ReviewDraft],
) -> None:
    await service.submit_review(session, viewer=viewer, review_id=review_id, draft=data)


handlers = [my_reviews, review_sheet, answer_request, save_review, submit_review]
