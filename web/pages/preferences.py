"""Language and theme: cookies for a guest, kept with the account for a person."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response, Router, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from identity.service import set_preferences
from web import forms, frame, i18n
from web.forms import FormState
from web.render import page, see_other

_YEAR = 365 * 24 * 3600
_OFFERED: dict[str, Collection[str]] = {i18n.COOKIE: i18n.NAMES, frame.THEME_COOKIE: frame.THEMES}


@get("/preferences")
async def preferences(request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]) -> Response[str]:
    return page(request, viewer, "preferences/preferences.html")


@post("/preferences")
async def choose(
    request: Request[Any, Any, Any], session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Redirect:
    """Takes `lang`, `theme` and `back`, a path of ours; what we do not know is passed over."""
    form = await forms.read(request)
    if viewer.signed_in:
        await keep(session, viewer, form)
    response = see_other(request, local_path(form.text("back")))
    for cookie in _cookies(form, secure=request.url.scheme == "https"):
        response.set_cookie(cookie)
    return response


async def keep(session: AsyncSession, viewer: Viewer, form: FormState) -> None:
    """With the account, so that every device of the person speaks and looks like this."""
    await set_preferences(session, viewer=viewer, locale=_known(form, "lang"), theme=_known(form, "theme"))


def local_path(wanted: str) -> str:
    """`wanted` when it is a path on this site, else the home page: no open redirects."""
    slashed = "\\" in wanted or wanted.startswith("//")  # browsers read a backslash as a slash
    plain = wanted.startswith("/") and not slashed and wanted.isprintable()
    return wanted if plain and urlsplit(wanted)[:2] == ("", "") else "/"


def _known(form: FormState, name: str) -> str | None:
    return form.text(name) if form.text(name) in _OFFERED[name] else None


def _cookies(form: FormState, *, secure: bool) -> list[Cookie]:
    return [
        Cookie(name, value=chosen, max_age=_YEAR, path="/", secure=secure, samesite="lax")
        for name in _OFFERED
        if (chosen := _known(form, name)) is not None
    ]


router = Router("/", route_handlers=[preferences, choose], include_in_schema=False)
