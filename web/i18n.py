"""Languages: which one a reader gets, and how texts, numbers and times are said in it.

The catalogues are `web/locales/<code>/LC_MESSAGES/consilium.po`, read once; English is the source.
In Python a page writes `_ = language(request, viewer)` and then `_("Saved.")`; templates have `_` already.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from gettext import NullTranslations
from inspect import cleandoc
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from babel import Locale
from babel.dates import format_date, format_time, format_timedelta
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.support import Translations
from litestar import Request

from core import clock
from core.errors import DomainError
from core.policy import Viewer

LOCALES = Path(__file__).parent / "locales"
DOMAIN = "consilium"
COOKIE = "lang"
NAMES = {"en": "English", "es": "Español", "ar": "العربية"}
SOURCE = "en"

_SOON = timedelta(days=7)
_STEPS = ((timedelta(hours=1), timedelta(minutes=1)), (timedelta(days=1), timedelta(hours=1)))


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "extract this, translate it later"
    """Mark a text for the catalogues that is translated where it is shown: `_(LABELS[kind])`."""
    return message


@dataclass(frozen=True, eq=False)
class Language:
    """One language: call it with an English text to say that text. Aware times are shown in UTC."""

    code: str
    babel: Locale
    catalogue: NullTranslations

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        return "rtl" if self.babel.text_direction == "rtl" else "ltr"

    @property
    def name(self) -> str:
        return NAMES[self.code]

    def __call__(self, message: str, /, **values: object) -> str:
        """Say `message`; `%(name)s` in it takes `values["name"]`."""
        said = self.catalogue.gettext(message) if message else ""
        return said % values if values else said

    def ngettext(self, one: str, many: str, num: int, /, **values: object) -> str:
        """Say the form that fits `num`, which both texts may name as `%(num)s`."""
        return self.catalogue.ngettext(one, many, num) % ({"num": self.number(num)} | values)

    def error(self, error: DomainError) -> str:
        """The sentence of an error, from its docstring."""
        return self(sentence(type(error)))

    def number(self, value: float) -> str:
        return str(format_decimal(value, locale=self.babel))

    def percent(self, value: float) -> str:
        """0.25 as "25%"."""
        return str(format_percent(value, locale=self.babel))

    def date(self, value: date | datetime, style: str = "medium") -> str:
        """Arabic's medium style is digits and slashes, which bidirectional text turns around."""
        style = "long" if style == "medium" and self.babel.language == "ar" else style
        return _date(self.babel, value.date() if isinstance(value, datetime) else value, style)

    def moment(self, value: datetime) -> str:
        """Date and time with the zone named, since the server does not know the reader's."""
        return _moment(self.babel, value.astimezone(UTC).replace(second=0, microsecond=0))

    def relative(self, value: datetime) -> str:
        """Within a week "3 hours ago", beyond it the date."""
        away = value - clock.now()
        if abs(away) > _SOON:
            return self.date(value)
        return _ago(self.babel, _coarse(away))

    def duration(self, minutes: int) -> str:
        """Whole minutes as "1 hour, 30 minutes"."""
        hours, rest = divmod(minutes, 60)
        parts = [(hours, timedelta(hours=hours), "hour"), (rest, timedelta(minutes=rest), "minute")]
        said = [self._span(span, unit) for count, span, unit in parts if count]
        return self.listed(said or [self._span(timedelta(0), "minute")])

    def listed(self, parts: Iterable[str]) -> str:
        """As in "Ada, Ben and Mia"."""
        return str(format_list(list(parts), locale=self.babel))

    def _span(self, span: timedelta, unit: Any) -> str:
        return str(format_timedelta(span, granularity=unit, threshold=1e9, locale=self.babel))


def _coarse(away: timedelta) -> timedelta:
    """Minutes within an hour, hours within a day, then days: few, so that they can be remembered."""
    unit = next((unit for limit, unit in _STEPS if abs(away) < limit), timedelta(days=1))
    return round(away / unit) * unit


@lru_cache(maxsize=2000)
def _ago(locale: Locale, away: timedelta) -> str:
    return str(format_timedelta(away or timedelta(seconds=-1), add_direction=True, locale=locale))


@lru_cache(maxsize=5000)
def _date(locale: Locale, day: date, style: str) -> str:
    return str(format_date(day, style, locale=locale))


@lru_cache(maxsize=5000)
def _moment(locale: Locale, moment: datetime) -> str:
    """Like "Mar 5, 2026, 2:30 PM UTC"."""
    day, time = spoken(locale.language).date(moment), format_time(moment, "short", locale=locale)
    return f"{day}, {time} UTC" if locale.language != "ar" else f"{day}، {time} UTC"


def sentence(thing: type) -> str:
    """The message of an error class as it stands in the catalogues: the first paragraph on one line."""
    return " ".join(cleandoc(thing.__doc__ or "").partition("\n\n")[0].split())


@lru_cache
def spoken(code: str) -> Language:
    """The language of that code; an unknown code is English."""
    if code not in NAMES:
        return spoken(SOURCE)
    return Language(code, Locale.parse(code), _catalogue(code))


def said(code: str, text: str) -> str:
    """A text of the catalogues in a language; in English where we do not speak it."""
    return spoken(code)(text) if code in NAMES else text


def languages() -> list[Language]:
    return [spoken(code) for code in NAMES]


def language(request: Request[Any, Any, Any], viewer: Viewer) -> Language:
    """What the person chose; for a guest the cookie, then what the browser asks for, then English."""
    if viewer.signed_in and viewer.locale in NAMES:
        return spoken(viewer.locale)
    chosen = request.cookies.get(COOKIE, "")
    return spoken(chosen if chosen in NAMES else negotiate(request.headers.get("accept-language", "")))


def negotiate(header: str) -> str:
    """The best of our languages for an Accept-Language header; malformed parts are passed over."""
    wishes = []
    for part in header[:1000].split(","):
        tag, _, parameters = part.partition(";")
        code = tag.strip().lower().partition("-")[0]
        if code in NAMES:
            wishes.append((_quality(parameters), code))
    best = max(wishes, key=lambda wish: wish[0], default=(0.0, SOURCE))
    return best[1] if best[0] > 0 else SOURCE


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


def _catalogue(code: str) -> NullTranslations:
    source = LOCALES / code / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not source.exists():
        return NullTranslations()
    with source.open("rb") as file:
        messages = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(compiled, domain=DOMAIN)
