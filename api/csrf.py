"""Unsafe requests must come from our own pages (docs/decisions: fetch metadata instead of tokens)."""

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from core.errors import CrossSiteRequest

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def comes_from_us(headers: dict[bytes, bytes], origin: str) -> bool:
    """Browsers say where a request was started; a program with a bearer token has no cookie to abuse."""
    if headers.get(b"authorization", b"").lower().startswith(b"bearer "):
        return True
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site in {b"same-origin", b"none"}
    sent = headers.get(b"origin")
    return sent is not None and sent.decode("latin-1") in {origin, own_origin(headers)}


def own_origin(headers: dict[bytes, bytes]) -> str:
    host = headers.get(b"host", b"").decode("latin-1")
    return f"http://{host}" if host.startswith(("127.0.0.1:", "localhost:")) else ""


class SameOriginOnly(ASGIMiddleware):
    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)

    def __init__(self, origin: str) -> None:
        self.origin = origin

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        unsafe = scope["type"] == ScopeType.WEBSOCKET or str(scope["method"]) not in SAFE
        if unsafe and not comes_from_us(dict(scope["headers"]), self.origin):
            raise CrossSiteRequest
        await next_app(scope, receive, send)
