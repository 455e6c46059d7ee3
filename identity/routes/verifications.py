"""Proving a profession, and deciding on that."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from identity import service
from identity.documented import problems
from identity.routes.asking import member
from identity.schemas import Decision, OwnVerificationView, QueuedVerification, VerificationDraft

Db = NamedDependency[AsyncSession]
Who = NamedDependency[Viewer]


@get("/verifications", responses=problems())
async def own_verifications(session: Db, viewer: Who) -> list[OwnVerificationView]:
    member(viewer)
    return await service.own_verifications(session, viewer)


@post("/verifications", responses=problems(403, 409, 413, 415, 422))
async def ask_for_verification(
    session: Db, viewer: Who, data: JSONBody[VerificationDraft]
) -> list[OwnVerificationView]:
    member(viewer)
    await service.ask_for_verification(session, viewer=viewer, draft=data)
    return await service.own_verifications(session, viewer)


@get("/verifications/queue", responses=problems(403))
async def queue(
    session: Db,
    viewer: Who,
    show: FromQuery[Literal["pending", "granted", "refused"]] = "pending",
    after: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 25,
) -> list[QueuedVerification]:
    """For registrars; `after` is the last id of the page before."""
    member(viewer)
    return await service.verification_queue(session, viewer=viewer, state=show, after=after, limit=limit)


@post(
    "/verifications/{request_id:uuid}/decision", status_code=204, responses=problems(403, 404, 409, 413, 415)
)
async def decide(session: Db, viewer: Who, request_id: FromPath[UUID], data: JSONBody[Decision]) -> None:
    member(viewer)
    await service.decide_verification(
        session, actor=viewer, request_id=request_id, granted=data.granted, reason=data.reason
    )


handlers = [own_verifications, ask_for_verification, queue, decide]
