"""Sign-in, the code of the second step, sign-out."""

from typing import Annotated
from urllib.parse import urlencode

from litestar import Response, Router, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import Viewer
from identity import service, sessions
from identity.errors import SignInExpired
from identity.guards import caller_address, session_token
from web import forms
from web.i18n import language
from web.pages.identity.common import (
    BRIEF,
    SMALL,
    AnyRequest,
    enter,
    refusing,
    session_cookie,
    sessions_of,
    settings_of,
)
from web.pages.preferences import local_path
from web.render import page, see_other

HALF = "half"
_FOR_GUESTS = ("/sign-", "/confirm", "/reset")


class Credentials(Struct):
    email: Annotated[str, Meta(min_length=1, max_length=254)]
    password: Annotated[str, Meta(min_length=1, max_length=1000)]


class Code(Struct):
    code: Annotated[str, Meta(min_length=1, max_length=60)]


@get("/sign-in")
async def sign_in(
    request: AnyRequest,
    viewer: NamedDependency[Viewer],
    to: Annotated[str, QueryParameter(max_length=1000)] = "",
) -> Response[str] | Redirect:
    """Afterwards the person is where they were going: `to`, or the page of ours they came from."""
    to = local_path(to) if to else came_from(request)
    if viewer.signed_in:
        return see_other(request, to)
    return page(request, viewer, "identity/joining/sign_in.html", to=to)


@post("/sign-in", dependencies=BRIEF)
async def recognise(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str] | Redirect:
    form = await forms.read(request, max_bytes=SMALL)
    given, to = form.into(Credentials), local_path(form.text("to", "/"))
    if given is not None:
        with refusing(form):
            person = await service.recognise(
                sessions_of(request),
                email=given.email,
                password=given.password,
                address=caller_address(request),
            )
    if form.refused:
        return page(request, viewer, "identity/joining/sign_in.html", form=form, to=to, status=form.status)
    if not person.two_step:
        return await enter(request, session, person.person_id, to)
    response = see_other(request, f"/sign-in/code?{urlencode({'to': to})}")
    token = await sessions.open_half(session, person_id=person.person_id)
    response.set_cookie(_half_cookie(request, token, max_age=int(sessions.HALF_LIFETIME.total_seconds())))
    return response


@get("/sign-in/code")
async def code(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    to: Annotated[str, QueryParameter(max_length=1000)] = "/",
) -> Response[str]:
    await sessions.half_of(session, token=_half(request))
    return page(request, viewer, "identity/joining/code.html", to=local_path(to))


@post("/sign-in/code")
async def prove(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str] | Redirect:
    form = await forms.read(request, max_bytes=SMALL)
    given, to = form.into(Code), local_path(form.text("to", "/"))
    person_id = await sessions.half_of(session, token=_half(request))
    if given is not None:
        with refusing(form):
            await service.limit_codes(sessions_of(request), person_id=person_id)
            await service.check_code(
                session, person_id=person_id, code=given.code, secret=settings_of(request).secret
            )
    if form.refused:
        return page(request, viewer, "identity/joining/code.html", form=form, to=to, status=form.status)
    await sessions.close_half(session, token=_half(request))
    response = await enter(request, session, person_id, to)
    response.set_cookie(_half_cookie(request, "", max_age=0))
    return response


@post("/sign-out")
async def sign_out(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Redirect:
    if token := session_token(request):
        await sessions.close_session(session, token=token)
    _ = language(request, viewer)
    response = see_other(request, "/", said=_("You are signed out."))
    response.set_cookie(session_cookie(request, "", max_age=0))
    response.headers["clear-site-data"] = '"cache"'  # pages of a shared computer do not come back
    return response


def came_from(request: AnyRequest) -> str:
    """The page of this site that led here; the home page for pages that are for guests."""
    place, _, rest = request.headers.get("referer", "")[:2000].partition("://")[2].partition("/")
    path = local_path(f"/{rest}")
    ours = place == request.headers.get("host")
    return path if ours and not path.startswith(_FOR_GUESTS) else "/"


def _half(request: AnyRequest) -> str:
    token = request.cookies.get(HALF)
    if not token:
        raise SignInExpired
    return token


def _half_cookie(request: AnyRequest, token: str, *, max_age: int) -> Cookie:
    return Cookie(
        HALF,
        value=token,
        max_age=max_age,
        path="/sign-in",
        secure=settings_of(request).https,
        httponly=True,
        samesite="lax",
    )


router = Router("/", route_handlers=[sign_in, recognise, code, prove, sign_out], include_in_schema=False)
