"""The caller, other people, organisations."""

from typing import Annotated
from uuid import UUID

from litestar import get, patch
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from identity import service
from identity.documented import problems
from identity.routes.asking import member
from identity.schemas import NO_NUL, Me, OrganisationView, OwnProfile, PersonCard, Profile, ProfileDraft

Db = NamedDependency[AsyncSession]
Who = NamedDependency[Viewer]


@get("/me", responses=problems(403, 404))
async def me(session: Db, viewer: Who) -> Me:
    """Who the caller is and what they may do."""
    person_id = member(viewer)
    return Me(
        id=person_id,
        profile=await service.own_profile(session, viewer),
        grants=await service.grants_of(session, person_id=person_id),
        verified=viewer.is_verified,
    )


@patch("/me", responses=problems(403, 404, 409, 413, 415, 422))
async def change_me(session: Db, viewer: Who, data: JSONBody[ProfileDraft]) -> OwnProfile:
    """The whole profile anew; what is left out becomes empty."""
    member(viewer)
    await service.change_profile(session, viewer=viewer, draft=data)
    return await service.own_profile(session, viewer)


@get("/people", responses=problems())
async def find(
    session: Db,
    viewer: Who,
    q: Annotated[str, QueryParameter(min_length=1, max_length=120, pattern=NO_NUL)],
    limit: Annotated[int, QueryParameter(ge=1, le=50)] = 20,
) -> list[PersonCard]:
    """People whose names have all the words of `q`."""
    return await service.find_people(session, viewer, q, limit)


@get("/people/{person_id:uuid}", responses=problems(404))
async def person(session: Db, viewer: Who, person_id: FromPath[UUID]) -> Profile:
    return await service.profile(session, viewer, person_id)


@get("/organisations", responses=problems())
async def organisations(
    session: Db,
    q: Annotated[str, QueryParameter(max_length=120, pattern=NO_NUL)] = "",
    after: Annotated[str, QueryParameter(max_length=160, pattern=NO_NUL)] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> list[OrganisationView]:
    """By name; `after` is the last name of the page before."""
    return await service.organisations(session, query=q, after=after, limit=limit)


handlers = [me, change_me, find, person, organisations]
