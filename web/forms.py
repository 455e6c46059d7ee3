"""Forms posted to pages: read with caps, checked field by field, given back with the person's text.

A handler reads (`form = await read(request)`), shapes (`draft = form.into(ThreadDraft)`), acts (`async with
form.attempt(session): ...`), and when `form.refused` renders its page again with the form and its status.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Any, TypeVar, get_args, get_origin
from urllib.parse import parse_qsl

from litestar import Request
from litestar.exceptions import ClientException, HTTPException
from msgspec import Struct, ValidationError, convert
from msgspec.structs import FieldInfo, fields
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import DomainError, Invalid
from web.i18n import N_, sentence

MAX_BYTES = 1_000_000
MAX_FIELDS = 500

S = TypeVar("S", bound=Struct)

REQUIRED = N_("Fill this in.")
TOO_LONG = N_("Shorten this.")
TOO_SHORT = N_("Write a little more.")
NOT_A_NUMBER = N_("Enter a number.")
OUT_OF_RANGE = N_("Enter a number within the limits.")
NOT_OFFERED = N_("Choose one of the options.")
MALFORMED = N_("Check how this is written.")

_SAYINGS = {  # looked up in this order in what msgspec says
    "of length <=": TOO_LONG,
    "of length >=": TOO_SHORT,
    "> ": OUT_OF_RANGE,
    "< ": OUT_OF_RANGE,
    ">= ": OUT_OF_RANGE,
    "<= ": OUT_OF_RANGE,
    "Expected `int": NOT_A_NUMBER,
    "Expected `float": NOT_A_NUMBER,
    "Expected `decimal": NOT_A_NUMBER,
    "Invalid enum": NOT_OFFERED,
}


class FormState:
    """What a person typed, and what is wrong with it. Messages are English; templates translate them."""

    def __init__(self, values: Mapping[str, Iterable[str]] | None = None) -> None:
        self.values = {name: list(texts) for name, texts in (values or {}).items()}
        self.errors: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.summary = ""
        self.status = 200

    @classmethod
    def of(cls, **values: object) -> "FormState":
        """A form that opens with these values; None is left empty, lists are several choices."""
        return cls({name: _strings(value) for name, value in values.items() if value is not None})

    @property
    def refused(self) -> bool:
        return bool(self.errors or self.summary)

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, [default])[0]

    def named(self, name: str, label: str) -> str:
        """Templates say here what a field is called, for the summary of errors. Gives the field's id."""
        self.labels[name] = label
        return f"f-{name}"

    def texts(self, name: str) -> list[str]:
        return self.values.get(name, [])

    def checked(self, name: str) -> bool:
        return name in self.values and self.text(name) not in {"", "0", "false", "False"}

    def fail(self, name: str, message: str) -> None:
        """Say `message` beside the field; the first message for a field stays."""
        self.errors.setdefault(name, message)
        self.status = max(self.status, Invalid.status)

    def refuse(self, error: DomainError) -> None:
        """Take over what a service said no to: its sentence, its fields, its status."""
        self.summary = sentence(type(error))
        self.status = error.status
        for name, message in getattr(error, "fields", {}).items():
            self.errors.setdefault(name, message)

    def into(self, shape: type[S], **given: object) -> S | None:
        """The form as a struct; `given` sets fields the person does not type. None when a field fails."""
        ready: dict[str, Any] = dict(given)
        for field in fields(shape):
            if field.name not in given:
                self._take(field, ready)
        return None if self.errors else shape(**ready)

    def _take(self, field: FieldInfo, ready: dict[str, Any]) -> None:
        raw = self._raw(field)
        if raw == "" and not field.required:
            return
        try:
            ready[field.name] = convert(raw, field.type, strict=False)
        except ValidationError as error:
            self.fail(field.name, _saying(str(error), raw))

    def _raw(self, field: FieldInfo) -> Any:
        kind = _bare(field.type)
        if kind in {list, tuple, set, frozenset}:
            return [text for text in self.texts(field.name) if text]
        if kind is bool:
            return self.checked(field.name)
        return _trimmed(field.name, self.text(field.name))

    @asynccontextmanager
    async def attempt(self, session: AsyncSession) -> AsyncIterator[None]:
        """Run a service in a savepoint: a refusal undoes what it wrote and lands in this form."""
        try:
            async with session.begin_nested():
                yield
        except DomainError as error:
            self.refuse(error)

    @asynccontextmanager
    async def attempt_slowly(self, session: AsyncSession) -> AsyncIterator[None]:
        """The same for a service that lets the connection go meanwhile: a refusal undoes the transaction."""
        try:
            yield
        except DomainError as error:
            await session.rollback()
            self.refuse(error)


async def read(request: Request[Any, Any, Any], *, max_bytes: int = MAX_BYTES) -> FormState:
    """The urlencoded body. 413 when larger than `max_bytes`, 415 for another type, 400 when malformed."""
    if not is_form(request):
        raise HTTPException(status_code=415, detail="Forms are sent as application/x-www-form-urlencoded.")
    body = await request.body()
    if len(body) > max_bytes:
        raise HTTPException(status_code=413, detail="That form is too large.")
    return FormState(parsed(body))


async def take_in(request: Request[Any, Any, Any]) -> None:
    """Before a handler of pages: have the form at hand, so that a refusal can give back what was written."""
    if request.method == "POST" and is_form(request):
        await request.body()


def is_form(request: Request[Any, Any, Any]) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/x-www-form-urlencoded"


def parsed(body: bytes) -> dict[str, list[str]]:
    try:
        text = body.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise ClientException("That form could not be read.") from error
    values: dict[str, list[str]] = {}
    for name, text in pairs:
        values.setdefault(name, []).append(_clean(text))
    return values


def _clean(text: str) -> str:
    """Browsers send CRLF, and PostgreSQL refuses NUL."""
    return text.replace("\r\n", "\n").replace("\x00", "")


def _bare(kind: Any) -> Any:
    """`list` of Annotated[list[str], Meta(...)], `str` of str."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return get_origin(kind) or kind


def _strings(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list | tuple) else [str(value)]


def _trimmed(name: str, text: str) -> str:
    """Passwords keep their spaces, long texts the indentation of their first line."""
    if "password" in name:
        return text
    return text.strip("\n").rstrip() if "\n" in text else text.strip()


def _saying(complaint: str, raw: object) -> str:
    if raw in ("", []):
        return REQUIRED
    return next((saying for sign, saying in _SAYINGS.items() if sign in complaint), MALFORMED)
