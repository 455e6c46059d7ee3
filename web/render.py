"""A template, a viewer and some values become a page."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, unquote

from isal import isal_zlib
from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import InternationalizationExtension
from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.response import Redirect
from litestar.utils.scope.state import ScopeState
from markupsafe import Markup

from core.policy import GUEST, Viewer
from web import csp, frame, static
from web.forms import FormState
from web.framed import framed
from web.i18n import Language, language, languages, spoken

TEMPLATES = Path(__file__).parent / "templates"
HEADERS = csp.PAGES | {
    "cache-control": "private, no-cache",
    "vary": "cookie, accept-language, accept-encoding",
}
HTML = "text/html; charset=utf-8"
SMALL = 800


_DIRECTED = {
    "chevron-left",
    "chevron-right",
    "arrow-left",
    "arrow-right",
    "log-in",
    "log-out",
    "reply",
    "send",
}
_DIRECTED |= {"undo-2", "redo-2", "external-link", "list", "list-tree", "list-checks"}
SAID_COOKIE = "said"
_SAID_SECONDS = 60
TAKEN_COOKIE = "taken"  # read by islands/frame/drafts.ts: without it a draft that was sent stays


def page(
    request: Request[Any, Any, Any], viewer: Viewer, template: str, *, status: int = 200, **context: object
) -> Response[Any]:
    """Render `template` for this viewer: in their language and theme, with their navigation around it."""
    tongue = language(request, viewer)
    environment = _environment(tongue.code, request)
    around = _around(request, viewer, tongue) | {"status": status} | context
    around["framed"] = framed(request, environment, around)
    html = environment.get_template(template).render(around)
    body, packing = packed(request, html.encode())
    made = Response(body, media_type=HTML, status_code=status, headers=HEADERS | packing)
    if SAID_COOKIE in request.cookies:
        made.delete_cookie(SAID_COOKIE)
    return made


def packed(request: Request[Any, Any, Any], body: bytes) -> tuple[bytes, dict[str, str]]:
    """Compress a page for those who take gzip, quickly rather than tightly; nothing secret is in its body."""
    if len(body) < SMALL or "gzip" not in request.headers.get("accept-encoding", ""):
        return body, {}
    ScopeState.from_scope(request.scope).is_cached = True  # keeps Litestar from compressing it once more
    return isal_zlib.compress(body, 1, wbits=31), {"content-encoding": "gzip"}


def fragment(code: str, template: str, **context: object) -> Markup:
    """A piece of a page in one language, to be kept and shown to many readers: nothing personal."""
    return Markup(_kept(code).get_template(template).render(context))  # noqa: S704


def see_other(request: Request[Any, Any, Any], path: str, *, said: str = "") -> Redirect:
    """303 to `path`, one of ours, mostly after a form succeeded: only then the next page is told so.

    `said`, a sentence in the reader's language, shows once on the next page.
    """
    cookies = [_brief(request, TAKEN_COOKIE, "1", httponly=False)] if request.method == "POST" else []
    if said:
        cookies.append(_brief(request, SAID_COOKIE, quote(said), httponly=True))
    return Redirect(path, status_code=303, cookies=cookies)


def _brief(request: Request[Any, Any, Any], key: str, value: str, *, httponly: bool) -> Cookie:
    """A cookie for the next page alone."""
    secure = request.url.scheme == "https"
    return Cookie(key, value=value, max_age=_SAID_SECONDS, httponly=httponly, samesite="lax", secure=secure)


def viewer_of(request: Request[Any, Any, Any]) -> Viewer:
    """Who looks, where no dependency can say so (error pages): what identity left on the request."""
    viewer = request.state.get("viewer")
    return viewer if isinstance(viewer, Viewer) else GUEST


def _sayer(translate: Callable[[str], str]) -> Callable[..., Markup]:
    """`_` of templates, as Jinja's newstyle gettext is; what pages say again and again is looked up once."""
    texts: dict[str, Markup] = {}
    plain: dict[str, Markup] = {}

    def say(message: str, /, **values: object) -> Markup:
        if not values and message in plain:
            return plain[message]
        text = texts.get(message)
        if text is None:
            text = texts[message] = Markup(translate(message))  # noqa: S704 - ours, as translators have it
        said = text % values
        if not values:
            plain[message] = said
        return said

    return say


def environment(code: str, loader: BaseLoader | None = None) -> Environment:
    """Templates in one language; the macros of templates/components are there as `ui.<name>`."""
    tongue = spoken(code)
    made = Environment(
        loader=loader or FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=[InternationalizationExtension],
    )
    _install(made, tongue)
    return made


def _install(made: Environment, tongue: Language) -> None:
    made.install_gettext_translations(tongue.catalogue, newstyle=True)  # type: ignore[attr-defined]
    made.globals["_"] = made.globals["gettext"] = _sayer(tongue.catalogue.gettext)
    made.globals |= {
        "lang": tongue,
        "languages": languages(),
        "asset": static.asset,
        "stylesheet": stylesheet,
        "script": script,
    }
    made.filters |= {"number": tongue.number, "percent": tongue.percent, "listed": tongue.listed}
    ui = made.globals["ui"] = SimpleNamespace(icon=icon)
    for source in sorted((TEMPLATES / "components").glob("*.html")):
        for name, macro in vars(made.get_template(f"components/{source.name}").module).items():
            if not name.startswith("_"):
                setattr(ui, name, macro)


def stylesheet(name: str) -> Markup:
    """The link to `styles/<name>`."""
    return _stylesheet(static.asset(f"styles/{name}"))


@lru_cache(maxsize=200)
def _stylesheet(address: str) -> Markup:
    return Markup('<link rel="stylesheet" href="{}">').format(address)


def script(name: str) -> Markup:
    """The module `islands/<name>` and hints for what it imports."""
    source = f"islands/{name}"
    return _script(static.asset(source), tuple(static.imports(source)))


@lru_cache(maxsize=200)
def _script(address: str, imports: tuple[str, ...]) -> Markup:
    hints = [Markup('<link rel="modulepreload" href="{}">').format(url) for url in imports]
    module = Markup('<script type="module" src="{}"></script>').format(address)
    return Markup("").join([*hints, module])


def icon(name: str, label: str = "") -> Markup:
    """An icon of the sprite, hidden from screen readers or named by `label`. Pages ask hundreds of times."""
    return _icon(static.asset("icons.svg"), name, label)


@lru_cache(maxsize=2000)
def _icon(sheet: str, name: str, label: str) -> Markup:
    told = Markup(' role="img" aria-label="{}"').format(label) if label else Markup(' aria-hidden="true"')
    flip = Markup(" data-flip") if name in _DIRECTED else ""
    return Markup('<svg class="icon"{}{} width="20" height="20"><use href="{}#{}"></use></svg>').format(
        flip, told, sheet, name
    )


@lru_cache(maxsize=8)
def _kept(code: str) -> Environment:
    return environment(code)


def _environment(code: str, request: Request[Any, Any, Any]) -> Environment:
    return environment(code) if request.app.debug else _kept(code)


def _around(request: Request[Any, Any, Any], viewer: Viewer, tongue: Language) -> dict[str, object]:
    return {
        "viewer": viewer,
        "locale": tongue.code,
        "dir": tongue.direction,
        "theme": frame.theme(request, viewer),
        "url": frame.here(request),
        "serves": lambda path: frame.serves(request, path),
        "form": FormState(),
        "known": True,
        "said": unquote(request.cookies.get(SAID_COOKIE, ""))[:500],
    }
