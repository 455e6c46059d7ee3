"""Errors as RFC 9457 problem documents, or as pages for people in a browser (web adds those)."""

from typing import Any

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from core.errors import DomainError, TooManyRequests
from web.errors import error_page

logger = structlog.get_logger(__name__)
AnyRequest = Request[Any, Any, Any]
SERVER_FAULT = 500
MEDIA_TYPE = "application/problem+json"


def document(
    *, code: str, title: str, status: int, headers: dict[str, str] | None = None, **more: object
) -> Response[dict[str, Any]]:
    return Response(
        {"type": f"/problems/{code}", "title": title, "status": status} | more,
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=headers or {},
    )


def domain_problem(_: AnyRequest, error: DomainError) -> Response[dict[str, Any]]:
    headers = {"retry-after": str(error.retry_after)} if isinstance(error, TooManyRequests) else {}
    return document(
        code=error.code, title=error.message, status=error.status, headers=headers, **error.context
    )


def http_problem(_: AnyRequest, error: HTTPException) -> Response[dict[str, Any]]:
    more: dict[str, Any] = {}
    if isinstance(error, ValidationException) and isinstance(error.extra, list):
        more["errors"] = error.extra
    return document(
        code=type(error).__name__.removesuffix("Exception"),
        title=error.detail,
        status=error.status_code,
        headers=dict(error.headers or {}),
        **more,
    )


def unexpected(_: AnyRequest, __: Exception) -> Response[dict[str, Any]]:
    return document(
        code="Unexpected",
        title="Something broke on our side. Your work is kept where we could; please try again.",
        status=500,
    )


def for_whom(request: AnyRequest, error: Exception) -> Response[Any]:
    """Programs get a problem document, people a page."""
    status = getattr(error, "status_code", 500) if not isinstance(error, DomainError) else error.status
    if status >= SERVER_FAULT and not isinstance(error, DomainError):
        logger.error("unexpected error", path=request.url.path, exc_info=error)
    if not request.url.path.startswith("/api"):
        return error_page(request, error)
    if isinstance(error, DomainError):
        return domain_problem(request, error)
    if isinstance(error, HTTPException):
        return http_problem(request, error)
    return unexpected(request, error)


HANDLERS: dict[Any, Any] = {DomainError: for_whom, HTTPException: for_whom, Exception: for_whom}
