"""A request id on every line logged and every answer given, and the request's time in the metrics."""

import secrets
import time
from functools import lru_cache

import structlog
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import Counter, Histogram

from core import metrics


@lru_cache(maxsize=4096)
def series(route: str, hundreds: int) -> tuple[Counter, Histogram]:
    return metrics.REQUESTS.labels(route, f"{hundreds}xx"), metrics.SECONDS.labels(route)


class Observe(ASGIMiddleware):
    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        request_id = secrets.token_hex(8)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        began, status = time.perf_counter(), 500

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await next_app(scope, receive, note)
        finally:
            route = str(scope.get("path_template") or "other")
            counted, timed = series(route, status // 100)
            counted.inc()
            timed.observe(time.perf_counter() - began)
