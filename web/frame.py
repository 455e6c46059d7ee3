"""What surrounds every page: the sections a viewer has, the theme, the address one is at."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from litestar import Litestar, Request
from msgspec import Struct

from core.policy import Role, Viewer
from web.i18n import N_

THEMES = ("system", "light", "dark")
THEME_COOKIE = "theme"


class Section(Struct, frozen=True):
    """One entry of the navigation.

    `key`: opens it after "g". `roles`: who has it, none is everybody. `tucked`: under "More" on a phone.
    """

    path: str
    label: str
    icon: str
    key: str
    roles: frozenset[Role] = frozenset()
    tucked: bool = False


SECTIONS = (
    Section("/", N_("Home"), "house", "h"),
    Section("/boards", N_("Boards"), "messages-square", "b"),
    Section("/cases", N_("Cases"), "file-heart", "c"),
    Section("/clubs", N_("Clubs"), "book-open", "j", tucked=True),
    Section("/conferences", N_("Conferences"), "video", "v"),
    Section("/credit", N_("Credit"), "award", "r", tucked=True),
    Section("/moderation", N_("Moderation"), "shield-check", "m", frozenset({Role.MODERATOR}), tucked=True),
    Section(
        "/office",
        N_("Office"),
        "briefcase",
        "o",
        frozenset({Role.ADMINISTRATOR, Role.REGISTRAR, Role.CREDIT_OFFICER, Role.EDITOR}),
        tucked=True,
    ),
)


class Entry(Struct, frozen=True):
    """A section as it stands in this page's navigation."""

    section: Section
    current: bool


class Here(Struct, frozen=True):
    """The address of this page: `{{ url }}`, and `{{ url.replace(after=id) }}` for a neighbour of it."""

    path: str
    query: str = ""

    def __str__(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path

    def replace(self, **parameters: object) -> str:
        """The same page with these query parameters; None takes one away."""
        kept = [(name, value) for name, value in parse_qsl(self.query) if name not in parameters]
        added = [(name, str(value)) for name, value in parameters.items() if value is not None]
        return str(Here(self.path, urlencode(kept + added)))


def here(request: Request[Any, Any, Any]) -> Here:
    return Here(request.url.path, request.url.query)


def theme(request: Request[Any, Any, Any], viewer: Viewer) -> str:
    """One of THEMES: a person's choice, a guest's cookie."""
    chosen = viewer.theme if viewer.signed_in else request.cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else "system"


def navigation(request: Request[Any, Any, Any], viewer: Viewer) -> list[Entry]:
    """The sections this service serves and this viewer has."""
    here = served(request.app)
    return [
        Entry(section, _holds(section.path, request.url.path))
        for section in SECTIONS
        if section.path in here and _may_open(viewer, section)
    ]


def serves(request: Request[Any, Any, Any], path: str) -> bool:
    return path in served(request.app)


def may_open(viewer: Viewer, roles: Iterable[Role]) -> bool:
    """Whether a grant of one of these roles is held, everywhere or anywhere."""
    wanted = frozenset(roles)
    return not wanted or any(grant.role in wanted for grant in viewer.grants)


def _may_open(viewer: Viewer, section: Section) -> bool:
    return may_open(viewer, section.roles)


def _holds(section: str, path: str) -> bool:
    return path == section or (section != "/" and path.startswith(f"{section}/"))


@lru_cache(maxsize=4)
def served(app: Litestar) -> frozenset[str]:
    return frozenset(route.path.rstrip("/") or "/" for route in app.routes)
