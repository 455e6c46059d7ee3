"""Who is asking: the session cookie, looked up once a request."""

from typing import Any

from litestar import Request
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import GUEST, Viewer
from identity import sessions

AnyRequest = Request[Any, Any, Any]


def cookie_name(*, https: bool) -> str:
    """The `__Host-` prefix binds the cookie to this very host; browsers accept it over HTTPS only."""
    return "__Host-consilium" if https else "consilium"


def session_token(request: AnyRequest) -> str | None:
    return request.cookies.get(cookie_name(https=request.app.state.settings.https))


async def current_viewer(request: AnyRequest, session: NamedDependency[AsyncSession]) -> Viewer:
    token = session_token(request)
    if token is None:
        return GUEST
    return await sessions.viewer_of(session, token) or GUEST
