"""What the pages about people share."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.datastructures import Cookie
from litestar.di import Provide
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Sessions, transaction
from core.errors import DomainError, SignInRequired
from core.policy import Viewer
from core.settings import Settings
from identity import policy, sessions
from identity.guards import caller_address, cookie_name, current_viewer, session_token
from identity.specialties import SPECIALTIES
from identity.words import CAREER_STAGES, LANGUAGES, PROFESSIONS
from web.forms import FormState
from web.i18n import Language
from web.pages.preferences import local_path
from web.render import see_other

AnyRequest = Request[Any, Any, Any]
SMALL = 20_000  # bytes; the forms here are short
NO_STORE = "no-store"

LABELS: dict[str, Any] = {
    "specialties": SPECIALTIES,
    "professions": PROFESSIONS,
    "career_stages": CAREER_STAGES,
}


@contextmanager
def refusing(form: FormState) -> Iterator[None]:
    """What a service refuses lands in the form, where nothing was written that a savepoint must undo."""
    try:
        yield
    except DomainError as error:
        form.refuse(error)


def person_of(viewer: Viewer) -> UUID:
    """Who manages their own account here. Raises SignInRequired."""
    if viewer.person_id is None or not policy.may_manage_account(viewer, viewer.person_id):
        raise SignInRequired
    return viewer.person_id


def settings_of(request: AnyRequest) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def sessions_of(request: AnyRequest) -> Sessions:
    made: Sessions = request.app.state.sessions
    return made


async def viewer_in_brief(request: AnyRequest) -> Viewer:
    """Who is asking, looked up in a transaction of its own."""
    async with transaction(sessions_of(request)) as session:
        return await current_viewer(request, session)


# For handlers that work a password out, which may wait in line for seconds: the request's own session holds
# no connection before it is first asked, and there must be nothing to ask it before the password is done.
BRIEF = {"viewer": Provide(viewer_in_brief)}


def offered(labels: Mapping[str, str], lang: Language, nothing: str = "") -> list[tuple[str, str]]:
    """Options of a select in the order of their translated labels, led by the empty one."""
    options = sorted(((code, lang(label)) for code, label in labels.items()), key=lambda o: o[1].casefold())
    return [("", nothing), *options]


def language_options(lang: Language) -> list[tuple[str, str]]:
    """Languages under the names they have in the reader's own."""
    return sorted(
        ((code, language_name(lang, code)) for code in LANGUAGES), key=lambda option: option[1].casefold()
    )


def language_name(lang: Language, code: str) -> str:
    return str(lang.babel.languages.get(code, code))


async def enter(
    request: AnyRequest, session: AsyncSession, person_id: UUID, path: str, *, said: str = ""
) -> Redirect:
    """Sign the browser in under a new token, whatever it held before, and go to `path` (a path of ours)."""
    if old := session_token(request):
        await sessions.close_session(session, token=old)
    agent = request.headers.get("user-agent", "")
    token = await sessions.open_session(
        session, person_id=person_id, agent=agent, address=caller_address(request)
    )
    response = see_other(request, local_path(path), said=said)
    response.set_cookie(session_cookie(request, token, max_age=int(sessions.LIFETIME.total_seconds())))
    return response


def session_cookie(request: AnyRequest, token: str, *, max_age: int) -> Cookie:
    https = settings_of(request).https
    return Cookie(
        cookie_name(https=https),
        value=token,
        max_age=max_age,
        path="/",
        secure=https,
        httponly=True,
        samesite="lax",
    )
