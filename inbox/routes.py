"""The JSON API of the inbox."""

from typing import Annotated
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, QueryParameter
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from inbox import service
from inbox.schemas import NotificationView


class Problem(Struct):
    """RFC 9457."""

    type: str
    title: str
    status: int


def _problems(**said: str) -> dict[int, ResponseSpec]:
    made = {int(status.removeprefix("on_")): text for status, text in said.items()}
    return {
        status: ResponseSpec(
            Problem, generate_examples=False, description=text, media_type="application/problem+json"
        )
        for status, text in made.items()
    }


_READING = _problems(on_400="The request is malformed.", on_401="Sign in first.")
_MARKING = _READING | _problems(on_403="The request came from another site.", on_404="Not in your inbox.")


@get("/notifications", responses=_READING)
async def notifications(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    after: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 30,
) -> list[NotificationView]:
    """The newest first; `after` is the last id you have."""
    return await service.notifications(session, viewer, after=after, limit=limit)


@post("/notifications/{notification_id:uuid}/read", status_code=204, responses=_MARKING)
async def read_one(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    notification_id: FromPath[UUID],
) -> None:
    """Mark one as read."""
    await service.read_one(session, viewer, notification_id=notification_id)


@post("/notifications/read", status_code=204, responses=_MARKING)
async def read_all(session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> None:
    """Mark all as read."""
    await service.read_all(session, viewer)


router = Router("/inbox", route_handlers=[notifications, read_one, read_all], tags=["inbox"])
