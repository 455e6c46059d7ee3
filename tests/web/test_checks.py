"""The rules hold, and each of them would be noticed if it were broken."""

import pytest

from web import catalogues, checks

MACROS = {"button", "badge", "prose"}


def test_templates_keep_the_rules() -> None:
    assert list(checks.template_faults()) == []


def test_styles_keep_the_rules() -> None:
    assert list(checks.style_faults()) == []


def test_every_icon_that_is_named_exists() -> None:
    assert list(checks.icon_faults()) == []


def test_the_catalogues_are_complete() -> None:
    assert catalogues.check() == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("{% if %}", "does not compile"),
        ('<p style="color: red">{{ x }}</p>', "inline style="),
        ("<style>{{ x }}</style>", "inline <style>"),
        ("<script>{{ x }}</script>", "inline <script>"),
        ('<a onclick="{{ x }}">{{ x }}</a>', "inline onclick="),
        ('<img src="https://example.org/x.png" alt="">', "address elsewhere"),
        ('<a href="//example.org">{{ x }}</a>', "address elsewhere"),
        ('<a href="javascript:x">{{ x }}</a>', "address elsewhere"),
        ("<p>Bare words</p>", "not translated: 'Bare words'"),
        ('<input placeholder="Bare words">', "not translated: 'Bare words'"),
        ('{{ ui.button("Bare words") }}', "not translated: 'Bare words'"),
        ('{{ ui.badge(label="Bare") }}', "not translated: 'Bare'"),
        ('{{ ui.buton(_("Save")) }}', "no component ui.buton"),
        ("{{ _(name) }}", "not a literal"),
        ("{{ body | safe }}", "ui.prose"),
    ],
)
def test_a_broken_rule_is_found(source: str, fault: str) -> None:
    assert fault in "\n".join(checks.faults_in("boards/x.html", source, MACROS))


@pytest.mark.parametrize(
    "source",
    [
        '<p class="x">{{ _("Words") }} <b>{{ name }}</b> · <kbd>Esc</kbd></p>',
        "{% trans count=n %}One word{% pluralize %}{{ count }} words{% endtrans %}",
        "{% block main_class %}narrow{% endblock %}",
        '<a href="/boards" title="{{ _("All") }}">Consilium</a>',
        '{{ ui.button(_("Save"), kind="primary") }}',
        '<script type="module" src="{{ asset("x") }}"></script>',
        '<script type="application/ld+json">{{ linked }}</script>',
    ],
)
def test_what_keeps_the_rules_is_left_alone(source: str) -> None:
    assert list(checks.faults_in("boards/x.html", source, MACROS)) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("@layer pages { a { margin-left: 1px; } }", "physical side"),
        ("@layer pages { a { left: 0; } }", "physical side"),
        ("@layer pages { a { text-align: right; } }", "physical side"),
        ("@layer pages { a { border-top-left-radius: 1px; } }", "physical side"),
        ("@layer pages { a { color: #fff; } }", "colour outside"),
        ("@layer pages { a { background: url(https://example.org/x); } }", "elsewhere"),
        ("a { color: var(--ink); }", "cascade layer"),
    ],
)
def test_a_style_that_breaks_a_rule_is_found(source: str, fault: str) -> None:
    assert fault in "\n".join(checks.faults_in_style("boards.css", source))


def test_logical_styles_are_left_alone() -> None:
    source = (
        "/* left: 1 */ @layer pages { a { inset-inline-start: 0; text-align: start; color: var(--ink); } }"
    )
    assert list(checks.faults_in_style("boards.css", source)) == []


def test_texts_are_found_wherever_they_stand() -> None:
    found = {message.id for message in catalogues.collect() if message.id}
    assert "Skip to the content" in found  # a template
    assert "Nothing here" in found  # N_ in Python
    assert ("%(num)s unread", "%(num)s unread") in found  # a plural
    assert "That was too often. Wait a moment and try again." in found  # an error's docstring


def test_samples_are_not_for_translators() -> None:
    assert "Persistent troponin elevation after a normal angiogram" not in {
        m.id for m in catalogues.collect()
    }
