"""The JSON API of the inbox."""

from typing import Annotated
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from identity.documented import problems
from inbox import service
from inbox.schemas import NotificationView

_MARKING = problems(403, 404)


@get("/notifications", responses=problems())
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
