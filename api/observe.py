"""A request id on every line logged and every answer given, and the request's time in the metrics."""

import time
from uuid import uuid4

import structlog
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from core import metrics


class Observe(ASGIMiddleware):
    scopes = ("http",)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        request_id = uuid4().hex
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
            metrics.REQUESTS.labels(route, f"{status // 100}xx").inc()
            metrics.SECONDS.labels(route).observe(time.perf_counter() - began)
