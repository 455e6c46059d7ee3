from collections.abc import AsyncIterator
from typing import Annotated, Any
from urllib.parse import urlencode

import pytest
from httpx import ASGITransport, AsyncClient
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar, Request, post
from msgspec import Meta, Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Conflict, Invalid
from identity.models import Person
from web import forms
from web.forms import FormState


class Draft(Struct):
    title: Annotated[str, Meta(min_length=1, max_length=10)]
    body: str = ""
    hours: Annotated[int, Meta(ge=0, le=8)] | None = None
    kinds: Annotated[list[str], Meta(max_length=3)] = []
    agreed: bool = False
    password: str = ""


class Locked(Conflict):
    """Nobody can reply to a locked thread."""


@post("/", status_code=200)
async def echo(request: Request[Any, Any, Any]) -> dict[str, list[str]]:
    return (await forms.read(request, max_bytes=1000)).values


@pytest.fixture
async def echoing() -> AsyncIterator[AsyncClient]:
    async with AsyncClient(transport=ASGITransport(Litestar([echo])), base_url="http://form") as client:  # type: ignore[arg-type]
        yield client


async def test_a_form_is_read_as_it_was_typed(echoing: AsyncClient) -> None:
    answer = await echoing.post("/", data={"title": "Fièvre & frissons", "kind": ["a", "b"], "empty": ""})
    assert answer.json() == {"title": ["Fièvre & frissons"], "kind": ["a", "b"], "empty": [""]}


async def test_line_ends_are_made_plain_and_nothing_that_the_database_refuses_comes_in(
    echoing: AsyncClient,
) -> None:
    assert (await echoing.post("/", data={"body": "a\r\nb\x00c"})).json() == {"body": ["a\nbc"]}


async def test_a_form_that_is_too_large_is_refused(echoing: AsyncClient) -> None:
    assert (await echoing.post("/", data={"body": "x" * 1001})).status_code == 413


async def test_a_form_with_too_many_fields_is_refused(echoing: AsyncClient) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert (await echoing.post("/", content="&" * forms.MAX_FIELDS, headers=kind)).status_code == 400
    assert (await echoing.post("/", content="a=%FF", headers=kind)).status_code == 400


async def test_only_forms_are_read(echoing: AsyncClient) -> None:
    assert (await echoing.post("/", json={"title": "x"})).status_code == 415
    assert (await echoing.post("/", files={"title": b"x"})).status_code == 415


@given(st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=20), max_size=5))
def test_whatever_browsers_send_is_read_or_refused(fields: dict[str, str]) -> None:
    encodable = {n: v for n, v in fields.items() if (n + v).isprintable()}
    assert forms.parsed(urlencode(encodable).encode()) == {n: [v] for n, v in encodable.items()}


def test_a_full_form_becomes_a_draft() -> None:
    form = FormState.of(
        title=" Fever ", body="a\nb\n", hours=3, kinds=["x", "", "y"], agreed="1", password=" p "
    )
    assert form.into(Draft) == Draft("Fever", "a\nb", 3, ["x", "y"], agreed=True, password=" p ")
    assert not form.refused


def test_what_is_left_empty_takes_its_default() -> None:
    assert FormState.of(title="T", hours="").into(Draft) == Draft("T")


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"title": ""}, {"title": forms.REQUIRED}),
        ({"title": "  "}, {"title": forms.REQUIRED}),
        ({"title": "x" * 11}, {"title": forms.TOO_LONG}),
        ({"title": "T", "hours": "many"}, {"hours": forms.NOT_A_NUMBER}),
        ({"title": "T", "hours": "9"}, {"hours": forms.OUT_OF_RANGE}),
        ({"title": "T", "kinds": ["a", "b", "c", "d"]}, {"kinds": forms.TOO_LONG}),
        ({"hours": "-1"}, {"title": forms.REQUIRED, "hours": forms.OUT_OF_RANGE}),
    ],
)
def test_every_field_says_what_to_do(values: dict[str, Any], errors: dict[str, str]) -> None:
    form = FormState.of(**values)
    assert form.into(Draft) is None
    assert form.errors == errors
    assert form.status == 422


def test_fields_that_the_person_does_not_type_are_given() -> None:
    draft = FormState.of(body="words").into(Draft, title="Given")
    assert draft == Draft("Given", "words")


async def test_what_a_service_refuses_is_undone_and_told_in_the_form(session: AsyncSession) -> None:
    form = FormState.of(title="kept")
    async with form.attempt(session):
        session.add(Person(name="Nobody", email="nobody@example.org"))
        await session.flush()
        raise Locked
    assert await session.scalar(select(func.count()).select_from(Person)) == 0
    assert (form.summary, form.status, form.text("title")) == (Locked.__doc__, 409, "kept")


async def test_a_service_can_point_at_a_field(session: AsyncSession) -> None:
    form = FormState.of(title="kept")
    async with form.attempt(session):
        raise Invalid({"title": "Say what the case is about."})
    assert form.errors == {"title": "Say what the case is about."}


async def test_what_is_accepted_stays(session: AsyncSession) -> None:
    form = FormState()
    async with form.attempt(session):
        session.add(Person(name="Somebody", email="somebody@example.org"))
    assert not form.refused
    assert await session.scalar(select(func.count()).select_from(Person)) == 1
