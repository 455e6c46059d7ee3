"""The JSON API of identity. Signing in is for browsers; programs bring an access token."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import Router, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import SignInRequired
from core.policy import Viewer
from identity import policy, service, sessions
from identity.errors import NotWithAToken
from identity.schemas import (
    Decision,
    Me,
    NewToken,
    OrganisationView,
    OwnProfile,
    OwnVerificationView,
    PersonCard,
    Profile,
    ProfileDraft,
    QueuedVerification,
    TokenDraft,
    TokenView,
    VerificationDraft,
)
from identity.sessions import SessionView

Db = NamedDependency[AsyncSession]
Who = NamedDependency[Viewer]


def member(viewer: Viewer) -> UUID:
    if viewer.person_id is None:
        raise SignInRequired
    return viewer.person_id


def in_person(viewer: Viewer) -> UUID:
    """For what an access token may not do. Raises SignInRequired, NotWithAToken."""
    person_id = member(viewer)
    if not policy.may_manage_account(viewer, person_id):
        raise NotWithAToken
    return person_id


@get("/me")
async def me(session: Db, viewer: Who) -> Me:
    """Who the caller is and what they may do."""
    person_id = member(viewer)
    return Me(
        id=person_id,
        profile=await service.own_profile(session, viewer),
        grants=await service.grants_of(session, person_id=person_id),
        verified=viewer.is_verified,
    )


@patch("/me")
async def change_me(session: Db, viewer: Who, data: JSONBody[ProfileDraft]) -> OwnProfile:
    """The whole profile anew; what is left out becomes empty."""
    member(viewer)
    await service.change_profile(session, viewer=viewer, draft=data)
    return await service.own_profile(session, viewer)


@get("/people")
async def find(
    session: Db,
    viewer: Who,
    q: FromQuery[Annotated[str, Meta(min_length=1, max_length=120)]],
    limit: Annotated[int, QueryParameter(ge=1, le=50)] = 20,
) -> list[PersonCard]:
    """People whose names have all the words of `q`."""
    return await service.find_people(session, viewer, q, limit)


@get("/people/{person_id:uuid}")
async def person(session: Db, viewer: Who, person_id: FromPath[UUID]) -> Profile:
    return await service.profile(session, viewer, person_id)


@get("/organisations")
async def organisations(
    session: Db,
    q: FromQuery[Annotated[str, Meta(max_length=120)]] = "",
    after: FromQuery[Annotated[str, Meta(max_length=160)]] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> list[OrganisationView]:
    """By name; `after` is the last name of the page before."""
    return await service.organisations(session, query=q, after=after, limit=limit)


@get("/sessions")
async def list_sessions(session: Db, viewer: Who) -> list[SessionView]:
    in_person(viewer)
    return await sessions.sessions_of(session, viewer)


@delete("/sessions/{session_id:uuid}")
async def end_session(session: Db, viewer: Who, session_id: FromPath[UUID]) -> None:
    await sessions.end_session(session, person_id=in_person(viewer), session_id=session_id)


@get("/tokens")
async def list_tokens(session: Db, viewer: Who) -> list[TokenView]:
    in_person(viewer)
    return await service.tokens_of(session, viewer)


@post("/tokens")
async def make_token(session: Db, viewer: Who, data: JSONBody[TokenDraft]) -> NewToken:
    """The answer is the only one that ever holds the token."""
    in_person(viewer)
    return await service.make_token(session, viewer=viewer, draft=data)


@delete("/tokens/{token_id:uuid}")
async def revoke_token(session: Db, viewer: Who, token_id: FromPath[UUID]) -> None:
    in_person(viewer)
    await service.revoke_token(session, viewer=viewer, token_id=token_id)


@get("/verifications")
async def own_verifications(session: Db, viewer: Who) -> list[OwnVerificationView]:
    member(viewer)
    return await service.own_verifications(session, viewer)


@post("/verifications")
async def ask_for_verification(
    session: Db, viewer: Who, data: JSONBody[VerificationDraft]
) -> list[OwnVerificationView]:
    member(viewer)
    await service.ask_for_verification(session, viewer=viewer, draft=data)
    return await service.own_verifications(session, viewer)


@get("/verifications/queue")
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


@post("/verifications/{request_id:uuid}/decision", status_code=204)
async def decide(session: Db, viewer: Who, request_id: FromPath[UUID], data: JSONBody[Decision]) -> None:
    member(viewer)
    await service.decide_verification(
        session, actor=viewer, request_id=request_id, granted=data.granted, reason=data.reason
    )


router = Router(
    "/identity",
    route_handlers=[
        me,
        change_me,
        find,
        person,
        organisations,
        list_sessions,
        end_session,
        list_tokens,
        make_token,
        revoke_token,
        own_verifications,
        ask_for_verification,
        queue,
        decide,
    ],
    tags=["identity"],
)
