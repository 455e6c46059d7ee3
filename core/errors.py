"""Errors a person can be told about. The docstring is the message, the class name the stable code."""

from typing import ClassVar


class DomainError(Exception):
    """Something went wrong. Try again, and tell us if it keeps happening."""

    status: ClassVar[int] = 400

    def __init__(self, **context: object) -> None:
        super().__init__(" ".join((self.__doc__ or "").split()))
        self.context = context

    @property
    def code(self) -> str:
        return type(self).__name__

    @property
    def message(self) -> str:
        return " ".join((self.__doc__ or "").split())


class Invalid(DomainError):
    """Some answers need another look."""

    status = 422

    def __init__(self, fields: dict[str, str] | None = None, **context: object) -> None:
        """`fields` maps the name of a form field to the sentence that says what to do."""
        super().__init__(**(context | {"fields": fields or {}}))
        self.fields = fields or {}


class SignInRequired(DomainError):
    """Sign in to do this."""

    status = 401


class Forbidden(DomainError):
    """Your account may not do this."""

    status = 403


class NotFound(DomainError):
    """No such thing, or none that you may see."""

    status = 404


class Conflict(DomainError):
    """The thing is not in a state that allows this."""

    status = 409


class Gone(DomainError):
    """This was here and has been taken away for good."""

    status = 410


class TooManyRequests(DomainError):
    """That was too often. Wait a moment and try again."""

    status = 429

    def __init__(self, retry_after: int = 60, **context: object) -> None:
        """`retry_after` is in seconds and goes into the header of that name."""
        super().__init__(**(context | {"retry_after": retry_after}))
        self.retry_after = retry_after


class CrossSiteRequest(Forbidden):
    """This request came from another site and was not carried out. Open the page here and try again."""


class UnreadableAddress(DomainError):
    """That address could not be read. Follow a link, or search for what you want."""


class Unavailable(DomainError):
    """This part of the service is not reachable right now. Your work is kept; try again in a minute."""

    status = 503
