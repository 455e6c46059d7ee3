"""Two-step sign-in: setting it up, recovery codes, turning it off. Each asks for the password."""

from typing import Annotated
from urllib.parse import parse_qs, urlsplit

import segno
from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from markupsafe import Markup
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from identity import service
from identity.errors import NoSecondFactor
from web import forms
from web.forms import FormState
from web.i18n import language
from web.pages.identity.common import (
    BRIEF,
    NO_STORE,
    SMALL,
    AnyRequest,
    person_of,
    refusing,
    sessions_of,
    settings_of,
)
from web.render import page, see_other

HERE = "/account/security/two-step"


class Proof(Struct):
    present_password: Annotated[str, Meta(min_length=1, max_length=1000)]


class Code(Struct):
    code: Annotated[str, Meta(min_length=1, max_length=20)]


@get(HERE)
async def two_step(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    return await _show(request, session, viewer, FormState())


@post(f"{HERE}/begin", dependencies=BRIEF)
async def begin(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str] | Redirect:
    form = await _proved(request, viewer)
    if form.refused:
        return await _show(request, session, viewer, form)
    await service.begin_second_factor(
        session, person_id=person_of(viewer), secret=settings_of(request).secret
    )
    return see_other(request, HERE)


@post(f"{HERE}/confirm")
async def confirm(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    """With a right code it is on, and the recovery codes are shown this once."""
    person_id = person_of(viewer)
    form = await forms.read(request, max_bytes=SMALL)
    given = form.into(Code)
    if given is not None:
        with refusing(form):
            await service.limit_codes(sessions_of(request), person_id=person_id)
            codes = await service.confirm_second_factor(
                session, person_id=person_id, code=given.code, secret=settings_of(request).secret
            )
    if form.refused:
        return await _show(request, session, viewer, form)
    return _codes(request, viewer, codes)


@post(f"{HERE}/codes", dependencies=BRIEF)
async def new_codes(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    form = await _proved(request, viewer)
    if form.refused:
        return await _show(request, session, viewer, form)
    return _codes(request, viewer, await service.new_recovery_codes(session, person_id=person_of(viewer)))


@post(f"{HERE}/off", dependencies=BRIEF)
async def turn_off(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str] | Redirect:
    form = await _proved(request, viewer)
    if form.refused:
        return await _show(request, session, viewer, form)
    await service.end_second_factor(session, person_id=person_of(viewer))
    _ = language(request, viewer)
    return see_other(request, "/account/security", said=_("Two-step sign-in is off."))


async def _proved(request: AnyRequest, viewer: Viewer) -> FormState:
    person_id = person_of(viewer)
    form = await forms.read(request, max_bytes=SMALL)
    proof = form.into(Proof)
    if proof is not None:
        with refusing(form):
            await service.prove_password(
                sessions_of(request), person_id=person_id, password=proof.present_password
            )
    return form


async def _show(request: AnyRequest, session: AsyncSession, viewer: Viewer, form: FormState) -> Response[str]:
    person_id = person_of(viewer)
    address = await _begun(session, viewer, settings_of(request).secret)
    response = page(
        request,
        viewer,
        "identity/account/two_step.html",
        form=form,
        status=form.status,
        on=await service.has_second_factor(session, person_id=person_id),
        codes_left=await service.codes_left(session, person_id=person_id),
        picture=_picture(address) if address else "",
        key=parse_qs(urlsplit(address).query)["secret"][0] if address else "",
    )
    response.headers["cache-control"] = NO_STORE
    return response


async def _begun(session: AsyncSession, viewer: Viewer, secret: str) -> str:
    try:
        return await service.second_factor_address(session, person_id=person_of(viewer), secret=secret)
    except NoSecondFactor:
        return ""


def _picture(address: str) -> Markup:
    """A QR code as SVG, with attributes only: our content policy allows no inline style."""
    svg = segno.make(address, error="m").svg_inline(
        scale=5, border=3, dark="#000", light="#fff", svgclass="qr"
    )
    return Markup(svg)  # noqa: S704 - made of squares by segno, no text of anybody is in it


def _codes(request: AnyRequest, viewer: Viewer, codes: list[str]) -> Response[str]:
    response = page(request, viewer, "identity/account/codes.html", codes=codes)
    response.headers["cache-control"] = NO_STORE
    return response


router = Router("/", route_handlers=[two_step, begin, confirm, new_codes, turn_off], include_in_schema=False)
