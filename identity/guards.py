"""Who is asking: the session cookie or an access token, looked up once a request."""

from typing import Any

from litestar import Request
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import GUEST, Viewer
from identity import sessions
from identity.addresses import client_address
from identity.errors import TokenMayOnlyRead
from identity.service.tokens import bearer

AnyRequest = Request[Any, Any, Any]
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def cookie_name(*, https: bool) -> str:
    """The `__Host-` prefix binds the cookie to this very host; browsers accept it over HTTPS only."""
    return "__Host-consilium" if https else "consilium"


def session_token(request: AnyRequest) -> str | None:
    return request.cookies.get(cookie_name(https=request.app.state.settings.https))


def caller_address(request: AnyRequest) -> str:
    """The client's address, honouring settings.trusted_proxies."""
    peer = request.client.host if request.client else ""
    forwarded = request.headers.getall("x-forwarded-for", [])
    return client_address(peer, forwarded, trusted_proxies=request.app.state.settings.trusted_proxies)


async def current_viewer(request: AnyRequest, session: NamedDependency[AsyncSession]) -> Viewer:
    """A bearer token, where one is sent, is all that counts: the check of the origin trusts that.

    Raises BadToken, TokenMayOnlyRead.
    """
    kind, _, credentials = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        viewer = await _by_token(request, session, credentials.strip())
    else:
        token = session_token(request)
        viewer = GUEST if token is None else await sessions.viewer_of(session, token) or GUEST
    request.state.viewer = viewer  # for pages about errors, which have no dependencies
    return viewer


async def _by_token(request: AnyRequest, session: AsyncSession, token: str) -> Viewer:
    """Tokens speak to the API; pages are for people."""
    if not request.url.path.startswith("/api/"):
        return GUEST
    viewer = await bearer(session, token)
    if request.method not in _SAFE and "write" not in (viewer.token_scopes or frozenset()):
        raise TokenMayOnlyRead
    return viewer
