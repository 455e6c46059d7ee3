from datetime import UTC, date, datetime, timedelta
from gettext import NullTranslations
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from core.errors import Forbidden, TooManyRequests
from core.policy import GUEST, Viewer
from web.i18n import NAMES, language, languages, negotiate, sentence, spoken


class Asking:
    """What a request says about languages."""

    def __init__(self, accept: str = "", **cookies: str) -> None:
        self.headers = {"accept-language": accept}
        self.cookies = cookies


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "en"),
        ("es", "es"),
        ("ar-EG,ar;q=0.9,en;q=0.5", "ar"),
        ("de-DE,de;q=0.9", "en"),
        ("de,es-MX;q=0.4,en;q=0.3", "es"),
        ("es;q=0", "en"),
        ("en;q=0.1, es;q=0.8", "es"),
        ("es;q=much, ar;q=0.2", "ar"),
        ("*", "en"),
    ],
)
def test_the_browser_is_asked_which_language(header: str, code: str) -> None:
    assert negotiate(header) == code


@given(st.text(max_size=300))
def test_no_header_is_too_strange(header: str) -> None:
    assert negotiate(header) in NAMES


def test_a_person_is_spoken_to_in_the_language_they_chose() -> None:
    viewer = Viewer(person_id=uuid4(), name="Ada", locale="ar")
    assert language(Asking("es", lang="es"), viewer).code == "ar"  # type: ignore[arg-type]


def test_a_guest_is_spoken_to_as_the_cookie_says_and_else_as_the_browser_asks() -> None:
    assert language(Asking("es", lang="ar"), GUEST).code == "ar"  # type: ignore[arg-type]
    assert language(Asking("es", lang="klingon"), GUEST).code == "es"  # type: ignore[arg-type]


def test_arabic_runs_from_right_to_left() -> None:
    assert {tongue.code: tongue.direction for tongue in languages()} == {
        "en": "ltr",
        "es": "ltr",
        "ar": "rtl",
    }


def test_an_unknown_language_is_english() -> None:
    assert spoken("tlh") is spoken("en")
    assert isinstance(spoken("en").catalogue, NullTranslations)


def test_texts_take_their_values() -> None:
    assert spoken("en")("Welcome back, %(name)s", name="Ada") == "Welcome back, Ada"
    assert spoken("en")("100 % of it") == "100 % of it"
    assert spoken("en")("") == ""


def test_a_plural_has_the_form_of_its_number() -> None:
    en = spoken("en")
    assert en.ngettext("%(num)s reply", "%(num)s replies", 1) == "1 reply"
    assert en.ngettext("%(num)s reply", "%(num)s replies", 1284) == "1,284 replies"


def test_arabic_has_six_plurals() -> None:
    said = {spoken("ar").ngettext("%(num)s unread", "%(num)s unread", n) for n in (0, 1, 2, 3, 11, 100)}
    assert len(said) > 3


def test_an_error_is_told_in_the_language_of_the_reader() -> None:
    assert spoken("en").error(TooManyRequests()) == "That was too often. Wait a moment and try again."
    assert spoken("es").error(Forbidden()) != sentence(Forbidden)


def test_recent_times_are_told_relatively_and_old_ones_as_dates() -> None:
    en = spoken("en")
    assert en.relative(clock.now() - timedelta(hours=3)) == "3 hours ago"
    assert en.relative(clock.now() + timedelta(hours=3, seconds=1)) == "in 3 hours"
    assert en.relative(datetime(2020, 2, 1, tzinfo=UTC)) == "Feb 1, 2020"


def test_moments_name_their_zone() -> None:
    assert spoken("es").moment(datetime(2026, 11, 23, 15, 30, tzinfo=UTC)).endswith(" UTC")


def test_numbers_dates_and_durations_follow_the_language() -> None:
    en, es = spoken("en"), spoken("es")
    assert en.number(12345.5) == "12,345.5"
    assert es.number(12345.5) == "12.345,5"
    assert en.percent(0.25) == "25%"
    assert en.date(date(2026, 3, 5)) == "Mar 5, 2026"
    assert en.duration(90) == "1 hour and 30 minutes"
    assert en.duration(0) == "0 minutes"
    assert en.duration(3000) == "50 hours"
    assert es.listed(["Ada", "Ben", "Mia"]) == "Ada, Ben y Mia"
