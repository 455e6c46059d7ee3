"""Macros, called as templates call them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from core import clock
from web.forms import REQUIRED, FormState
from web.i18n import spoken
from web.render import TEMPLATES, environment

README = (TEMPLATES.parent / "README.md").read_text("utf-8")
SOURCES = {f"components/{f.name}": f.read_text("utf-8") for f in (TEMPLATES / "components").glob("*.html")}


def shown(source: str, code: str = "en", **values: object) -> str:
    made: Environment = environment(code, DictLoader({**SOURCES, "it.html": source}))
    return " ".join(made.get_template("it.html").render(values).split())


@pytest.mark.parametrize("macro", sorted(vars(environment("en").globals["ui"])))
def test_every_component_is_documented(macro: str) -> None:
    assert f"ui.{macro}(" in README


def test_text_in_components_is_escaped() -> None:
    evil = '"><img src=x onerror=alert(1)>'
    calls = [
        "ui.badge(evil)",
        "ui.button(evil, href=evil)",
        "ui.byline(evil, href=evil, role=evil, specialty=evil, disclosure=evil, disclosure_href=evil)",
        "ui.field(form, 'body', evil, kind='textarea', hint=evil)",
        "ui.field(form, 'body', evil, kind='select', options=[(evil, evil)])",
        "ui.field(form, 'body', evil, options=[], default=evil)",
        "ui.notice(evil, title=evil)",
        "ui.row(evil, evil)",
        "ui.table(evil, [evil], [[evil]])",
        "ui.tabs(evil, [(evil, evil, 1)], evil)",
        "ui.facts([(evil, evil)])",
        "ui.empty_state(evil, evil, evil, evil)",
        "ui.breadcrumbs([(evil, evil)])",
    ]
    form = FormState.of(body=evil)
    form.fail("body", evil)
    for call in calls:
        html = shown(f"{{{{ {call} }}}}", evil=evil, form=form)
        assert "<img" not in html, call
        assert '""' not in html.replace('value=""', ""), call


def test_a_refused_form_names_its_faults_and_keeps_the_text() -> None:
    form = FormState.of(body="my text")
    form.fail("title", REQUIRED)
    source = """{% call ui.form(form) %}{{ ui.field(form, "title", "Title", hint="Short.") }}
    {{ ui.field(form, "body", "Text", kind="textarea") }}{% endcall %}"""
    html = shown(source, form=form)
    assert '<a href="#f-title">Title: Fill this in.</a>' in html
    assert 'role="alert" tabindex="-1" autofocus' in html
    assert 'aria-describedby="f-title-hint f-title-error" aria-invalid="true"' in html
    assert "my text</textarea>" in html
    assert html.index("error-summary") < html.index('id="f-title"')


def test_a_form_without_faults_has_no_summary() -> None:
    assert "error-summary" not in shown("{% call ui.form(form) %}x{% endcall %}", form=FormState())


def test_passwords_are_never_shown_again() -> None:
    html = shown(
        '{{ ui.field(form, "password", "P", kind="password") }}', form=FormState.of(password="hunter2")
    )
    assert "hunter2" not in html


def test_choices_keep_what_was_chosen() -> None:
    form = FormState.of(kind="b", many=["1", "3"], agree="1")
    source = """{{ ui.field(form, "kind", "K", kind="radios", options=[("a", "A"), ("b", "B")]) }}
    {{ ui.field(form, "many", "M", kind="checkboxes", options=[(1, "A"), (2, "B"), (3, "C")]) }}
    {{ ui.field(form, "agree", "Yes", kind="checkbox") }}"""
    html = shown(source, form=form)
    assert html.count(" checked") == 4
    assert 'value="b" checked' in html


def test_an_alias_looks_different_from_a_name() -> None:
    html = shown('{{ ui.byline("Reviewer B", href="/people/x", verified=true, alias=true) }}')
    assert "data-alias" in html
    assert "/people/x" not in html
    assert "badge-check" not in html


def test_a_name_shows_who_is_speaking() -> None:
    who = '"Ada", href="/a", role="Consultant", verified=true, disclosure="Nothing to disclose"'
    html = shown(f"{{{{ ui.byline({who}, when=now) }}}}", now=clock.now())
    for part in ("Ada", "Consultant", "Nothing to disclose", 'aria-label="Verified clinician"', "<time"):
        assert part in html


def test_times_carry_the_exact_moment() -> None:
    moment = datetime(2026, 3, 5, 14, 30, tzinfo=UTC)
    html = shown('{{ ui.time(at, "moment") }}', at=moment)
    assert 'datetime="2026-03-05T14:30:00+00:00"' in html
    assert " ".join(spoken("en").moment(moment).split()) in html


def test_a_pager_without_neighbours_is_not_there() -> None:
    assert shown("{{ ui.pager() }}") == ""
    assert 'rel="next"' in shown('{{ ui.pager(next="?after=1") }}')


def test_labels_of_our_own_are_translated() -> None:
    assert "Next page" not in shown('{{ ui.pager(next="?after=1") }}', "ar")


def test_icons_are_hidden_or_named() -> None:
    assert 'aria-hidden="true"' in shown('{{ ui.icon("bell") }}')
    assert 'role="img" aria-label="Inbox"' in shown('{{ ui.icon("bell", "Inbox") }}')


def test_the_readme_shows_code_that_works() -> None:
    assert Path(TEMPLATES / "layout.html").exists()
    assert '{% extends "layout.html" %}' in README
