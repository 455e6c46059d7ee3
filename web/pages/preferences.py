"""Language and theme: cookies for a guest, kept with the account for a person."""

from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response, Router, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.response import Redirect

from core.policy import Viewer
from web import forms, frame, i18n
from web.forms import FormState
from web.render import page, see_other

_YEAR = 365 * 24 * 3600


@get("/preferences")
async def preferences(request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]) -> Response[str]:
    return page(request, viewer, "preferences/preferences.html")


@post("/preferences")
async def choose(request: Request[Any, Any, Any]) -> Redirect:
    """Takes `lang`, `theme` and `back`, a path of ours; what we do not know is passed over."""
    form = await forms.read(request)
    response = see_other(request, local_path(form.text("back")))
    for cookie in _cookies(form, secure=request.url.scheme == "https"):
        response.set_cookie(cookie)
    return response


def local_path(wanted: str) -> str:
    """`wanted` when it is a path on this site, else the home page: no open redirects."""
    parts = urlsplit(wanted.replace("\\", "/"))
    plain = wanted.startswith("/") and not wanted.startswith("//") and wanted.isprintable()
    return wanted if plain and not parts.scheme and not parts.netloc else "/"


def _cookies(form: FormState, *, secure: bool) -> list[Cookie]:
    known = {i18n.COOKIE: tuple(i18n.NAMES), frame.THEME_COOKIE: frame.THEMES}
    return [
        Cookie(name, value=form.text(name), max_age=_YEAR, path="/", secure=secure, samesite="lax")
        for name, offered in known.items()
        if form.text(name) in offered
    ]


router = Router("/", route_handlers=[preferences, choose], include_in_schema=False)
