"""Errors as pages: a sentence that says what to do, in the reader's language."""

from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import Empty
from litestar.utils.scope.state import ScopeState

from core.errors import DomainError
from identity.guards import session_token
from web import forms
from web.i18n import N_, language
from web.render import page, viewer_of

TITLES = {
    400: N_("That could not be read"),
    401: N_("Sign in first"),
    403: N_("That is not open to you"),
    404: N_("Nothing here"),
    405: N_("That does not work here"),
    409: N_("Something changed meanwhile"),
    410: N_("Taken away"),
    413: N_("Too large"),
    415: N_("That could not be read"),
    422: N_("Some answers need another look"),
    429: N_("Slow down a moment"),
    500: N_("Something went wrong on our side"),
    503: N_("Not reachable right now"),
}
TEXTS = {
    400: N_("Go back, check what you sent, and try again."),
    401: N_("Sign in, then open the page again."),
    403: N_("Your account may not do this. If it should, ask a moderator."),
    404: N_("The address may be mistyped, or the page is gone or not open to you. Search, or start at home."),
    405: N_("Go back and use the links and buttons of the page."),
    409: N_("Reload the page to see how things are now, then try again."),
    410: N_("What was here has been taken away for good."),
    413: N_("What you sent is too large. Shorten it and try again."),
    415: N_("Go back, check what you sent, and try again."),
    422: N_("Go back, correct the fields that are marked, and send the form again."),
    429: N_("That was too often. Wait a minute and try again."),
    500: N_("We have noted it. Try again in a minute; what you wrote and saved is kept."),
    503: N_("Try again in a minute; what you wrote and saved is kept."),
}


def error_page(request: Request[Any, Any, Any], error: Exception) -> Response[str]:
    """Any exception that reaches the edge, as a page; nothing of an unexpected one is shown.

    Where no route was found nobody looked up who is asking: then the frame takes them neither for a guest nor
    for a person.
    """
    viewer = viewer_of(request)
    status = _status(error)
    _ = language(request, viewer)
    text = _.error(error) if isinstance(error, DomainError) else _(TEXTS[_known(status)])
    response = page(
        request,
        viewer,
        "errors/problem.html",
        status=status,
        title=_(TITLES[_known(status)]),
        text=text,
        written=_written(request),
        known="viewer" in request.state or session_token(request) is None,
    )
    if retry_after := getattr(error, "retry_after", None):
        response.headers["retry-after"] = str(retry_after)
    return response


def _written(request: Request[Any, Any, Any]) -> list[str]:
    """The texts of a form that was refused as a whole, so that they can be copied. Not single words: those
    are keys, choices and passwords.
    """
    body = ScopeState.from_scope(request.scope).body
    if request.method != "POST" or body is Empty or not forms.is_form(request):
        return []
    try:
        sent = forms.parsed(body)
    except HTTPException:
        return []
    named = [(name, text.strip()) for name, texts in sent.items() for text in texts]
    return [text for name, text in named if len(text.split()) > 1 and "password" not in name]


def _status(error: Exception) -> int:
    if isinstance(error, DomainError):
        return error.status
    return error.status_code if isinstance(error, HTTPException) else 500


def _known(status: int) -> int:
    if status in TITLES:
        return status
    return 500 if status >= 500 else 400  # noqa: PLR2004 - the classes of HTTP
