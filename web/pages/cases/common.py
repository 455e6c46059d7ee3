"""What the pages of cases share."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from litestar import Request, Response
from litestar.response import Redirect
from litestar.types import ExceptionHandlersMap
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service
from cases.care import BY_KEY
from cases.errors import CaseTakenDown
from core.errors import DomainError
from core.policy import Viewer
from files import links
from identity.specialties import SPECIALTIES
from web.forms import FormState
from web.i18n import Language, language, sentence
from web.pages.cases import labels
from web.render import page

AnyRequest = Request[Any, Any, Any]


def show(
    request: AnyRequest, viewer: Viewer, template: str, *, status: int = 200, **context: object
) -> Response[str]:
    """A page of cases: `words` are the labels, `specialties` what they are called."""
    always = {"words": labels, "specialties": SPECIALTIES, "slots": BY_KEY} | _addresses(request, viewer)
    return page(request, viewer, f"cases/{template}", status=status, **(always | context))


def _addresses(request: AnyRequest, viewer: Viewer) -> dict[str, object]:
    """Addresses of pictures: `lasting` where everybody sees them, `passing` where this viewer does."""
    secret: str = request.app.state.settings.secret

    def passing(file: UUID, size: str, number: int = 1) -> str:
        return links.signed(secret, viewer.person_id, file, size, number)

    return {"lasting": links.plain, "passing": passing}


def options(names: Mapping[str, str], lang: Language, *, first: str | None = None) -> list[tuple[str, str]]:
    """Options of a select or radios in the given order, led by an empty one called `first`."""
    lead = [] if first is None else [("", first)]
    return lead + [(str(code), lang(name)) for code, name in names.items()]


def specialty_options(request: AnyRequest, viewer: Viewer) -> list[tuple[str, str]]:
    _ = language(request, viewer)
    named = sorted(options(SPECIALTIES, _), key=lambda option: option[1].casefold())
    return [("", _("None in particular")), *named]


async def collection_options(
    request: AnyRequest, session: AsyncSession, viewer: Viewer
) -> list[tuple[str, str]]:
    _ = language(request, viewer)
    return [("", _("Choose later")), *((str(c.id), c.name) for c in await service.collections(session))]


@contextmanager
def refusing(form: FormState) -> Iterator[None]:
    """What a service refuses before it wrote anything lands in the form."""
    try:
        yield
    except DomainError as error:
        form.refuse(error)


def to_the_ledger(request: AnyRequest, _: Exception) -> Response[Any]:
    """What was taken down leads to the report of that."""
    return Redirect(f"/cases/{request.path_params['case_id']}/consent", status_code=303)


TAKEN_DOWN: ExceptionHandlersMap = {CaseTakenDown: to_the_ledger}
"""For the handlers of pages on which a write-up is worked on."""


def uuid_of(form: FormState, name: str) -> UUID | None:
    """A UUID that a button or a hidden field carries; None, and a word beside the field, when it is none."""
    try:
        return UUID(form.text(name))
    except ValueError:
        form.fail(name, sentence(NotThere))
        return None


class NotThere(DomainError):
    """Choose an entry from the list."""

    status = 422
