"""A forgotten password: a mailed link, a new one."""

from typing import Annotated

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import transaction
from core.policy import Viewer
from identity import links, passwords, service
from identity.guards import caller_address
from web import forms
from web.i18n import language
from web.pages.identity.common import BRIEF, SMALL, AnyRequest, refusing, sessions_of
from web.pages.identity.joining import Choice, mail_folder
from web.render import page, see_other


class Forgotten(Struct):
    email: Annotated[str, Meta(min_length=3, max_length=254)]


@get("/reset")
async def reset(request: AnyRequest, viewer: NamedDependency[Viewer]) -> Response[str]:
    return page(request, viewer, "identity/joining/reset.html")


@post("/reset")
async def ask(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str] | Redirect:
    form = await forms.read(request, max_bytes=SMALL)
    forgotten = form.into(Forgotten)
    if forgotten is not None:
        with refusing(form):
            await service.limit_letters(
                sessions_of(request), email=forgotten.email, address=caller_address(request)
            )
            locale = language(request, viewer).code
            await service.ask_to_reset(session, email=forgotten.email, locale=locale)
    if form.refused:
        return page(request, viewer, "identity/joining/reset.html", form=form, status=form.status)
    return see_other(request, "/reset/sent")


@get("/reset/sent")
async def sent(request: AnyRequest, viewer: NamedDependency[Viewer]) -> Response[str]:
    return page(request, viewer, "identity/joining/reset_sent.html", mail_folder=mail_folder(request))


@get("/reset/new")
async def new(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    token: Annotated[str, QueryParameter(max_length=100)] = "",
) -> Response[str]:
    link = await links.look(session, purpose="reset", token=token)
    return page(request, viewer, "identity/joining/new_password.html", link=link, token=token)


@post("/reset/new", dependencies=BRIEF)
async def choose(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str] | Redirect:
    """Ends all sessions and signs nobody in: the second step, where it is on, is still owed."""
    form = await forms.read(request, max_bytes=SMALL)
    choice = form.into(Choice)
    async with transaction(sessions_of(request)) as brief:
        link = await links.look(brief, purpose="reset", token=choice.token if choice else form.text("token"))
    if choice is not None:
        with refusing(form):
            passwords.check_new(choice.password, email=link.email)
    if choice is None or form.refused:
        return page(
            request,
            viewer,
            "identity/joining/new_password.html",
            form=form,
            link=link,
            token=form.text("token"),
            status=form.status,
        )
    password_hash = await passwords.hash_password(choice.password)
    await service.reset_password(session, token=choice.token, password_hash=password_hash)
    _ = language(request, viewer)
    return see_other(request, "/sign-in", said=_("Your password is changed. Sign in with the new one."))


router = Router("/", route_handlers=[reset, ask, sent, new, choose], include_in_schema=False)
