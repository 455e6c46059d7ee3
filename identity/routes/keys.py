"""Sessions and access tokens: for the person alone, never for a program."""

from uuid import UUID

from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from identity import service, sessions
from identity.documented import problems
from identity.routes.asking import in_person
from identity.schemas import NewToken, TokenDraft, TokenView
from identity.sessions import SessionView

Db = NamedDependency[AsyncSession]
Who = NamedDependency[Viewer]


@get("/sessions", responses=problems(403))
async def list_sessions(session: Db, viewer: Who) -> list[SessionView]:
    in_person(viewer)
    return await sessions.sessions_of(session, viewer)


@delete("/sessions/{session_id:uuid}", responses=problems(403, 404))
async def end_session(session: Db, viewer: Who, session_id: FromPath[UUID]) -> None:
    await sessions.end_session(session, person_id=in_person(viewer), session_id=session_id)


@get("/tokens", responses=problems(403))
async def list_tokens(session: Db, viewer: Who) -> list[TokenView]:
    in_person(viewer)
    return await service.tokens_of(session, viewer)


@post("/tokens", responses=problems(403, 409, 413, 415))
async def make_token(session: Db, viewer: Who, data: JSONBody[TokenDraft]) -> NewToken:
    """The answer is the only one that ever holds the token."""
    in_person(viewer)
    return await service.make_token(session, viewer=viewer, draft=data)


@delete("/tokens/{token_id:uuid}", responses=problems(403, 404))
async def revoke_token(session: Db, viewer: Who, token_id: FromPath[UUID]) -> None:
    in_person(viewer)
    await service.revoke_token(session, viewer=viewer, token_id=token_id)


handlers = [list_sessions, end_session, list_tokens, make_token, revoke_token]
