"""The frame around every page, the home page, preferences and errors."""

from html import escape
from typing import Any

import pytest
from httpx import AsyncClient
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import DictLoader, UndefinedError
from litestar import Litestar, Request, Response, get
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from identity.models import Person
from tests.conftest import Enter
from web.csp import CONTENT_SECURITY_POLICY
from web.pages.preferences import local_path
from web.render import environment, page, see_other


@get("/told")
async def told(request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]) -> Response[Any]:
    if request.query_params.get("go"):
        return see_other(request, "/told", said="Guardado: <b>“ñ”</b>")
    return page(request, viewer, "preferences/preferences.html")


@get("/broken")
async def broken() -> None:
    raise RuntimeError("secret detail")


@pytest.fixture
def more_pages(app: Litestar) -> None:
    """Tests share one application: the first that needs them adds them."""
    if not any(route.path == "/told" for route in app.routes):
        app.register(told)
        app.register(broken)


async def test_a_page_has_its_landmarks(client: AsyncClient) -> None:
    html = (await client.get("/")).text
    assert html.startswith("<!doctype html>")
    for mark in (
        '<a class="skip" href="#main"',
        '<main id="main"',
        "<header",
        "<footer",
        "<nav",
        'role="status"',
    ):
        assert mark in html
    assert html.count("<h1") == 1
    assert "<title>Home · Consilium</title>" in html


async def test_pages_speak_the_language_of_the_reader(client: AsyncClient) -> None:
    html = (await client.get("/", headers={"accept-language": "ar"})).text
    assert '<html lang="ar" dir="rtl"' in html
    assert "Boards" not in html


async def test_pages_may_load_only_from_here(client: AsyncClient) -> None:
    headers = (await client.get("/")).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=(self)" in headers["permissions-policy"]
    assert headers["cache-control"] == "private, no-cache"
    assert {"cookie", "accept-language"} <= {part.strip().lower() for part in headers["vary"].split(",")}


async def test_the_navigation_holds_what_a_person_may_open(as_: Enter, ada: Person, mia: Person) -> None:
    assert 'href="/moderation"' not in (await (await as_(ada)).get("/")).text
    served = (await (await as_(mia)).get("/moderation")).status_code != 404
    assert ('href="/moderation"' in (await (await as_(mia)).get("/")).text) is served


async def test_a_guest_can_sign_in_and_a_person_can_sign_out(
    client: AsyncClient, as_: Enter, ada: Person
) -> None:
    assert 'href="/sign-in"' in (await client.get("/")).text
    home = (await (await as_(ada)).get("/")).text
    assert 'action="/sign-out"' in home
    assert "Ada Okafor" in home
    assert f'data-person="{ada.id}"' in home


async def test_names_are_shown_not_run(as_: Enter, session: AsyncSession, ada: Person) -> None:
    name = '<script>alert("x")</script>'
    session.add(ada)
    ada.name = name
    await session.commit()
    html = (await (await as_(ada)).get("/")).text
    assert name not in html
    assert escape(name).replace("&quot;", "&#34;") in html


async def test_the_theme_and_language_of_a_guest_are_kept_in_cookies(client: AsyncClient) -> None:
    answer = await client.post(
        "/preferences", data={"theme": "dark", "lang": "es", "back": "/preferences?a=1"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/preferences?a=1")
    html = (await client.get("/")).text
    assert '<html lang="es" dir="ltr" data-theme="dark">' in html


async def test_the_theme_and_language_of_a_person_follow_them(as_: Enter, ada: Person) -> None:
    await (await as_(ada)).post("/preferences", data={"theme": "dark"})
    await (await as_(ada)).post("/preferences", data={"lang": "ar"})
    html = (await (await as_(ada)).get("/")).text
    assert '<html lang="ar" dir="rtl" data-theme="dark">' in html


async def test_what_is_not_offered_is_passed_over(client: AsyncClient) -> None:
    answer = await client.post("/preferences", data={"theme": "pink", "lang": "xx"})
    assert answer.status_code == 303
    assert not {"theme", "lang"} & set(answer.cookies)


@given(
    st.text(max_size=40)
    | st.sampled_from(["//evil.example", "/\\evil.example", "https://evil.example", "/\t/e"])
)
@example("\\")
@example("\\/evil.example")
def test_nobody_is_sent_to_another_site(wanted: str) -> None:
    path = local_path(wanted)
    assert path.startswith("/")
    assert not path.startswith(("//", "/\\"))
    assert path.isprintable()


@pytest.mark.usefixtures("more_pages")
async def test_a_sentence_after_a_form_is_shown_once(client: AsyncClient) -> None:
    answer = await client.get("/told?go=1")
    assert answer.status_code == 303
    assert "Guardado: &lt;b&gt;“ñ”&lt;/b&gt;" in (await client.get("/told")).text
    assert "Guardado" not in (await client.get("/told")).text


async def test_a_missing_page_says_what_to_do(client: AsyncClient) -> None:
    answer = await client.get("/no/such/page")
    assert answer.status_code == 404
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "Nothing here" in answer.text
    assert 'href="/"' in answer.text


@pytest.mark.usefixtures("more_pages")
async def test_a_fault_of_ours_shows_no_details(client: AsyncClient) -> None:
    answer = await client.get("/broken")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Something went wrong on our side" in answer.text


async def test_an_error_page_keeps_the_frame_of_the_person(as_: Enter, ada: Person) -> None:
    answer = await (await as_(ada)).post("/styleguide")
    assert answer.status_code == 405
    assert 'href="/sign-in"' not in answer.text


async def test_a_missing_page_does_not_tell_a_person_to_sign_in(
    as_: Enter, client: AsyncClient, ada: Person
) -> None:
    assert 'href="/sign-in"' not in (await (await as_(ada)).get("/no/such/page")).text
    assert 'href="/sign-in"' in (await client.get("/no/such/page")).text


def test_a_name_that_a_template_misspells_is_an_error() -> None:
    made = environment("en", DictLoader({"x.html": "{{ viewr.name }}"} | components()))
    with pytest.raises(UndefinedError):
        made.get_template("x.html").render()


def components() -> dict[str, str]:
    from web.render import TEMPLATES  # noqa: PLC0415

    return {f"components/{f.name}": f.read_text("utf-8") for f in (TEMPLATES / "components").glob("*.html")}
